"""Hair of many kinds: bangs, side locks, back hair, tails, buns and what stands up."""

from __future__ import annotations

import numpy as np

from .curves import Points, at, band, oval, points, smooth, star, zigzag
from .head import Head, HeadFeature, beside
from .motion import Rng
from .parts import BLUE, PAPER, RED, SIDES, Inlay, Part
from .style import Paints


def hair_features(rng: Rng, paints: Paints) -> list[HeadFeature]:
    """A hairdo of its own; now and then none."""
    if rng.random() < 0.05:
        return []
    features = [back_hair(rng, paints), bangs(rng, paints)]
    for chance, feature in (
        (0.5, side_locks),
        (0.25, twin_tails),
        (0.15, pony_tail),
        (0.12, buns),
        (0.4, ahoge),
        (0.12, spikes),
        (0.15, braid),
        (0.35, strands),
    ):
        if rng.random() < chance:
            features.append(feature(rng, paints))
    return features


def back_hair(rng: Rng, paints: Paints) -> HeadFeature:
    length = rng.choice([rng.uniform(0.5, 1.1), rng.uniform(1.1, 2.2), rng.uniform(2.2, 4.5)])
    flare, volume = rng.uniform(-0.25, 0.4), rng.uniform(1.05, 1.25)
    tips = rng.uniform(0.05, 0.35, int(rng.integers(2, 8)))
    sharp = rng.uniform(0.5, 1)
    outer, inner = paints("hair"), paints.alike("hair inner", "hair", 0.4)
    lines = rng.uniform(-0.8, 0.8, int(rng.integers(0, 5)))
    has_inner = rng.random() < 0.5
    straight = rng.random() < 0.5

    def sheet(head: Head, wide: float, drop: float) -> Points:
        w = head.width * wide
        side = abs(np.sin(head.yaw))
        shift = -0.25 * np.sin(head.yaw) * head.width
        left = head.hang(beside(head, shift - w, 0.0), drop, -flare * (1 - 0.5 * side))
        right = head.hang(beside(head, shift + w, 0.0), drop, flare * (1 - 0.5 * side))
        edge = zigzag(left[-1], right[-1], list(tips * head.size), sharp)
        top = head.page(
            points((w, -0.5), (0.6 * w, -1.0), (0, -1.12), (-0.6 * w, -1.0), (-w, -0.5)) + at(shift, 0)
        )
        if not straight:
            edge = np.concatenate([edge[:1], smooth(edge[1:-1], False), edge[-1:]]) if len(edge) > 4 else edge
        return np.concatenate([left, edge[1:-1], right[::-1], smooth(top, False)])

    def draw(head: Head) -> list[Part]:
        behind = head.depth(0) > -0.25
        z = -2.0 if behind else 5.0
        root = beside(head, 0, 0)
        folds = [
            head.hang(root + at(x * head.width * head.size, 0.3 * head.size), length * 0.6, x * flare)
            for x in lines
        ]
        drawn = [Part("back hair", [sheet(head, volume, length)], outer, z, folds=folds)]
        if behind and has_inner:
            drawn.append(Part("back hair inner", [sheet(head, volume * 0.8, length * 0.85)], inner, z + 0.1))
        return drawn

    return draw


def bangs(rng: Rng, paints: Paints) -> HeadFeature:
    count = int(rng.integers(2, 9))
    reach = rng.uniform(1.2, 1.9)
    ends = np.linspace(-reach, reach, count + 1) + rng.normal(0, 0.06, count + 1)
    tips = rng.uniform(-0.25, 0.45, count)
    notches = rng.uniform(-0.55, -0.15, count + 1)
    lean, puff = rng.uniform(-0.25, 0.25), rng.uniform(1.06, 1.22)
    strands, pen_top = rng.random() < 0.4, rng.random() < 0.3
    label, other = paints("hair"), paints("hair stripe")
    striped = int(rng.integers(count)) if rng.random() < 0.15 else -1
    lines = rng.uniform(-0.9, 0.9, int(rng.integers(0, 5)))
    shine, shine_y = rng.random() < 0.3, rng.uniform(-0.75, -0.5)
    merged = rng.choice([0.0, 0.0, rng.uniform(0.2, 0.6)])  # no line between the bangs and the hair behind

    def lock(head: Head, index: int) -> Points:
        a, b = ends[index], ends[index + 1]
        tip = head.surface((a + b) / 2 + lean + head.sway * 0.6, tips[index] - head.lift * 0.2, 1.03)
        first, last = head.surface([a, b], [notches[index], notches[index + 1]], 1.06)
        bow = (first - last) * 0.05 + at(0, 0.1 * head.size)
        left = smooth(np.stack([first, (first + tip[0]) / 2 + bow, tip[0]]), False)
        right = smooth(np.stack([tip[0], (last + tip[0]) / 2 - bow, last]), False)
        return np.concatenate([left, right[1:]])

    def draw(head: Head) -> list[Part]:
        shown = [i for i in range(count) if head.depth((ends[i] + ends[i + 1]) / 2) > -0.15]
        shown.sort(key=lambda index: float(head.surface((ends[index] + ends[index + 1]) / 2, 0)[0, 0]))
        dome = smooth(
            points((1.0, -0.25), (0.85, -0.72), (0.35, -1.02), (-0.35, -1.02), (-0.85, -0.72), (-1.0, -0.25)),
            False,
        )
        dome = head.page(dome * (head.width * puff, puff * 0.97))
        if not shown:
            return []
        borders = [lock(head, index) for index in shown]
        cap = np.concatenate(
            [dome, *borders] if not strands else [dome, *[border[[0, -1]] for border in borders]]
        )
        folds = [
            smooth(head.surface([x, x * 1.25, x * 1.3], [-0.85, -0.6, -0.3]), False)
            for x in lines
            if head.depth(x) > 0.2
        ]
        inlays = []
        if shine:
            x = np.linspace(-1, 1, 9)
            ring = np.concatenate(
                [
                    np.stack([x, shine_y - 0.15 * x**2 - 0.06 * (np.arange(9) % 2)], 1),
                    np.stack([x[::-1], shine_y + 0.1 - 0.15 * x**2], 1),
                ]
            )
            inlays.append(Inlay("hair shine", head.page(ring * (head.width, 1)), paints("hair shine"), RED))
        if striped in shown:
            inlays.append(Inlay("hair stripe", lock(head, striped), other))
        sides = dome[[0, -1]] if merged else dome[:0]
        hidden = [(x, y, merged * head.size) for x, y in sides]
        drawn = [Part("bangs", [cap], label, 3.0, inlays, folds, hidden=hidden)]
        if strands:
            for index, border in zip(shown, borders, strict=True):
                top = head.surface((ends[index] + ends[index + 1]) / 2, -0.75, 0.9)
                root = (*top[0], head.size * (0.2 if pen_top else 0.55))
                shape = np.concatenate([top, border])
                drawn.append(
                    Part(
                        f"bang {index}",
                        [shape],
                        other if index == striped else label,
                        3.05 + 0.01 * tips[index],
                        hidden=[root],
                    )
                )
        return drawn

    return draw


def side_locks(rng: Rng, paints: Paints) -> HeadFeature:
    length, wide = rng.uniform(0.6, 2.6), rng.uniform(0.18, 0.45)
    place, root, bend, curl = (
        rng.uniform(1.0, 1.5),
        rng.uniform(-0.4, 0.0),
        rng.uniform(-0.15, 0.15),
        rng.uniform(-0.3, 0.3),
    )
    both, label = rng.random() < 0.8, paints.alike("lock", "hair", 0.85)
    dipped, tip_label = rng.random() < 0.12, paints("hair tips")

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES[: 2 if both else 1]:
            depth = head.depth(side * place)
            if depth < -0.6:
                continue
            path = head.hang(head.surface(side * place, root, 1.03)[0], length, bend * side, curl * side)
            shape = band(path, (wide * head.size * 0.7, wide * head.size, wide * head.size * 0.8, 0))
            inlays = [
                Inlay(
                    f"lock tip {name}",
                    band(path[len(path) * 2 // 3 :], (wide * 3 * head.size,) * 2),
                    tip_label,
                )
            ] * dipped
            hidden = [(*path[0], wide * head.size * 0.6)]
            drawn.append(
                Part(f"lock {name}", [shape], label, 3.2 if depth > -0.1 else 1.5, inlays, hidden=hidden)
            )
        return drawn

    return draw


def strands(rng: Rng, paints: Paints) -> HeadFeature:
    """Long loose strands all around, each apart; those in front lie over the clothes."""
    count, length = int(rng.integers(2, 8)), rng.uniform(1.2, 4.0)
    places = np.sort(rng.uniform(0.7, 2 * np.pi - 0.7, count))
    longs, wides = rng.uniform(0.7, 1.15, count) * length, rng.uniform(0.15, 0.5, count)
    bends, curls = rng.uniform(-0.35, 0.35, (2, count))
    label, inner = paints("hair"), paints.alike("hair inner", "hair", 0.4)
    loose = rng.uniform(0.5, 2.0)  # how much they swing

    def draw(head: Head) -> list[Part]:
        drawn = []
        for index, place in enumerate(places):
            depth = head.depth(place)
            sway = head.sway * loose * np.sin(index * 2.4)
            root = head.surface(place, -0.1, 1.03)[0]
            path = head.hang(root, longs[index], bends[index] + sway, curls[index])
            size = wides[index] * head.size
            shape = band(path, (size * 0.7, size, size * 0.9, 0))
            tone = label if depth > -0.3 else inner
            z = 3.15 + 0.01 * index if depth > -0.1 else -1.9 + 0.01 * index
            drawn.append(Part(f"strand {index}", [shape], tone, z, hidden=[(*path[0], size * 0.6)]))
        return drawn

    return draw


def twin_tails(rng: Rng, paints: Paints) -> HeadFeature:
    length, wide = rng.uniform(1.0, 3.8), rng.uniform(0.35, 0.8)
    place, height = rng.uniform(1.5, 2.2), rng.uniform(-0.75, 0.3)
    bend, curl = rng.uniform(0, 0.8), rng.uniform(-0.5, 0.5)
    tie = rng.choice(["none", "ball", "bow"])
    label = paints.alike("tail hair", "hair", 0.8)
    split = rng.random() < 0.4

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES:
            z = 1.6 + 2.5 * head.depth(side * place)
            root = head.surface(side * place, height, 1.1)[0]
            out = np.sign(np.sin(side * place + head.yaw))
            path = head.hang(root, length, bend * out, curl * out)
            size = wide * head.size
            if split:
                second = head.hang(root, length * 0.8, bend * out + 0.25, curl * out)
                drawn.append(
                    Part(
                        f"tail {name} b",
                        [band(second, (size * 0.4, size * 0.8, size * 0.6, 0))],
                        label,
                        z - 0.01,
                    )
                )
            line = path + at(size * 0.1, 0)
            drawn.append(
                Part(
                    f"tail {name}",
                    [band(path, (size * 0.4, size, size * 0.8, 0))],
                    label,
                    z,
                    folds=[line[6:-8]],
                )
            )
            if tie == "ball":
                drawn.append(
                    Part(f"tie {name}", [oval(root, size * 0.3, size * 0.3)], paints("hair tie"), z + 0.1)
                )
            elif tie == "bow":
                drawn += bow(root, size * 0.6, paints, f"tie {name}", z + 0.1, turn=head.roll)
        return drawn

    return draw


def pony_tail(rng: Rng, paints: Paints) -> HeadFeature:
    length, wide, height = rng.uniform(1.0, 3.2), rng.uniform(0.4, 0.9), rng.uniform(-0.8, 0.2)
    curl, label = rng.uniform(-0.6, 0.6), paints.alike("tail hair", "hair", 0.85)

    def draw(head: Head) -> list[Part]:
        out = float(np.sin(np.pi + head.yaw))
        root = head.surface(np.pi, height, 1.1)[0] * abs(out) + head.page(np.array([[0, height - 0.3]]))[
            0
        ] * (1 - abs(out))
        path = head.hang(root, length, out * 0.9, curl * out)
        size = wide * head.size
        z = 5.2 if head.depth(np.pi) > 0.3 else 1.4
        tie = Part("tie", [oval(root, size * 0.25, size * 0.2)], paints("hair tie"), z + 0.1)
        return [
            Part(
                "pony tail",
                [band(path, (size * 0.35, size, size * 0.9, size * 0.5, 0))],
                label,
                z,
                folds=[path[8:-10]],
            ),
            tie,
        ]

    return draw


def buns(rng: Rng, paints: Paints) -> HeadFeature:
    size, place, height = rng.uniform(0.25, 0.5), rng.uniform(0.7, 1.6), rng.uniform(-1.05, -0.7)
    label, covered = paints.alike("bun", "hair", 0.7), rng.random() < 0.3
    single = rng.random() < 0.3

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES[: 1 if single else 2]:
            longitude = np.pi if single else side * place
            middle = head.surface(longitude, height, 1.1)[0]
            radius = size * head.size
            swirl = (
                smooth(points((-0.6, 0.2), (0, -0.5), (0.6, 0), (0, 0.5), (-0.2, 0)), False) * radius + middle
            )
            front = head.depth(longitude) > 0 and not single
            drawn.append(
                Part(
                    f"bun {name}",
                    [oval(middle, radius, radius)],
                    label,
                    3.6 if front else 1.4,
                    folds=[] if covered else [swirl],
                )
            )
        return drawn

    return draw


def ahoge(rng: Rng, paints: Paints) -> HeadFeature:
    height, wide, lean = rng.uniform(0.3, 0.8), rng.uniform(0.12, 0.35), rng.uniform(-0.8, 0.8)
    count = int(rng.integers(1, 4))

    def draw(head: Head) -> list[Part]:
        drawn = []
        for index in range(count):
            tilt = lean + index * 0.5 - head.sway * 1.5
            root = at(0.1 * index - 0.1 * head.width * np.sin(head.yaw), -1.0)
            path = np.stack(
                [
                    root,
                    root + at(tilt * 0.3, -height * 0.8),
                    root + at(tilt + 0.2, -height * (0.9 - 0.2 * index)),
                ]
            )
            path = head.page(smooth(path, False))
            drawn.append(
                Part(
                    f"ahoge {index}",
                    [band(path, (wide * head.size * 0.8, wide * head.size, 0))],
                    paints("hair"),
                    3.3,
                    hidden=[(*path[0], 0.2 * head.size)] * (count == 1),
                )
            )
        return drawn

    return draw


def spikes(rng: Rng, paints: Paints) -> HeadFeature:
    count, size = int(rng.integers(7, 15)), rng.uniform(1.25, 1.7)
    turn, label = rng.uniform(0, 1), paints("hair")
    radii = rng.uniform(0.85, 1.1, 2 * count)

    def draw(head: Head) -> list[Part]:
        shape = star(size, 0.95, count, turn + head.sway * 0.3) * (head.width, 0.9) * radii[:, None] + (
            0,
            -0.2,
        )
        return [Part("spikes", [head.page(shape)], label, 1.3 if head.depth(0) > -0.2 else 4.9)]

    return draw


def braid(rng: Rng, paints: Paints) -> HeadFeature:
    beads, size = int(rng.integers(3, 8)), rng.uniform(0.14, 0.25)
    side, label = int(rng.choice([-1, 1])), paints.alike("braid", "hair", 0.8)
    taper = rng.uniform(0.85, 1)

    def draw(head: Head) -> list[Part]:
        depth = head.depth(side * 1.3)
        path = head.hang(
            head.surface(side * 1.3, 0.3, 1.05)[0], beads * size * 1.6, side * 0.1, steps=beads + 1
        )[::6]
        z = 3.3 if depth > -0.1 else 1.45
        drawn = []
        for index, place in enumerate(path[: beads + 1]):
            radius = size * head.size * taper**index
            last = index == beads
            shape = oval(place, radius, radius * 0.95, 0.3 * (-1) ** index)
            drawn.append(
                Part(f"braid {index}", [shape], paints("hair tie") if last else label, z - 0.001 * index)
            )
        return drawn

    return draw


def bow(middle: Points, size: float, paints: Paints, key: str, z: float, *, turn: float = 0.0) -> list[Part]:
    """A ribbon bow: two loops, two ends and a knot."""
    label = paints("ribbon")
    loop = points((0, 0), (0.5, -0.6), (1.1, -0.55), (1.05, 0.45), (0.5, 0.35))
    tail = points((0, 0), (0.35, 0.3), (0.7, 1.2), (0.35, 1.05), (0.15, 1.1))
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, sin], [-sin, cos]]) * size
    drawn = []
    for side, name in SIDES:
        flip = np.array([side, 1.0])
        drawn.append(Part(f"{key} tail {name}", [(tail * flip) @ matrix + middle], label, z))
        drawn.append(Part(f"{key} loop {name}", [smooth((loop * flip) @ matrix) + middle], label, z + 0.01))
    drawn.append(
        Part(
            f"{key} knot",
            [oval(middle, size * 0.28, size * 0.32)],
            paints.alike("knot", "ribbon", 0.7),
            z + 0.02,
        )
    )
    return drawn


def fringe_shadow(head: Head, drop: float) -> Inlay:
    """The shadow that bangs throw on the face."""
    x = np.linspace(-1.3, 1.3, 9)
    low = np.stack([x, -0.15 + drop + 0.12 * np.cos(x * 6)], 1)
    shape = np.concatenate([points((1.3, -1.5), (-1.3, -1.5)), low])
    return Inlay("dark", head.page(shape * (head.width, 1)), 0, BLUE if drop > 0 else PAPER, is_shade=True)
