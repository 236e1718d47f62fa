"""Animals and simple creatures, robots and vehicles. Each stands about 1 high with its middle at the origin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .curves import at, band, blob, box, capsule, ellipse, points, smooth, star, turned
from .motion import Rng
from .parts import Inlay, Part
from .style import Paints

Actor = Callable[[int], list[Part]]


def draw_creature(rng: Rng, paints: Paints, frames: int) -> Actor:
    """One of these, with shapes and colors of its own."""
    makers: list[Callable[[Rng, Paints, int], Actor]] = [
        beast,
        beast,
        bird,
        slime,
        fish,
        octopus,
        worm,
        machine,
        car,
    ]
    return makers[int(rng.integers(len(makers)))](rng, paints, frames)


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
            inlays = [Inlay(f"paw {index}", box(*end, wide * 2, leg * 0.2), paints("paw"))] * socks
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
        turn = lambda shape: turned(shape, nod) + place  # noqa: E731
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
            drawn.append(Part("mane", [turn(star(-0.2, 0, 1.7, 1.35, 13) * head)], paints("mane"), 0.03))
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
                [Inlay("tail tip", ellipse(*path[-1], 0.1, 0.1), paints("paw"))] * socks,
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
                Part("crest", [star(0, -tall * 1.02, 0.12, 0.05, 3, 0.1 * beat)], paints("crest"), -0.02)
            )
        return drawn

    return draw


def slime(rng: Rng, paints: Paints, frames: int) -> Actor:
    """A blob that bounces, with eyes, a mouth and things inside."""
    radii = rng.uniform(0.85, 1.15, int(rng.integers(6, 12)))
    count, eyes = int(rng.integers(0, 7)), int(rng.integers(1, 4))
    spots = rng.uniform(-0.6, 0.6, (count, 3))
    phase, horned = rng.uniform(0, 6), rng.random() < 0.4
    gape = rng.uniform(0.0, 0.15)

    def draw(frame: int) -> list[Part]:
        bounce = np.sin(frame * 1.0 + phase)
        wide, tall = 0.45 * (1 - 0.15 * bounce), 0.4 * (1 + 0.2 * bounce)
        inlays = [
            Inlay(
                f"spot {i}",
                ellipse(x * wide, y * tall, 0.05 + 0.06 * abs(s), 0.05 + 0.05 * abs(s)),
                paints(f"spot {i % 2}"),
            )
            for i, (x, y, s) in enumerate(spots)
        ]
        inlays.append(Inlay("base", ellipse(0, tall, wide * 1.3, tall * 0.35), paints("base"), 2))
        drawn = [Part("slime", [blob(radii, 0, 0, wide, tall)], paints("slime"), 0, inlays)]
        for index in range(eyes):
            x = (index - (eyes - 1) / 2) * 0.25
            drawn.append(
                Part(
                    f"eye {index}",
                    [ellipse(x, -0.1 * tall, 0.08, 0.1)],
                    paints("eye white"),
                    0.1,
                    [
                        Inlay(
                            f"pupil {index}",
                            ellipse(x + 0.03 * bounce, -0.1 * tall, 0.04, 0.05),
                            paints("pupil"),
                        )
                    ],
                    shaded=False,
                )
            )
        if bounce > -0.5:
            drawn.append(
                Part(
                    "mouth",
                    [ellipse(0, 0.35 * tall, 0.12, 0.03 + gape * (bounce + 0.5))],
                    paints("mouth"),
                    0.1,
                    shaded=False,
                )
            )
        if horned:
            drawn += [
                Part(
                    f"horn {s}",
                    [points((s * 0.1, -0.8 * tall), (s * 0.2, -1.5 * tall), (s * 0.3, -0.75 * tall))],
                    paints("horn"),
                    -0.1,
                )
                for s in (-1, 1)
            ]
        return drawn

    return draw


def fish(rng: Rng, paints: Paints, frames: int) -> Actor:
    long, tall = rng.uniform(0.35, 0.6), rng.uniform(0.15, 0.32)
    stripes, teeth = int(rng.integers(0, 6)), int(rng.integers(0, 9))
    phase, scales = rng.uniform(0, 6), rng.random() < 0.3
    belly = rng.random() < 0.6

    def draw(frame: int) -> list[Part]:
        swim, gape = np.sin(frame * 0.9 + phase), 0.1 + 0.25 * (0.5 + 0.5 * np.sin(frame * 0.5 + phase))
        body = smooth(
            points(
                (1, -0.1),
                (0.5, -0.85),
                (-0.2, -0.8),
                (-1, -0.15 + 0.2 * swim),
                (-1, 0.15 + 0.2 * swim),
                (-0.2, 0.8),
                (0.5, 0.75),
                (0.95, 0.3),
            )
            * (long, tall)
        )
        inlays = [Inlay("belly", ellipse(0.2 * long, tall, long, tall * 0.7), paints("belly"), 1)] * belly
        inlays += [
            Inlay(f"band {i}", box(long * (0.5 - 0.28 * i), 0, long * 0.07, tall, 0.2), paints("band"))
            for i in range(stripes)
        ]
        mouth = points((1.1, -gape), (0.35, 0.25), (1.1, 0.3 + gape)) * (long, tall)
        inlays.append(Inlay("mouth", mouth, paints("mouth")))
        inlays += [
            Inlay(
                f"tooth {i}",
                points((0.45 + 0.06 * i, 0.2), (0.51 + 0.06 * i, 0.2 - gape * 0.3), (0.48 + 0.06 * i, 0.3))
                * (long, tall),
                paints("teeth"),
            )
            for i in range(teeth)
        ]
        folds = [
            smooth(
                points((0.25 - 0.1 * i, -0.3), (0.2 - 0.1 * i, 0), (0.25 - 0.1 * i, 0.3)) * (long, tall),
                False,
            )
            for i in range(3 if scales else 1)
        ]
        fin = smooth(
            points((-0.9, 0), (-1.5, -0.9 + 0.5 * swim), (-1.3, 0.1 * swim), (-1.5, 0.9 + 0.5 * swim))
            * (long, tall)
        )
        return [
            Part(
                "fin tail",
                [fin],
                paints("fin"),
                -0.1,
                folds=[points((-1.0, 0.1), (-1.35, 0.5)) * (long, tall)],
            ),
            Part(
                "fin top",
                [points((0.3, -0.7), (-0.3, -1.6), (-0.5, -0.6)) * (long, tall)],
                paints.alike("fin top", "fin", 0.6),
                -0.05,
            ),
            Part("fish", [body], paints("fish"), 0, inlays, folds),
            Part(
                "fin side",
                [smooth(points((0, 0.2), (-0.4, 0.8 + 0.2 * swim), (-0.1, 0.6)) * (long, tall))],
                paints("fin"),
                0.1,
            ),
            Part(
                "eye",
                [ellipse(long * 0.55, -tall * 0.4, 0.05, 0.055)],
                paints("eye white"),
                0.1,
                [Inlay("pupil", ellipse(long * 0.57, -tall * 0.4, 0.025, 0.03), paints("pupil"))],
                shaded=False,
            ),
        ]

    return draw


def octopus(rng: Rng, paints: Paints, frames: int) -> Actor:
    count, wide = int(rng.integers(4, 9)), rng.uniform(0.08, 0.15)
    phase, size = rng.uniform(0, 6, count), rng.uniform(0.2, 0.3)
    suckers = rng.random() < 0.5

    def draw(frame: int) -> list[Part]:
        drawn = []
        u = np.linspace(0, 1, 6)
        for index in range(count):
            spread = (index / (count - 1) - 0.5) * 2.4
            angle = spread + u * 0.8 * np.sin(frame * 0.8 + phase[index])
            path = (
                at(np.sin(spread) * size * 0.7, 0)
                + np.cumsum(np.stack([np.sin(angle), np.cos(angle)], 1), 0) * 0.09
            )
            path = smooth(path, False)
            inlays = (
                [
                    Inlay(
                        f"sucker {index} {i}",
                        ellipse(*path[k], wide * 0.22, wide * 0.22, steps=10),
                        paints("sucker"),
                    )
                    for i, k in enumerate((8, 14, 20))
                ]
                if suckers
                else []
            )
            drawn.append(
                Part(
                    f"arm {index}",
                    [band(path, (wide, wide * 0.8, 0))],
                    paints("octopus"),
                    -0.01 * (index % 3),
                    inlays,
                    hidden=[(*path[0], wide)],
                )
            )
        drawn.append(Part("head", [ellipse(0, -size * 0.9, size, size * 1.2)], paints("octopus"), 0.1))
        drawn += [
            Part(
                f"eye {s}",
                [ellipse(s * size * 0.4, -size * 0.5, 0.05, 0.06)],
                paints("eye white"),
                0.2,
                [Inlay(f"pupil {s}", box(s * size * 0.4, -size * 0.5, 0.03, 0.012), paints("pupil"))],
                shaded=False,
            )
            for s in (-1, 1)
        ]
        return drawn

    return draw


def worm(rng: Rng, paints: Paints, frames: int) -> Actor:
    count, size = int(rng.integers(5, 14)), rng.uniform(0.08, 0.16)
    swing, step, colors = rng.uniform(0.05, 0.25), rng.uniform(0.3, 0.9), int(rng.integers(1, 4))
    feet = rng.random() < 0.5

    def draw(frame: int) -> list[Part]:
        drawn = []
        for index in range(count):
            x = (index - count / 2) * size * 1.1
            y = swing * np.sin(index * step + frame * 0.7)
            drawn.append(
                Part(
                    f"segment {index}",
                    [ellipse(x, y, size * 0.8, size)],
                    paints(f"segment {index % colors}"),
                    0.01 * index,
                )
            )
            if feet:
                drawn.append(
                    Part(
                        f"foot {index}", [ellipse(x, y + size, size * 0.3, size * 0.35)], paints("foot"), -0.1
                    )
                )
        x, y = (count / 2) * size * 1.1, swing * np.sin(count * step + frame * 0.7)
        drawn.append(Part("head", [ellipse(x, y, size * 1.2, size * 1.2)], paints("worm head"), 1))
        drawn.append(
            Part(
                "eye",
                [ellipse(x + size * 0.3, y - size * 0.3, size * 0.35, size * 0.4)],
                paints("eye white"),
                1.1,
                [
                    Inlay(
                        "pupil",
                        ellipse(x + size * 0.4, y - size * 0.3, size * 0.15, size * 0.2),
                        paints("pupil"),
                    )
                ],
            )
        )
        drawn.append(
            Part(
                "feeler",
                [],
                0,
                0.9,
                folds=[
                    smooth(
                        points((x, y - size), (x + size * 0.4, y - 2 * size), (x + size, y - 2.2 * size)),
                        False,
                    )
                ],
            )
        )
        return drawn

    return draw


def machine(rng: Rng, paints: Paints, frames: int) -> Actor:
    """A robot: a tree of rigid plates that swing in their joints."""
    plates: list[tuple[int, np.ndarray, np.ndarray, float, float, int]] = []
    for index in range(int(rng.integers(5, 13))):
        rx, ry = rng.uniform(0.05, 0.18, 2) * (1.6 if index == 0 else 1)
        shape = (
            box(0, ry, rx, ry, 0, rng.choice([0, 0.2, 0.7]))
            if index
            else box(0, 0, rx, ry * 1.3, 0, rng.choice([0, 0.3]))
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
                drawn.append(
                    Part(f"joint {index}", [ellipse(*place, 0.035, 0.035)], paints("joint"), z + 0.05)
                )
        head = at(0.0, -0.42)
        drawn.append(
            Part(
                "robot head",
                [box(*head, 0.14, 0.12, 0.05 * np.sin(frame), 0.3)],
                paints("metal 0"),
                0.3,
                [
                    Inlay("visor", box(*head, 0.1, 0.04), paints("visor")),
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
                + (0, bob - tall * 0.9),
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
                    + (x, tall),
                    paints("spoke"),
                )
                for k in range(spokes)
            ]
            drawn.append(Part(f"wheel {index}", [ellipse(x, tall, radius, radius)], paints("tire"), 0.2, hub))
        return drawn

    return draw
