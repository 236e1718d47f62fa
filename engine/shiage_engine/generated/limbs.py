"""Arms and legs with what they wear: sleeves, cuffs, gloves, trousers, socks and shoes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .body import LIMBS, Body
from .curves import Points, at, box, capsule, oval, smooth
from .motion import Rng
from .parts import PAPER, Inlay, Part
from .style import Paints
from .tops import BodyFeature


def cross(start: Points, end: Points, first: float, last: float, wide: float) -> Points:
    """The stretch of a limb segment between two shares of its length, `wide` to either side."""
    along = end - start
    across = at(-along[1], along[0]) / max(float(np.hypot(*along)), 1e-6) * wide
    a, b = start + along * first, start + along * last
    return np.stack([a + across, a - across, b - across, b + across])


def flared(quad: Points, growth: float) -> Points:
    """`quad` of `cross` with its far end grown."""
    far = quad[2:]
    return np.concatenate([quad[:2], far + (far - far.mean(0)) * (growth - 1)])


def stripes(
    key: str, stretch: tuple[Points, Points], count: int, *, wide: float, label: int, edge: int
) -> list[Inlay]:
    """Rings around a limb, evenly over a stretch of it."""
    places = [(index + 0.3) / count for index in range(count)]
    return [
        Inlay(f"{key} {index}", cross(*stretch, a, a + 0.4 / count, wide), label, edge)
        for index, a in enumerate(places)
    ]


@dataclass(frozen=True)
class Arms:
    """How both arms of a figure are dressed."""

    paints: Paints
    edge: int  # pen of stripes
    sleeve: str  # none, short, puff, long, wide or over (the hand)
    odd: bool  # sleeves of two colors
    same: bool  # sleeves like the top
    cuff: float  # share of the sleeve; 0: none
    loose: float  # width of the sleeve by that of the arm
    rings: int
    seams: int  # lines along the sleeve, between pieces of one color
    glove: int  # label of the hands
    hand: str
    bracelet: bool
    over_head: bool  # raised arms pass before the head

    def draw(self, body: Body, sway: float) -> list[Part]:
        return [part for name, _ in LIMBS for part in self._one(body, name)]

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
                Part(f"bracelet {name}", [cross(*bones[1:], 0.8, 0.92, width * 0.5)], self.paints("gold"), z)
            )
        return drawn if self.sleeve == "none" else [*drawn, self._sleeve(name, bones, width * self.loose, z)]

    def _sleeve(self, name: str, bones: tuple[Points, Points, Points], wide: float, z: float) -> Part:
        root, joint, end = bones
        if self.sleeve in {"short", "puff"}:
            stop = root + (joint - root) * 0.75
            size = wide * (1.5 if self.sleeve == "puff" else 1.1)
            pieces, stretch = capsule(root, stop, wide, size), (root, stop)
            if self.sleeve == "short":
                pieces = [*pieces[:2], cross(root, stop, 0.3, 1.05, size / 2)]
        else:
            reach = 1.25 if self.sleeve == "over" else 0.95
            lower = flared(cross(joint, end, 0.0, reach, wide / 2), 2.0 if self.sleeve == "wide" else 1.0)
            pieces, stretch = [*capsule(root, joint, wide, wide), lower], (joint, end)
        paints = self.paints
        tint = paints("stripe")
        inlays = stripes(
            f"sleeve stripe {name}", stretch, self.rings, wide=wide * 1.5, label=tint, edge=self.edge
        )
        if self.cuff:
            inlays.append(
                Inlay(f"cuff {name}", cross(*stretch, 0.95 - self.cuff, 1.5, wide * 2), paints("cuff"))
            )
        tone = paints(f"sleeve {name}") if self.odd else paints("top" if self.same else "sleeve")
        for index in range(self.seams):
            strip = cross(*stretch, -0.4, 1.5, wide * (index + 1) / (self.seams + 1) / 2)
            inlays.insert(0, Inlay(f"seam {name} {index}", strip, tone, self.edge))
        return Part(f"sleeve {name}", pieces, tone, z, inlays)


def arms(rng: Rng, paints: Paints, edge: int) -> BodyFeature:
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


def hands(body: Body, name: str, bones: tuple[Points, ...], z: float, label: int, kind: str) -> list[Part]:  # noqa: PLR0917
    """A hand at the end of the lower arm `bones`: a ball, a mitten with a thumb, or four fingers."""
    size, (joint, end) = body.build.hand, bones
    along = (end - joint) / max(float(np.hypot(*(end - joint))), 1e-6)
    across = at(-along[1], along[0]) * (1 if name == "left" else -1) * (1 if body.cos > 0 else -1)
    palm = end + along * size * 0.7
    thumb = capsule(palm, palm + (across + 0.6 * along) * size * 1.1, size * 0.7, size * 0.5)
    if kind == "ball":
        return [Part(f"hand {name}", [oval(palm, size, size)], label, z)]
    if kind == "mitten":
        return [Part(f"hand {name}", [oval(palm, size, size), *thumb], label, z)]
    drawn = []
    for index in range(4):
        start = palm + across * size * (0.55 - 0.37 * index)
        tip = start + (along + across * (0.25 - 0.2 * index)) * size * 1.5
        pieces, key = capsule(start, tip, size * 0.48, size * 0.4), f"finger {name} {index}"
        drawn.append(Part(key, pieces, label, z - 0.01, shaded=False, hidden=[(*start, size * 0.7)], pen=0.8))
    hidden = [(*(palm + along * size * 0.7), size * 0.6)]
    return [
        *drawn,
        Part(f"hand {name}", [oval(palm, size, size * 0.95), *thumb], label, z - 0.005, hidden=hidden),
    ]


@dataclass(frozen=True)
class Legs:
    """How both legs of a figure are dressed."""

    paints: Paints
    edge: int
    kind: str  # bare, shorts, trousers or wide
    sock: float  # share of the lower leg; above 1 up the thigh as well; 0: none
    band: bool  # a band at the top of the socks
    rings: int  # on the socks
    shoe: str  # none, shoe or boot
    sole: bool
    cap: bool  # at the toes
    loose: float
    odd: bool  # shoes and socks of two colors
    cuff: bool
    side_stripe: bool

    def draw(self, body: Body, sway: float) -> list[Part]:
        return [part for name, _ in LIMBS for part in self._one(body, name)]

    def _one(self, body: Body, name: str) -> list[Part]:
        (root, joint, end), width = body.legs[name], body.build.limb
        z = -0.3 + 0.1 * float(np.sign(root[2] + joint[2] + end[2]))
        if joint[2] > 0.6 * float(np.linalg.norm(joint)):  # a knee that comes toward us
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
            upper = Inlay(key, cross(root, joint, 2 - self.sock, 1.3, width), label)
            return [upper, Inlay(key, cross(joint, end, -0.15, 1.5, width), label, PAPER)]
        top = 1 - self.sock
        inlays = [Inlay(key, cross(joint, end, top, 1.5, width), label)]
        if self.band:
            inlays.append(
                Inlay(
                    f"sock band {name}",
                    cross(joint, end, top, top + 0.1, width),
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
                [*capsule(root, stop, wide * 1.2, wide * 1.2)[:2], cross(root, stop, 0.4, 1.0, wide * 0.65)],
                (root, stop),
            )
        else:
            lower = flared(cross(joint, end, 0, 0.93, wide * 0.5), 1.8 if self.kind == "wide" else 1.0)
            pieces, stretch = [*capsule(root, joint, wide * 1.2, wide), lower], (joint, end)
        inlays = []
        if self.side_stripe:
            inlays.append(
                Inlay(
                    f"trouser stripe {name}",
                    cross(root + (joint - root) * 0.1, end, 0, 1, wide * 0.12),
                    self.paints("stripe"),
                    self.edge,
                )
            )
        if self.cuff:
            inlays.append(
                Inlay(f"trouser cuff {name}", cross(*stretch, 0.8, 1.2, wide * 2), self.paints("cuff"))
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
            shaft = cross(joint, end, 0.45, 1.05, high * 0.9)
            drawn.append(Part(f"boot {name}", [shaft], label, z + 0.015, hidden=[(*end, high * 0.9)]))
        return drawn


def _shoe(end: Points, out: float, high: float) -> Points:
    """A shoe in side view whose toe is `out` beside the ankle."""
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
