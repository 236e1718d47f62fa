"""Animals on four legs, in side view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..page.chance import Rng
from ..page.curves import Points, at, band, blob, capsule, ellipse, oval, points, slab, smooth, star, turned
from ..page.paints import Paints
from ..page.parts import Figure, Inlay, Part


@dataclass(frozen=True)
class Beast:
    """An animal with four legs, a tail, and perhaps spots and a mane."""

    paints: Paints
    body: tuple[float, float]  # half width and height of the trunk
    leg: tuple[float, float]  # length and width
    head: float
    neck: tuple[float, float]  # length, and how steep
    snout: float
    ear: float
    spots: np.ndarray  # f64 (S, 2), in [-1, 1] of the trunk
    radii: np.ndarray  # f64 (9,): the trunk's shape
    curl: float  # of the tail
    stride: float
    time: np.ndarray  # f64 (frames,): phase of the walk
    far: int  # label of the far legs
    has: frozenset[str]  # of {"mane", "belly", "socks", "open legs", "fangs"}

    def draw(self, frame: int) -> list[Part]:
        time = float(self.time[frame])
        bob = 0.02 * np.sin(2 * time)
        legs = [part for index in range(4) for part in self._leg(index, time, bob)]
        return [*legs, self._trunk(bob), self._tail(time, bob), *self._head(time, bob)]

    def _leg(self, index: int, time: float, bob: float) -> list[Part]:
        (wide_body, tall), (length, wide) = self.body, self.leg
        swing = self.stride * np.sin(time + index * np.pi * 0.75)
        root = at((0.75 if index < 2 else -0.75) * wide_body, tall * 0.4 + bob)
        knee = root + at(np.sin(swing), np.cos(swing)) * (length / 2 + tall * 0.3)
        end = knee + at(np.sin(swing * 0.3 - 0.2), 1) * length / 2
        is_far = index % 2 == 0
        inlays = []
        if "socks" in self.has:
            inlays.append(Inlay(f"paw {index}", slab(end, wide * 2, length * 0.2), self.paints("paw")))
        toe = points((0, 0.2 * wide), (0, 0.5 * wide)) + end
        hidden = [(*root, tall * 0.8)] if "open legs" in self.has and not is_far else []
        pieces = capsule(root, knee, wide * 1.3, wide) + capsule(knee, end, wide, wide * 1.1)
        label, z = (self.far, -0.1) if is_far else (self.paints("fur"), 0.1)
        folds = [toe - at(0.1 * wide, 0), toe + at(0.3 * wide, 0)]
        return [Part(f"leg {index}", pieces, label, z, inlays, folds, hidden=hidden)]

    def _trunk(self, bob: float) -> Part:
        wide, tall = self.body
        places = self.spots * self.body + at(0, bob)
        inlays = [
            Inlay(f"spot {i}", blob(self.radii, x, y, 0.06, 0.05), self.paints("spot"))
            for i, (x, y) in enumerate(places)
        ]
        if "belly" in self.has:
            inlays.append(
                Inlay("belly", ellipse(0, tall * 0.8 + bob, wide, tall * 0.5), self.paints("belly"))
            )
        return Part("trunk", [blob(self.radii, 0, bob, wide * 1.15, tall)], self.paints("fur"), 0, inlays)

    def _tail(self, time: float, bob: float) -> Part:
        u, wide = np.linspace(0, 1, 5), self.leg[1]
        swing = np.sin(self.curl * u + 0.4 * np.sin(time))
        root = at(-self.body[0], -self.body[1] * 0.3 + bob)
        path = root + np.stack([-u * np.cos(self.curl * u), -swing * u], 1) * 0.4
        inlays = [Inlay("tail tip", oval(path[-1], 0.1, 0.1), self.paints("paw"))] * ("socks" in self.has)
        return Part(
            "tail",
            [band(smooth(path, False), (wide * 0.8, wide * 0.6, wide))],
            self.paints("fur"),
            -0.05,
            inlays,
        )

    def _head(self, time: float, bob: float) -> list[Part]:
        (wide, tall), (length, steep), paints = self.body, self.neck, self.paints
        root = at(wide * 0.85, -tall * 0.3 + bob)
        place = at(wide * 0.95 + length * 0.5, -tall * 0.3 - length * steep + bob)

        def on(shape: Points) -> Points:
            return turned(shape * self.head, 0.2 * float(np.sin(time * 0.5))) + place

        hidden = [(*root, tall), (*place, self.head)]
        parts = [
            Part(
                "neck", capsule(root, place, tall * 1.2, self.head * 1.1), paints("fur"), 0.02, hidden=hidden
            )
        ]
        if "mane" in self.has:
            parts.append(Part("mane", [on(star(1.7, 1.35, 13) - at(0.2, 0))], paints("mane"), 0.03))
        return [*parts, *self._face(on), *self._ears(on)]

    def _face(self, on: Callable[[Points], Points]) -> list[Part]:
        paints, x = self.paints, self.snout
        outline = smooth(
            points(
                (-0.9, -0.3),
                (0, -0.95),
                (0.7, -0.5),
                (x + 0.4, 0),
                (x + 0.35, 0.45),
                (0.5, 0.75),
                (-0.4, 0.8),
            )
        )
        inlays = [Inlay("muzzle", on(ellipse(x, 0.35, 0.7, 0.55)), paints("belly"))] * ("belly" in self.has)
        jaws = points((x + 0.35, 0.35), (0.5, 0.35), (0.35, 0.25))
        pupil = Inlay("pupil", on(ellipse(0.36, -0.25, 0.1, 0.13)), paints("pupil"))
        parts = [
            Part("head", [on(outline)], paints("fur"), 0.05, inlays, [on(jaws)]),
            Part("nose", [on(ellipse(x + 0.35, 0.05, 0.2, 0.16))], paints("nose"), 0.06, shaded=False),
            Part(
                "eye", [on(ellipse(0.3, -0.25, 0.2, 0.22))], paints("eye white"), 0.06, [pupil], shaded=False
            ),
        ]
        if "fangs" in self.has:
            fangs = [points((a, 0.35), (a + 0.15, 0.35), (a + 0.08, 0.6)) for a in (x * 0.6, x * 0.9)]
            parts += [
                Part(f"fang {i}", [on(fang)], paints("teeth"), 0.07, shaded=False)
                for i, fang in enumerate(fangs)
            ]
        return parts

    def _ears(self, on: Callable[[Points], Points]) -> list[Part]:
        parts = []
        for index, x in enumerate((-0.45, -0.05)):
            shape = points((x - 0.3, -0.5), (x - 0.2, -0.8 - self.ear), (x + 0.3, -0.7))
            inner = Inlay(
                f"ear in {index}", on(smooth(shape * 0.6 + at(x * 0.4, -0.3))), self.paints("ear in")
            )
            label, z = (self.paints("fur"), 0.07) if index == 0 else (self.far, 0.01)
            parts.append(Part(f"ear {index}", [on(smooth(shape))], label, z, [inner] * (index == 0)))
        return parts


def beast(rng: Rng, paints: Paints, frames: int) -> Figure:
    """A random animal, from a dachshund to a bear, standing or walking."""
    shares = {"mane": 0.25, "belly": 0.5, "socks": 0.4, "open legs": 0.5, "fangs": 0.15}
    cycles = float(rng.choice([0.0, 0.6, 1.0]))
    return Beast(
        paints=paints,
        body=(rng.uniform(0.3, 0.55), rng.uniform(0.15, 0.32)),
        leg=(rng.uniform(0.15, 0.5), rng.uniform(0.07, 0.17)),
        head=rng.uniform(0.14, 0.28),
        neck=(rng.uniform(0.05, 0.4), rng.uniform(-0.2, 0.9)),
        snout=rng.uniform(0.6, 1.3),
        ear=rng.uniform(0.1, 1.0),
        spots=rng.uniform(-0.8, 0.8, (int(rng.choice([0, 0, 5, 9])), 2)),
        radii=rng.uniform(0.92, 1.08, 9),
        curl=rng.uniform(-1.5, 1.5),
        stride=rng.uniform(0.2, 0.7),
        time=2 * np.pi * (rng.random() + cycles * np.arange(frames) / frames),
        far=paints.alike("fur far", "fur", 0.5),
        has=frozenset(name for name, share in shares.items() if rng.random() < share),
    ).draw
