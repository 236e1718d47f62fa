"""Brows, noses, blush, glasses and marks."""

from __future__ import annotations

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, ellipse, points, smooth
from ...page.paints import Paints
from ...page.parts import BLACK, BLUE, PAPER, RED, SIDES, Inlay, Part
from .eyes import EYES
from .head import Head, HeadFeature, on_face, patch

BROWS = 2.6  # z of the brows; hair is at 3 and above


def brows(rng: Rng, paints: Paints, level: float, apart: float) -> HeadFeature:
    """Brows, as pen lines or painted."""
    wide, thick, slant = rng.uniform(0.12, 0.25), rng.uniform(0.03, 0.1), rng.uniform(-0.1, 0.1)
    painted = rng.random() < 0.4
    label = paints.alike("brow", "hair", 0.7)
    z = BROWS if rng.random() < 0.7 else 3.4

    def draw(head: Head) -> list[Part]:
        drawn = []
        for side, name in SIDES:
            if head.depth(side * apart * 1.15) < 0.1:
                continue
            arc = smooth(points((-wide, slant * side), (0, -0.06), (wide, -slant * side)), closed=False)
            if painted:
                arc = np.concatenate([arc, arc[::-1] + at(0, thick)])
                drawn.append(
                    Part(
                        f"brow {name}",
                        [patch(head, arc, side * apart, level)],
                        label,
                        z,
                        shaded=False,
                        pen=0.7,
                    )
                )
            else:
                drawn.append(Part(f"brow {name}", [], 0, z, folds=[patch(head, arc, side * apart, level)]))
        return drawn

    return draw


def nose(rng: Rng, paints: Paints, level: float) -> HeadFeature:
    """A nose, as a pen line or a ball, or none."""
    kind = rng.choice(["none", "dash", "hook", "dash", "ball"])

    def draw(head: Head) -> list[Part]:
        if kind == "none" or head.depth(0) < 0.2:
            return []
        if kind == "ball":
            return [
                Part(
                    "nose",
                    [patch(head, ellipse(0, 0, 0.09, 0.07), 0, level)],
                    paints.alike("nose", "skin", 0.6),
                    EYES,
                    shaded=False,
                )
            ]
        shape = (
            points((0, -0.06), (0.02, 0.04))
            if kind == "dash"
            else points((0, -0.15), (0.07, 0.05), (-0.02, 0.07))
        )
        return [Part("nose", [], 0, EYES, folds=[patch(head, smooth(shape, False), 0, level)], pen=0.7)]

    return draw


def blush(rng: Rng, paints: Paints, level: float, apart: float) -> HeadFeature:
    """Blush on both cheeks."""
    wide, high = rng.uniform(0.08, 0.16), rng.uniform(0.04, 0.09)
    edge = int(rng.choice([BLACK, RED, BLUE]))

    def draw(head: Head) -> list[Part]:
        return [
            Part(
                f"blush {name}",
                [patch(head, ellipse(0, 0, wide, high), side * apart, level)],
                paints("blush"),
                2.2,
                edge=edge,
                shaded=False,
                pen=0.6,
            )
            for side, name in SIDES
            if head.depth(side * apart * 1.15) > 0.3
        ]

    return draw


def glasses(rng: Rng, paints: Paints, level: float, apart: float) -> HeadFeature:
    """Glasses, clear or dark."""
    wide, high, square = rng.uniform(0.24, 0.34), rng.uniform(0.2, 0.32), rng.uniform(0.5, 1)
    dark, rim = rng.random() < 0.5, paints("glasses")

    def draw(head: Head) -> list[Part]:
        if head.depth(0) < 0.1:
            return []
        bridge = [on_face(head, -apart * 0.4, level), on_face(head, apart * 0.4, level)]
        drawn = [Part("bridge", [], 0, 2.75, folds=[np.array(bridge)])]
        for side, name in SIDES:
            if head.depth(side * apart * 1.15) < 0.1:
                continue
            ring = ellipse(0, 0, wide, high) * (1, square)
            if dark:
                shine = points((-0.1, -0.5), (0.05, -0.5), (-0.1, 0.5), (-0.25, 0.5))
                inlay = Inlay(f"lens shine {name}", patch(head, shine, side * apart, level), paints("shine"))
                drawn.append(
                    Part(f"lens {name}", [patch(head, ring, side * apart, level)], rim, 2.8, [inlay])
                )
            else:
                closed = np.concatenate([ring, ring[:1]])
                drawn.append(
                    Part(f"rim {name}", [], 0, 2.8, folds=[patch(head, closed, side * apart, level)])
                )
        return drawn

    return draw


def mark(rng: Rng, paints: Paints) -> HeadFeature:
    """A patch of another color somewhere on the face, as a plaster or fur."""
    x, y = rng.uniform(-0.6, 0.6), rng.uniform(-0.3, 0.6)
    shape = smooth(rng.uniform(0.08, 0.25, (6, 1)) * ellipse(0, 0, 1, 1, steps=6))

    def draw(head: Head) -> list[Part]:
        if head.depth(x * 1.15) < 0.2:
            return []
        return [Part("mark", [patch(head, shape, x, y)], paints("mark"), 2.1, edge=BLACK, shaded=False)]

    return draw


def face_part(head: Head, label: int, inlays: list[Inlay]) -> Part:
    """The face, from skull to jaw."""
    return Part("face", [head.face()], label, 2.0, inlays)


def two_tone(rng: Rng, paints: Paints) -> list[tuple[str, Points, int, int]]:
    """Large areas of another color on the face, as masks and muzzles: (key, shape, label, pen) of each."""
    if rng.random() > 0.08:
        return []
    low = smooth(points((-1.2, 0.3), (0, 0.1), (1.2, 0.3), (1.0, 1.3), (-1.0, 1.3)))
    return [("face low", low, paints("face low"), int(rng.choice([BLACK, BLUE, PAPER])))]
