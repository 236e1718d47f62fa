"""Shadows and highlights on parts, bounded by trace lines."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .chance import Rng
from .curves import Points, across, ellipse, oval, smooth, turned, unit
from .parts import BLACK, BLUE, RED, Inlay, Part
from .style import Style


class Shade(NamedTuple):
    """How one part is shaded, in all frames."""

    shadow: str  # "none", "side", "cut" or "top"
    depth: float  # in [0, 1]: share of the part in shadow
    wave: np.ndarray  # f64 (7,): how far the border of the shadow waves
    light: str  # "none", "spots" or "streak"
    place: np.ndarray  # f64 (2,) in [-1, 1]: of the highlight
    folds: np.ndarray  # f64 (F, 4): where on the outline each starts, its turn, length and bend
    phase: float  # of its changes between frames

    def in_frame(self, frame: int, restless: float) -> Shade:
        """The shade of one frame; with `restless` above 0, shadows grow, shrink, come and go."""
        depth = self.depth * (1 + restless * np.sin(1.3 * frame + self.phase))
        gone = np.sin(0.7 * frame + 2 * self.phase) > 2 - 2 * restless
        return self._replace(depth=depth, shadow="none" if gone else self.shadow)


class Shading:
    """Chooses shadow, highlight and folds of every part of a shot, once."""

    def __init__(self, rng: Rng, style: Style) -> None:
        self._rng, self._style = rng, style
        self._shades: dict[str, Shade] = {}
        self._kinds = rng.choice(["side", "cut", "top"], size=int(rng.integers(1, 4)))

    def apply(self, part: Part, smallest: float, frame: int) -> Part:
        """`part` with its shade in a frame; parts narrower than `smallest` (pixels) stay as they are."""
        if not part.shaded or not part.pieces or part.solid:
            return part
        shade = self._shades.get(part.key)
        if shade is None:
            shade = self._shades[part.key] = self._draw()
        outline = np.concatenate(list(part.pieces))
        low, high = outline.min(0), outline.max(0)
        if (high - low).min() < smallest:
            return part
        shade = shade.in_frame(frame, self._style.restless)
        inlays = list(part.inlays)
        if shade.shadow != "none":
            inlays.append(self._shadow(shade, part.pieces, low, high))
        if shade.light != "none":
            inlays += self._lights(shade, low, high)
        folds = [_fold(part.pieces[0], place, min(high - low)) for place in shade.folds]
        return replace(part, inlays=inlays, folds=[*part.folds, *folds])

    def _draw(self) -> Shade:
        rng, style = self._rng, self._style
        dark, lit = rng.random() < style.shadows, rng.random() < style.highlights
        return Shade(
            shadow=str(rng.choice(self._kinds)) if dark else "none",
            depth=rng.uniform(0.12, 0.5),
            wave=rng.normal(0, 0.06, 7),
            light=str(rng.choice(["spots", "streak"])) if lit else "none",
            place=rng.uniform(-0.5, 0.5, 2),
            folds=_choose_folds(rng) if rng.random() < style.folds else np.zeros((0, 4)),
            phase=rng.uniform(0, 2 * np.pi),
        )

    def _shadow(self, shade: Shade, pieces: object, low: Points, high: Points) -> Inlay:
        size, middle = high - low, (low + high) / 2
        away = -np.array(self._style.light)
        edge = BLUE if self._style.trace else BLACK
        if shade.shadow == "side" and isinstance(pieces, list) and len(pieces) == 1:
            shape = pieces[0] - away * min(size) * shade.depth * 0.5
            return Inlay("dark", shape, 0, edge, outside=True, is_shade=True)
        along = np.array([0.0, -1.0]) if shade.shadow == "top" else away
        aside = across(along)
        reach = abs(size @ abs(along)) / 2
        wide = abs(size).sum()
        u = np.linspace(-1, 1, 7)
        border = (
            middle
            + along * reach * (1 - 2 * shade.depth)
            + np.outer(u * wide, aside)
            + np.outer(shade.wave * reach * 2, along)
        )
        shape = np.concatenate(
            [smooth(border, False), border[-1:] + along * wide * 2, border[:1] + along * wide * 2]
        )
        return Inlay("dark", shape, 0, edge, is_shade=True)

    def _lights(self, shade: Shade, low: Points, high: Points) -> list[Inlay]:
        size, middle = high - low, (low + high) / 2
        edge = RED if self._style.trace else BLACK
        place = middle + (np.array(self._style.light) * 0.4 + shade.place * 0.3) * size / 2
        small = min(size)
        if shade.light == "streak":
            shape = oval(place, small * 0.08, small * 0.3, shade.depth)
            return [Inlay("light", shape, 0, edge, is_shade=True)]
        return [
            Inlay(
                "light",
                ellipse(
                    place[0] + k * small * 0.2,
                    place[1] + shade.wave[k] * small,
                    small * (0.09 - 0.03 * k),
                    small * (0.09 - 0.03 * k),
                ),
                0,
                edge,
                is_shade=True,
            )
            for k in range(2)
        ]


def _choose_folds(rng: Rng) -> np.ndarray:
    count = int(rng.integers(1, 4))
    return np.stack(
        [
            rng.random(count),
            rng.normal(0, 0.5, count),
            rng.uniform(0.15, 0.6, count),
            rng.normal(0, 0.15, count),
        ],
        1,
    )


def _fold(outline: Points, place: np.ndarray, size: float) -> Points:
    """A pen line from the outline inward: `place` is a row of `Shade.folds`."""
    start, turn, length, bend = place
    index, share = divmod(start * len(outline), 1)
    before, after = outline[int(index)], outline[(int(index) + 1) % len(outline)]
    root = before * (1 - share) + after * share
    inward = outline.mean(0) - root
    inward = turned(unit(inward)[None], turn)[0] * size * length
    aside = across(inward) * bend
    return smooth(np.stack([root, root + inward / 2 + aside, root + inward]), False)
