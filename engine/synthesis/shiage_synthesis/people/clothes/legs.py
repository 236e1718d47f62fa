"""Legs with trousers, socks and shoes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, box, capsule, oval, smooth
from ...page.paints import Paints
from ...page.parts import PAPER, SIDES, Inlay, Part
from ..body.skeleton import Body, BodyFeature
from .limbs import flared, section, stripes


@dataclass(frozen=True)
class Legs:
    """Both legs of a person, dressed."""

    paints: Paints
    edge: int
    kind: str  # bare, shorts, trousers or wide
    sock: float  # share of the lower leg it covers; above 1: of the thigh as well; 0: none
    band: bool  # a band at the top of the socks
    rings: int  # on the socks
    shoe: str  # none, shoe or boot
    sole: bool
    cap: bool  # over the toes
    loose: float
    odd: bool  # shoes and socks of two colors
    cuff: bool
    side_stripe: bool

    def draw(self, body: Body, sway: float) -> list[Part]:
        return [part for _, name in SIDES for part in self._one(body, name)]

    def _one(self, body: Body, name: str) -> list[Part]:
        (root, joint, end), width = body.legs[name], body.build.limb
        z = -0.3 + 0.1 * float(np.sign(root[2] + joint[2] + end[2]))
        if joint[2] > 0.6 * float(np.linalg.norm(joint)):  # the knee points at the camera
            z = 0.5
        bones = (root[:2], joint[:2], end[:2])
        thigh, shin = (
            capsule(*bones[:2], width * 1.15, width * 0.95),
            capsule(*bones[1:], width * 0.95, width * 0.75),
        )
        drawn = [Part(f"leg {name}", thigh + shin, self.paints("skin"), z, self._socks(name, bones, width))]
        if self.shoe != "none":
            drawn += self._foot(body, name, bones, z)
        return (
            drawn
            if self.kind == "bare"
            else [*drawn, self._trouser(name, bones, width * self.loose, z + 0.03)]
        )

    def _socks(self, name: str, bones: tuple[Points, Points, Points], width: float) -> list[Inlay]:
        if self.sock == 0:
            return []
        paints, (root, joint, end), key = self.paints, bones, f"sock {name}"
        label = paints(key) if self.odd else paints("sock")
        if self.sock > 1:
            upper = Inlay(key, section(root, joint, 2 - self.sock, 1.3, width), label)
            return [upper, Inlay(key, section(joint, end, -0.15, 1.5, width), label, PAPER)]
        top = 1 - self.sock
        inlays = [Inlay(key, section(joint, end, top, 1.5, width), label)]
        if self.band:
            inlays.append(
                Inlay(
                    f"sock band {name}",
                    section(joint, end, top, top + 0.1, width),
                    paints("sock band"),
                    self.edge,
                )
            )
        stretch = (joint + (end - joint) * (top + 0.15), end)
        tint = paints("stripe")
        return inlays + stripes(
            f"sock stripe {name}", stretch, self.rings, wide=width, label=tint, edge=self.edge
        )

    def _trouser(self, name: str, bones: tuple[Points, Points, Points], wide: float, z: float) -> Part:
        root, joint, end = bones
        if self.kind == "shorts":
            stop = root + (joint - root) * 0.6
            pieces, stretch = (
                [
                    *capsule(root, stop, wide * 1.2, wide * 1.2)[:2],
                    section(root, stop, 0.4, 1.0, wide * 0.65),
                ],
                (root, stop),
            )
        else:
            lower = flared(section(joint, end, 0, 0.93, wide * 0.5), 1.8 if self.kind == "wide" else 1.0)
            pieces, stretch = [*capsule(root, joint, wide * 1.2, wide), lower], (joint, end)
        inlays = []
        if self.side_stripe:
            inlays.append(
                Inlay(
                    f"trouser stripe {name}",
                    section(root + (joint - root) * 0.1, end, 0, 1, wide * 0.12),
                    self.paints("stripe"),
                    self.edge,
                )
            )
        if self.cuff:
            inlays.append(
                Inlay(f"trouser cuff {name}", section(*stretch, 0.8, 1.2, wide * 2), self.paints("cuff"))
            )
        return Part(
            f"trouser {name}", pieces, self.paints("trousers"), z, inlays, hidden=[(*root, wide * 0.5)]
        )

    def _foot(self, body: Body, name: str, bones: tuple[Points, Points, Points], z: float) -> list[Part]:
        (_, joint, end), high = bones, body.build.limb * 0.6
        out = body.sin * body.build.foot + body.cos * (-1 if name == "left" else 1) * body.build.foot * 0.25
        shape = _shoe(end, out, high)
        if abs(out) < 0.4 * body.build.foot:
            shape = oval(end + at(out * 0.4, high * 0.2), high, high * 1.1)
        inlays = []
        if self.cap:
            inlays.append(
                Inlay(
                    f"toe cap {name}",
                    oval(end + at(out, high * 0.4), abs(out) * 0.4 + high * 0.2, high),
                    self.paints("cap"),
                )
            )
        if self.sole:
            sole = box(end[0], shape[:, 1].max(), 4 * body.build.foot, high * 0.35)
            inlays.append(Inlay(f"sole {name}", sole, self.paints("sole")))
        label = self.paints(f"shoe {name}") if self.odd else self.paints("shoe")
        drawn = [Part(f"shoe {name}", [shape], label, z + 0.01, inlays)]
        if self.shoe == "boot":
            shaft = section(joint, end, 0.45, 1.05, high * 0.9)
            drawn.append(Part(f"boot {name}", [shaft], label, z + 0.015, hidden=[(*end, high * 0.9)]))
        return drawn


def _shoe(end: Points, out: float, high: float) -> Points:
    """A shoe in side view; its toe is `out` to the right of the ankle."""
    toe, heel = end + at(out, abs(out) * 0.15), end - at(out * 0.3, 0)
    return smooth(
        np.stack(
            [
                heel + at(-0.1 * out, -high * 0.6),
                heel + at(-0.2 * out, high * 0.5),
                (heel + toe) / 2 + at(0, high * 0.8),
                toe + at(high * 0.5 * np.sign(out), high * 0.5),
                toe + at(0, -high * 0.3),
                end + at(0.3 * out, -high * 0.8),
            ]
        )
    )


def legs(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
    """Random legs, trousers, socks and shoes."""
    return Legs(
        paints=paints,
        edge=edge,
        kind=str(rng.choice(["bare", "bare", "shorts", "trousers", "trousers", "wide"])),
        sock=float(rng.choice([0.0, rng.uniform(0.1, 0.9), rng.uniform(1.1, 1.7)])),
        band=rng.random() < 0.3,
        rings=int(rng.integers(1, 4)) if rng.random() < 0.2 else 0,
        shoe=str(rng.choice(["shoe", "shoe", "boot", "none"])),
        sole=rng.random() < 0.5,
        cap=rng.random() < 0.2,
        loose=rng.uniform(1.0, 1.4),
        odd=rng.random() < 0.08,
        cuff=rng.random() < 0.3,
        side_stripe=rng.random() < 0.12,
    ).draw
