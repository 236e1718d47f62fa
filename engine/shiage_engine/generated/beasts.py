"""Animals with legs: beasts in side view and plump birds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .curves import Points, at, band, blob, capsule, ellipse, oval, points, slab, smooth, star, turned
from .motion import Rng
from .parts import Inlay, Part
from .style import Paints

Actor = Callable[[int], list[Part]]


def beast(rng: Rng, paints: Paints, frames: int) -> Actor:
    """Four legs, a trunk, a neck with a head in side view, ears, a tail, spots, a mane."""
    body_x, body_y = rng.uniform(0.3, 0.55), rng.uniform(0.15, 0.28)
    leg, wide = rng.uniform(0.2, 0.5), rng.uniform(0.07, 0.16)
    head, neck, lift = rng.uniform(0.14, 0.28), rng.uniform(0.05, 0.4), rng.uniform(-0.2, 0.9)
    snout, ear = rng.uniform(0.6, 1.3), rng.uniform(0.3, 1.0)
    spots, mane = rng.uniform(-0.8, 0.8, (int(rng.choice([0, 0, 5, 9])), 2)), rng.random() < 0.25
    radii = rng.uniform(0.92, 1.08, 9)
    phase, cycles = rng.random(), rng.choice([0.0, 0.6, 1.0])
    far_same, belly, socks = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.4
    curl, stride = rng.uniform(-1.5, 1.5), rng.uniform(0.2, 0.7)
    fur, far = paints("fur"), paints("fur far")
    open_legs = rng.random() < 0.5

    def draw(frame: int) -> list[Part]:
        time = 2 * np.pi * (phase + cycles * frame / frames)
        bob = 0.02 * np.sin(2 * time)
        drawn = []
        for index in range(4):
            swing = stride * np.sin(time + index * np.pi * 0.75)
            root = at((0.75 if index < 2 else -0.75) * body_x, body_y * 0.4 + bob)
            knee = root + at(np.sin(swing), np.cos(swing)) * (leg / 2 + body_y * 0.3)
            end = knee + at(np.sin(swing * 0.3 - 0.2), 1) * leg / 2
            is_far = index % 2 == 0
            label = far if is_far and not far_same else fur
            inlays = [Inlay(f"paw {index}", slab(end, wide * 2, leg * 0.2), paints("paw"))] * socks
            toes = [
                points((-0.1 * wide, 0.2 * wide), (-0.1 * wide, 0.5 * wide)) + end,
                points((0.3 * wide, 0.2 * wide), (0.3 * wide, 0.5 * wide)) + end,
            ]
            hidden = [(*root, body_y * 0.8)] if open_legs and not is_far else []
            drawn.append(
                Part(
                    f"leg {index}",
                    capsule(root, knee, wide * 1.3, wide) + capsule(knee, end, wide, wide * 1.1),
                    label,
                    -0.1 if is_far else 0.1,
                    inlays,
                    toes,
                    hidden=hidden,
                )
            )
        trunk = blob(radii, 0, bob, body_x * 1.15, body_y)
        inlays = [
            Inlay(f"spot {i}", blob(radii, x * body_x, y * body_y + bob, 0.06, 0.05), paints("spot"))
            for i, (x, y) in enumerate(spots)
        ]
        if belly:
            inlays.append(
                Inlay("belly", ellipse(0, body_y * 0.8 + bob, body_x, body_y * 0.5), paints("belly"), 1)
            )
        drawn.append(Part("trunk", [trunk], fur, 0, inlays))
        root, place = (
            at(body_x * 0.85, -body_y * 0.3 + bob),
            at(body_x * 0.95 + neck * 0.5, -body_y * 0.3 - neck * lift + bob),
        )
        drawn.append(
            Part(
                "neck",
                capsule(root, place, body_y * 1.2, head * 1.1),
                fur,
                0.02,
                hidden=[(*root, body_y), (*place, head)],
            )
        )
        nod = 0.2 * np.sin(time * 0.5)

        def turn(shape: Points) -> Points:
            return turned(shape, nod) + place

        face = turn(
            smooth(
                points(
                    (-0.9, -0.3),
                    (0, -0.95),
                    (0.7, -0.5),
                    (snout + 0.4, 0.0),
                    (snout + 0.35, 0.45),
                    (0.5, 0.75),
                    (-0.4, 0.8),
                )
                * head
            )
        )
        jaws = turn(points((snout + 0.35, 0.35), (0.5, 0.35), (0.35, 0.25)) * head)
        if mane:
            drawn.append(Part("mane", [turn((star(1.7, 1.35, 13) - (0.2, 0)) * head)], paints("mane"), 0.03))
        drawn.append(
            Part(
                "head",
                [face],
                fur,
                0.05,
                [Inlay("muzzle", turn(ellipse(snout, 0.35, 0.7, 0.55) * head), paints("belly"))] * belly,
                [jaws],
            )
        )
        drawn.append(
            Part(
                "nose",
                [turn(ellipse(snout + 0.35, 0.05, 0.2, 0.16) * head)],
                paints("nose"),
                0.06,
                shaded=False,
            )
        )
        drawn.append(
            Part(
                "eye",
                [turn(ellipse(0.3, -0.25, 0.2, 0.22) * head)],
                paints("eye white"),
                0.06,
                [Inlay("pupil", turn(ellipse(0.36, -0.25, 0.1, 0.13) * head), paints("pupil"))],
                shaded=False,
            )
        )
        for index, x in enumerate((-0.45, -0.05)):
            shape = points((x - 0.3, -0.5), (x - 0.2, -0.8 - ear), (x + 0.3, -0.7))
            drawn.append(
                Part(
                    f"ear {index}",
                    [turn(smooth(shape * head))],
                    fur if index == 0 or far_same else far,
                    0.07 if index == 0 else 0.01,
                    [
                        Inlay(
                            f"ear in {index}",
                            turn(smooth((shape * 0.6 + (x * 0.4, -0.3)) * head)),
                            paints("ear in"),
                        )
                    ]
                    * (index == 0),
                )
            )
        u = np.linspace(0, 1, 5)
        path = (
            at(-body_x * 1.0, -body_y * 0.3 + bob)
            + np.stack([-u * np.cos(curl * u), -np.sin(curl * u + 0.4 * np.sin(time)) * u], 1) * 0.4
        )
        drawn.append(
            Part(
                "tail",
                [band(smooth(path, False), (wide * 0.8, wide * 0.6, wide))],
                fur,
                -0.05,
                [Inlay("tail tip", oval(path[-1], 0.1, 0.1), paints("paw"))] * socks,
            )
        )
        return drawn

    return draw


def bird(rng: Rng, paints: Paints, frames: int) -> Actor:
    """A plump bird or penguin, seen from the front or turning."""
    wide, tall = rng.uniform(0.25, 0.42), rng.uniform(0.38, 0.5)
    yaw = rng.uniform(-1.2, 1.2) + rng.choice([0, 1.0]) * np.linspace(-1, 1, frames)
    flap, phase = rng.uniform(0.1, 0.8), rng.uniform(0, 6)
    radii = rng.uniform(0.9, 1.1, 8)
    crest, mask = rng.random() < 0.4, rng.random() < 0.6
    radii[5:7] *= 0.95

    def draw(frame: int) -> list[Part]:
        sin, cos = np.sin(yaw[frame]), np.cos(yaw[frame])
        beat = flap * np.sin(frame * 1.1 + phase)
        inlays = [
            Inlay(
                "belly",
                ellipse(sin * wide * 0.6, 0.12, wide * 0.75 * max(cos, 0.3), tall * 0.7),
                paints("belly"),
            )
        ]
        if mask:
            for side in (-1, 1):
                inlays.append(
                    Inlay(
                        f"mask {side}",
                        ellipse(
                            wide * np.sin(yaw[frame] + side * 0.45) * 0.9,
                            -tall * 0.5,
                            wide * 0.4,
                            tall * 0.28,
                        ),
                        paints("belly"),
                        1,
                    )
                )
        drawn = [Part("body", [blob(radii, 0, 0, wide, tall)], paints("feather"), 0, inlays)]
        for side, name in ((-1, "left"), (1, "right")):
            depth = np.cos(yaw[frame] + side * 1.5)
            root = at(wide * np.sin(yaw[frame] + side * 1.5) * 0.95, -tall * 0.15)
            path = root + np.outer(np.linspace(0, 1, 5), at(side * cos * (0.4 + beat), 0.8) * tall * 0.8)
            drawn.append(
                Part(
                    f"wing {name}",
                    [band(path, (0.08, 0.16, 0))],
                    paints("wing"),
                    0.1 if depth > -0.2 else -0.1,
                )
            )
            eye = yaw[frame] + side * 0.45
            if np.cos(eye) > 0.15:
                drawn.append(
                    Part(
                        f"eye {name}",
                        [ellipse(wide * np.sin(eye) * 0.9, -tall * 0.55, 0.05 * np.cos(eye), 0.05)],
                        paints("eye white"),
                        0.2,
                        [
                            Inlay(
                                f"pupil {name}",
                                ellipse(wide * np.sin(eye) * 0.9 + 0.01, -tall * 0.55, 0.025, 0.03),
                                paints("pupil"),
                            )
                        ],
                        shaded=False,
                    )
                )
            toes = [
                ellipse(side * wide * 0.45 * cos + (t - 1) * 0.06, tall * 1.02, 0.05, 0.05) for t in range(3)
            ]
            drawn.append(Part(f"foot {name}", toes, paints("beak"), 0.05 if side * sin < 0 else -0.05))
        tip = at(wide * sin * 1.2, -tall * 0.35)
        root = at(wide * sin * 0.75, -tall * 0.42)
        upper = np.stack(
            [
                root + at(-0.08 * cos - 0.02, 0),
                root + at(0, -0.05),
                root + at(0.08 * cos + 0.02, 0),
                tip + at(0, 0.03),
            ]
        )
        drawn.append(
            Part("beak low", [upper + at(0, 0.03 + 0.03 * (frame % 3 == 0))], paints("beak low"), 0.29)
        )
        drawn.append(Part("beak", [smooth(upper)], paints("beak"), 0.3))
        if crest:
            drawn.append(
                Part("crest", [star(0.12, 0.05, 3, 0.1 * beat) - (0, tall * 1.02)], paints("crest"), -0.02)
            )
        return drawn

    return draw
