"""Hair that hangs loose: back hair, side locks, strands."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng, uniforms
from ...page.curves import Points, at, band, points, smooth, zigzag
from ...page.paints import Paints
from ...page.parts import SIDES, Inlay, Part
from ..head.head import Head, HeadFeature, on_page


def back_hair(rng: Rng, paints: Paints) -> HeadFeature:
    """Hair that hangs down behind the head, short to very long."""
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
        left = head.hang(on_page(head, shift - w, 0.0), drop, -flare * (1 - 0.5 * side))
        right = head.hang(on_page(head, shift + w, 0.0), drop, flare * (1 - 0.5 * side))
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
        root = on_page(head, 0, 0)
        folds = [
            head.hang(root + at(x * head.width * head.size, 0.3 * head.size), length * 0.6, x * flare)
            for x in lines
        ]
        drawn = [Part("back hair", [sheet(head, volume, length)], outer, z, folds=folds)]
        if behind and has_inner:
            drawn.append(Part("back hair inner", [sheet(head, volume * 0.8, length * 0.85)], inner, z + 0.1))
        return drawn

    return draw


def side_locks(rng: Rng, paints: Paints) -> HeadFeature:
    """Locks in front of the ears."""
    length, wide = rng.uniform(0.6, 2.6), rng.uniform(0.18, 0.45)
    place, root, bend, curl = uniforms(rng, (1.0, 1.5), (-0.4, 0.0), (-0.15, 0.15), (-0.3, 0.3))
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
    """Long separate strands all around the head; those in front hang over the clothes."""
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
