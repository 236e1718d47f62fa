"""How a shot is drawn: its pen, its shading and its flaws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .chance import Rng


class Pen(NamedTuple):
    """How lines look."""

    width: float  # pixels
    swell: float  # in [0, 1]: how much thinner a line gets in places
    soft: bool  # anti-aliased
    raw: bool = False  # black lines only: no line between the colors of one surface


@dataclass(frozen=True)
class Style:
    """The style of a shot."""

    pen: Pen
    wobble: float  # how far lines are off, in pixels on a page of 640
    shadows: float  # share of parts with a shadow
    highlights: float
    light: tuple[float, float]  # direction of the light, x and y
    restless: float  # in [0, 1]: how much shadows change between frames
    folds: float  # share of parts with pen lines that end inside them
    trace: bool  # borders of shadows are trace lines, not black
    pattern_edge: int  # pen of stripes and patterns
    gaps: int  # openings in the lines of a frame
    specks: int  # of ink and of bare paper


def choose_style(rng: Rng) -> Style:
    """A random style."""
    soft = bool(rng.random() < 0.35)
    width = float(rng.choice([1, 1.5, 2, 2, 3, 3, 4, 5])) if not soft else float(rng.uniform(1.5, 4.5))
    angle = rng.uniform(-np.pi, 0)
    shading = rng.random()
    return Style(
        pen=Pen(width, float(rng.choice([0, 0, 0.4, 0.7])), soft, raw=bool(rng.random() < 0.12)),
        wobble=float(rng.choice([0, 0.6, 1.2, 2.5])),
        shadows=0.0 if shading < 0.3 else float(rng.uniform(0.1, 0.9)),
        highlights=0.0 if shading < 0.5 else float(rng.uniform(0.05, 0.5)),
        light=(float(np.cos(angle)), float(np.sin(angle))),
        restless=float(rng.choice([0.0, 0.0, 0.3, 0.8])),
        folds=float(rng.choice([0.0, 0.15, 0.4, 0.8])),
        trace=bool(rng.random() < 0.85),
        pattern_edge=int(rng.choice([1, 1, 1, 2, 3])),
        gaps=int(rng.integers(1, 7)) if rng.random() < 0.18 else 0,
        specks=int(rng.integers(1, 9)) if rng.random() < 0.2 else 0,
    )
