"""Arms with sleeves, cuffs, gloves and bracelets."""

from __future__ import annotations

from dataclasses import dataclass

from ...page.chance import Rng
from ...page.curves import Points, capsule
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ..body.skeleton import Body, BodyFeature
from .hands import hands
from .limbs import flared, section, stripes


@dataclass(frozen=True)
class Arms:
    """Both arms of a person, dressed."""

    paints: Paints
    edge: int  # pen of stripes
    sleeve: str  # none, short, puff, long, wide or over (the hand)
    odd: bool  # sleeves of two colors
    same: bool  # sleeves like the top
    cuff: float  # share of the sleeve; 0: none
    loose: float  # width of the sleeve, relative to the arm
    rings: int
    seams: int  # lines along the sleeve, between pieces of one color
    glove: int  # label of the hands
    hand: str
    bracelet: bool
    over_head: bool  # raised arms are drawn over the head

    def draw(self, body: Body, sway: float) -> list[Part]:
        return [part for _, name in SIDES for part in self._one(body, name)]

    def _one(self, body: Body, name: str) -> list[Part]:
        (root, joint, end), width = body.arms[name], body.build.limb * 0.8
        z = 1.0 if (joint[2] + 2 * end[2]) / 3 > -0.1 * body.build.shoulders else -1.0
        if z > 0 and self.over_head and end[1] < body.neck[1]:
            z = 6.0
        bones, skin = (root[:2], joint[:2], end[:2]), self.paints("skin")
        drawn = [] if self.sleeve == "over" else hands(body, name, bones[1:], z - 0.1, self.glove, self.hand)
        pieces = capsule(*bones[:2], width, width * 0.9) + capsule(*bones[1:], width * 0.9, width * 0.7)
        hidden = [(*bones[2], width * 0.3)] if self.glove == skin else []
        drawn.append(Part(f"arm {name}", pieces, skin, z - 0.05, hidden=hidden))
        if self.bracelet:
            drawn.append(
                Part(
                    f"bracelet {name}", [section(*bones[1:], 0.8, 0.92, width * 0.5)], self.paints("gold"), z
                )
            )
        return drawn if self.sleeve == "none" else [*drawn, self._sleeve(name, bones, width * self.loose, z)]

    def _sleeve(self, name: str, bones: tuple[Points, Points, Points], wide: float, z: float) -> Part:
        root, joint, end = bones
        if self.sleeve in {"short", "puff"}:
            stop = root + (joint - root) * 0.75
            size = wide * (1.5 if self.sleeve == "puff" else 1.1)
            pieces, stretch = capsule(root, stop, wide, size), (root, stop)
            if self.sleeve == "short":
                pieces = [*pieces[:2], section(root, stop, 0.3, 1.05, size / 2)]
        else:
            reach = 1.25 if self.sleeve == "over" else 0.95
            lower = flared(section(joint, end, 0.0, reach, wide / 2), 2.0 if self.sleeve == "wide" else 1.0)
            pieces, stretch = [*capsule(root, joint, wide, wide), lower], (joint, end)
        paints = self.paints
        tint = paints("stripe")
        inlays = stripes(
            f"sleeve stripe {name}", stretch, self.rings, wide=wide * 1.5, label=tint, edge=self.edge
        )
        if self.cuff:
            inlays.append(
                Inlay(f"cuff {name}", section(*stretch, 0.95 - self.cuff, 1.5, wide * 2), paints("cuff"))
            )
        tone = paints(f"sleeve {name}") if self.odd else paints("top" if self.same else "sleeve")
        for index in range(self.seams):
            strip = section(*stretch, -0.4, 1.5, wide * (index + 1) / (self.seams + 1) / 2)
            inlays.insert(0, Inlay(f"seam {name} {index}", strip, tone, self.edge))
        return Part(f"sleeve {name}", pieces, tone, z, inlays)


def arms(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    """Random arms and sleeves."""
    sleeve = str(rng.choice(["none", "short", "long", "long", "wide", "puff", "over"]))
    return Arms(
        paints=paints,
        edge=edge,
        sleeve=sleeve,
        odd=rng.random() < 0.1,
        same=rng.random() < 0.75,
        cuff=rng.uniform(0.06, 0.2) if rng.random() < 0.5 else 0.0,
        loose=rng.uniform(1.05, 1.5),
        rings=int(rng.integers(2, 5)) if rng.random() < 0.2 else 0,
        seams=int(rng.integers(1, 4)) if rng.random() < 0.2 else 0,
        glove=paints("glove") if rng.random() < 0.15 else paints("skin"),
        hand=str(rng.choice(["mitten", "fingers", "ball", "mitten"])),
        bracelet=rng.random() < 0.1,
        over_head=rng.random() < 0.5,
    ).draw
