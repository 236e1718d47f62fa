"""Smoke, splashes, flames, speed lines, sparkles: many shapes that come, change and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..page.curves import at, blob, ellipse, heart, points, smooth, star, turned
from ..page.motion import Rng
from ..page.paints import Paints
from ..page.parts import BLUE, RED, Inlay, Part

Effect = Callable[[int], list[Part]]  # in a page of (-1 .. 1) x (-1 .. 1)

SPARKLES = {
    "star": star(1, 0.45, 5),
    "cross": star(1.3, 0.3, 4),
    "heart": heart(0, 0, 1),
    "bubble": ellipse(0, 0, 1, 1, steps=16),
    "note": points((-0.3, 0.4), (-0.3, -1), (0.8, -0.8), (0.8, -0.4), (0, -0.6), (0, 0.8), (-0.8, 0.8)),
}


def draw_effect(rng: Rng, paints: Paints, frames: int) -> Effect:
    """One effect of its own."""
    makers: list[Callable[[Rng, Paints, int], Effect]] = [smoke, splash, flame, speed_lines, sparkles, burst]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)


def smoke(rng: Rng, paints: Paints, frames: int) -> Effect:
    count = int(rng.integers(5, 22))
    home, size = rng.normal(0, 0.4, (count, 2)), rng.uniform(0.1, 0.4, count)
    speed, birth = rng.normal(0, 0.06, (count, 2)) - (0, 0.04), rng.integers(-frames, frames, count)
    life, radii = rng.integers(4, 2 * frames + 4, count), rng.uniform(0.8, 1.15, (count, 8))
    merged, tone = rng.random() < 0.5, rng.integers(0, 2, count)
    label = [paints("smoke"), paints("smoke dark")]

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            age = (frame - birth[index]) / life[index]
            if not 0 <= age <= 1:
                continue
            x, y = home[index] + speed[index] * (frame - birth[index])
            radius = size[index] * np.sin(np.pi * (0.15 + 0.85 * age))
            shape = blob(
                np.roll(radii[index], frame // 3) if not merged else radii[index], x, y, radius, radius
            )
            hidden = [(x, y + radius, radius * 0.9)] if merged else []
            drawn.append(
                Part(
                    f"smoke {index}",
                    [shape],
                    label[tone[index] if not merged else 0],
                    0.01 * y,
                    hidden=hidden,
                )
            )
        return drawn

    return draw


@dataclass(frozen=True)
class Splash:
    """A crown of water that rises and falls, and drops."""

    paints: Paints
    frames: int
    speed: np.ndarray  # f64 (drops, 2): a frame
    size: np.ndarray  # f64 (drops,)
    start: np.ndarray  # int (drops,): frames
    height: np.ndarray  # f64 (tips,): of the crown

    def draw(self, frame: int) -> list[Part]:
        drops = [part for index in range(len(self.size)) for part in self._drop(index, frame)]
        return [self._crown(float(np.sin(np.pi * (frame + 1) / (self.frames + 1)))), *drops]

    def _crown(self, swell: float) -> Part:
        knots, tips = np.arange(2 * len(self.height) + 1), len(self.height)
        high = 0.6 - swell * self.height[np.minimum(knots // 2, tips - 1)]
        top = np.stack([np.linspace(-0.8, 0.8, len(knots)), np.where(knots % 2, high, 0.6)], 1)
        crown = np.concatenate([smooth(top, False), points((0.9, 0.8), (-0.9, 0.8))])
        label = self.paints("water")
        foam = Inlay("splash foam", crown * (0.8, 0.7) + at(0, 0.25), self.paints("foam"), BLUE)
        return Part("splash", [crown], label, 0, [foam])

    def _drop(self, index: int, frame: int) -> list[Part]:
        age, x = frame - self.start[index], self.speed[index, 0]
        place = at(0.5 * x, 0.4) + self.speed[index] * age + at(0, 0.02 * age**2)
        if age < 0 or place[1] > 0.7:
            return []
        shape = smooth(points((0, -1.6), (0.8, 0.3), (0, 1), (-0.8, 0.3))) * self.size[index]
        drop = turned(shape, float(np.arctan2(x, 0.3))) + place
        return [Part(f"drop {index}", [drop], self.paints("water"), 0.01)]


def splash(rng: Rng, paints: Paints, frames: int) -> Effect:
    count = int(rng.integers(6, 20))
    return Splash(
        paints=paints,
        frames=frames,
        speed=np.stack([rng.normal(0, 0.12, count), rng.uniform(-0.3, -0.08, count)], 1),
        size=rng.uniform(0.02, 0.09, count),
        start=rng.integers(-4, frames // 2, count),
        height=rng.uniform(0.2, 0.7, int(rng.integers(4, 9))),
    ).draw


def flame(rng: Rng, paints: Paints, frames: int) -> Effect:
    layers, tips = int(rng.integers(2, 5)), int(rng.integers(3, 7))
    heights = rng.uniform(0.5, 1.3, tips)
    sparks = rng.uniform(-0.6, 0.6, (int(rng.integers(0, 6)), 2))

    def outline(frame: int, size: float) -> np.ndarray:
        x = np.linspace(-0.7, 0.7, 2 * tips + 1)
        flicker = heights * (1 + 0.3 * np.sin(frame * 1.9 + np.arange(tips) * 2.1))
        y = np.where(np.arange(2 * tips + 1) % 2, 0, 0.2)
        y[1::2] -= flicker
        x = x + np.where(np.arange(2 * tips + 1) % 2, 0.12 * np.sin(frame * 1.3 + x * 9), 0)
        top = smooth(np.stack([x, y], 1), False)
        shape = np.concatenate([top, smooth(points((0.75, 0.4), (0, 0.85), (-0.75, 0.4)), False)])
        return (shape - (0, 0.75)) * size + (0, 0.75)

    def draw(frame: int) -> list[Part]:
        drawn = [
            Part(
                f"flame {i}", [outline(frame + i, 1 - 0.25 * i)], paints(f"flame {i}"), 0.1 * i, shaded=False
            )
            for i in range(layers)
        ]
        for index, (x, y) in enumerate(sparks):
            rise = (frame * 0.15 + y) % 1.4
            drawn.append(
                Part(
                    f"spark {index}",
                    [ellipse(x, 0.3 - rise, 0.05, 0.07)],
                    paints("flame 0"),
                    0.5,
                    shaded=False,
                )
            )
        return drawn

    return draw


def speed_lines(rng: Rng, paints: Paints, frames: int) -> Effect:
    count, radial = int(rng.integers(8, 30)), rng.random() < 0.5
    angle = rng.uniform(0, 2 * np.pi)
    filled = rng.random() < 0.4

    def draw(frame: int) -> list[Part]:
        spread = np.random.default_rng(frame * 977 + count)
        drawn = []
        for index in range(count):
            turn = spread.uniform(0, 2 * np.pi) if radial else angle
            near, far = spread.uniform(0.5, 0.9), spread.uniform(1.1, 2.0)
            direction = np.array([np.cos(turn), np.sin(turn)])
            across = np.array([-direction[1], direction[0]])
            place = across * (0 if radial else spread.uniform(-1, 1)) - direction * (0 if radial else 1.2)
            a, b = place + direction * near, place + direction * far
            if filled and index % 3 == 0:
                wide = across * spread.uniform(0.01, 0.06)
                drawn.append(
                    Part(
                        f"ray {index}",
                        [np.stack([a, b + wide, b - wide])],
                        paints("ray"),
                        -50,
                        shaded=False,
                        pen=0.6,
                    )
                )
            else:
                drawn.append(Part(f"speed {index}", [], 0, -50, folds=[np.stack([a, b])], pen=0.7))
        return drawn

    return draw


def sparkles(rng: Rng, paints: Paints, frames: int) -> Effect:
    count, kind = int(rng.integers(4, 16)), str(rng.choice([*SPARKLES]))
    place, size = rng.uniform(-1, 1, (count, 2)), rng.uniform(0.04, 0.14, count)
    speed, phase = rng.normal(0, 0.04, 2), rng.uniform(0, 2 * np.pi, count)

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            x, y = (place[index] + speed * frame + 1) % 2 - 1
            radius = size[index] * (0.5 + np.sin(frame * 0.9 + phase[index]))
            if radius < 0.02:
                continue
            shine = ellipse(x - radius * 0.3, y - radius * 0.3, radius * 0.25, radius * 0.3, steps=10)
            inlays = [Inlay(f"sparkle shine {index}", shine, paints("shine"), RED)] * (kind == "bubble")
            shape, label = SPARKLES[kind] * radius + at(x, y), paints(f"sparkle {index % 3}")
            drawn.append(Part(f"sparkle {index}", [shape], label, 60, inlays, shaded=False, pen=0.8))
        return drawn

    return draw


def burst(rng: Rng, paints: Paints, frames: int) -> Effect:
    tips, layers = int(rng.integers(7, 16)), int(rng.integers(1, 4))
    jag = rng.uniform(0.7, 1.2, 2 * tips)

    def draw(frame: int) -> list[Part]:
        size = 0.3 + 0.7 * np.sin(np.pi * (frame + 1) / (frames + 1))
        return [
            Part(
                f"burst {i}",
                [star(1, 0.55, tips, frame * 0.1) * np.roll(jag, frame)[:, None] * size * (1 - 0.28 * i)],
                paints(f"burst {i}"),
                -20 + i,
                shaded=False,
            )
            for i in range(layers)
        ]

    return draw
