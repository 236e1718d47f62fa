"""Robots and vehicles: rigid plates that swing and roll."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .curves import at, box, ellipse, oval, points, slab, smooth, turned
from .motion import Rng
from .parts import Inlay, Part
from .style import Paints

Actor = Callable[[int], list[Part]]


def machine(rng: Rng, paints: Paints, frames: int) -> Actor:
    """A robot: a tree of rigid plates that swing in their joints."""
    plates: list[tuple[int, np.ndarray, np.ndarray, float, float, int]] = []
    for index in range(int(rng.integers(5, 13))):
        rx, ry = rng.uniform(0.05, 0.18, 2) * (1.6 if index == 0 else 1)
        shape = (
            box(0, ry, rx, ry, rounding=rng.choice([0, 0.2, 0.7]))
            if index
            else box(0, 0, rx, ry * 1.3, rounding=rng.choice([0, 0.3]))
        )
        joint = (
            np.array([rng.choice([-1, 1]) * 0.15, rng.uniform(-0.25, 0.2)])
            if index < 5
            else np.array([0, 0.22])
        )
        parent = 0 if index < 5 else index - 4
        plates.append(
            (parent, shape, joint, rng.uniform(-1.2, 1.2), rng.uniform(0, 0.6), int(rng.integers(0, 4)))
        )
    phase, mirrored = rng.uniform(0, 6, len(plates)), rng.integers(0, 3, len(plates))

    def draw(frame: int) -> list[Part]:
        drawn, frames_of = [], [(at(0, 0), 0.0)]
        for index, (parent, shape, joint, rest, swing, detail) in enumerate(plates):
            origin, turn = frames_of[parent] if index else (at(0, 0), 0.1 * np.sin(frame * 0.5))
            place = turned(joint[None], turn)[0] + origin if index else origin
            angle = turn + (rest + swing * np.sin(frame * 0.7 + phase[index]) if index else 0)
            frames_of = [*frames_of, (place, angle)] if index else [(place, angle)]
            outline = turned(shape, angle) + place
            middle = outline.mean(0)
            inlays = [
                Inlay(
                    f"plate {index} {i}",
                    (outline - middle) * (0.75 - 0.3 * i) + middle,
                    paints(f"panel {(index + i) % 3}"),
                )
                for i in range(min(detail, 2))
            ]
            z = 0.1 * (mirrored[index] - 1) + 0.001 * index
            drawn.append(Part(f"plate {index}", [outline], paints(f"metal {index % 3}"), z, inlays))
            if detail > 1:
                drawn.append(Part(f"joint {index}", [oval(place, 0.035, 0.035)], paints("joint"), z + 0.05))
        head = at(0.0, -0.42)
        drawn.append(
            Part(
                "robot head",
                [slab(head, 0.14, 0.12, 0.05 * np.sin(frame), 0.3)],
                paints("metal 0"),
                0.3,
                [
                    Inlay("visor", slab(head, 0.1, 0.04), paints("visor")),
                    Inlay(
                        "lamp",
                        ellipse(head[0] + 0.04 * np.sin(frame * 0.6), head[1], 0.02, 0.02),
                        paints("lamp"),
                    ),
                ],
            )
        )
        drawn.append(
            Part(
                "aerial",
                [ellipse(head[0], head[1] - 0.2, 0.03, 0.03)],
                paints("lamp"),
                0.2,
                folds=[np.stack([head - (0, 0.17), head - (0, 0.12)])],
            )
        )
        return drawn

    return draw


def car(rng: Rng, paints: Paints, frames: int) -> Actor:
    long, tall, roof = rng.uniform(0.5, 0.8), rng.uniform(0.12, 0.22), rng.uniform(0.15, 0.35)
    wheels, panes = int(rng.integers(2, 4)), int(rng.integers(1, 5))
    nose, radius = rng.uniform(0.1, 0.5), rng.uniform(0.1, 0.15)
    spokes, stripe = int(rng.integers(0, 6)), rng.random() < 0.4

    def draw(frame: int) -> list[Part]:
        bob = 0.01 * np.sin(frame * 2.0)
        body = smooth(
            points((-1, -1), (-0.9, -1.0), (1 - nose, -0.9), (1, -0.1), (1, 1), (-1, 1)) * (long, tall)
            + (0, bob)
        )
        cabin = points((-0.8, 0), (-0.65, -1), (0.3, -1), (0.8 - nose, 0)) * (long, roof) + (
            0,
            bob - tall * 0.8,
        )
        edges = np.linspace(-0.7, 0.55 - nose, panes + 1) * long
        glass = [
            Inlay(
                f"pane {i}",
                points(
                    (edges[i] + 0.02, 0),
                    (edges[i] + 0.04, -roof * 0.85),
                    (edges[i + 1] - 0.02, -roof * 0.85),
                    (edges[i + 1], 0),
                )
                + at(0, bob - tall * 0.9),
                paints("glass"),
            )
            for i in range(panes)
        ]
        trim = [Inlay("stripe", box(0, bob, 2, tall * 0.25), paints("stripe"))] * stripe
        trim.append(Inlay("lamp", ellipse(long * 0.95, bob - tall * 0.2, 0.06, 0.05), paints("lamp")))
        drawn = [
            Part("cabin", [cabin], paints.alike("cabin", "car", 0.7), 0.0, glass),
            Part(
                "car",
                [body],
                paints("car"),
                0.1,
                trim,
                [points((-0.2 * long, -tall + bob), (-0.2 * long, tall * 0.7 + bob))],
            ),
        ]
        for index in range(wheels):
            x = long * (0.65 - 1.3 * index / (wheels - 1))
            hub = [Inlay(f"hub {index}", ellipse(x, tall, radius * 0.6, radius * 0.6), paints("hub"))]
            hub += [
                Inlay(
                    f"spoke {index} {k}",
                    turned(
                        box(0, radius * 0.3, radius * 0.08, radius * 0.25), frame * 0.5 + k * 6.283 / spokes
                    )
                    + at(x, tall),
                    paints("spoke"),
                )
                for k in range(spokes)
            ]
            drawn.append(Part(f"wheel {index}", [ellipse(x, tall, radius, radius)], paints("tire"), 0.2, hub))
        return drawn

    return draw
