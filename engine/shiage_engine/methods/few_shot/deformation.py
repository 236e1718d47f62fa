"""Data augmentation for few-shot learning: random smooth deformations of a reference frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import cv2
import numpy as np

from ...drawing.descriptors import Figure
from ...drawing.line_art import LineArt

COPY_PIXELS = 1 << 19  # of a copy, about: at 1080p half the height and width, for a quarter of the time


@dataclass(frozen=True)
class DeformationParams:
    """How strongly a copy is deformed, by standard deviations; lengths in spreads of the figure."""

    turn: float = 0.2  # radians either way
    stretch: float = 0.15  # log of the scale of each axis
    shear: float = 0.1
    shift: float = 0.3
    bend: float = 0.12  # root mean square of the elastic field
    bend_scale: float = 0.5  # distance over which the elastic field changes


def deformed(
    art: LineArt, regions: np.ndarray, seeds: Iterable[int], params: DeformationParams | None = None
) -> Iterator[tuple[LineArt, np.ndarray]]:
    """A deformed copy of a frame for each seed; regions keep their ids (one may lose all its pixels).

    Copies of a large frame are smaller by a whole number, see COPY_PIXELS.
    """
    params = params or DeformationParams()
    figure = Figure.of(art.ink)
    inks = cv2.merge([art.ink, art.kind])
    # OpenCV moves no i32, and as f32 ids would lose digits; so they are moved in two halves.
    halves = [(regions >> shift).astype(np.uint16) for shift in _shifts(regions)]
    for seed in seeds:
        yield _moved(inks, halves, _field(regions.shape, figure, np.random.default_rng(seed), params))


def _moved(
    inks: np.ndarray, halves: Sequence[np.ndarray], field: tuple[np.ndarray, np.ndarray]
) -> tuple[LineArt, np.ndarray]:
    source, rest = cv2.convertMaps(*field, cv2.CV_16SC2, nninterpolation=True)

    def moved(image: np.ndarray, border: int) -> np.ndarray:
        return cv2.remap(image, source, rest, cv2.INTER_NEAREST, borderMode=border)

    ink, kind = cv2.split(moved(inks, cv2.BORDER_CONSTANT))
    ids = [
        moved(half, cv2.BORDER_REPLICATE).astype(np.int32) << (16 * number)
        for number, half in enumerate(halves)
    ]
    return LineArt(ink, kind), np.asarray(sum(ids))


def _shifts(regions: np.ndarray) -> range:
    """0, and 16 if there are ids of more than 16 bits."""
    return range(0, int(regions.max(initial=0)).bit_length() or 1, 16)


def _field(
    hw: tuple[int, ...], figure: Figure, random: np.random.Generator, params: DeformationParams
) -> tuple[np.ndarray, np.ndarray]:
    """Where in the frame, (H, W), each pixel of the copy comes from: x and y, f32 (h, w)."""
    shrink = max(round(sqrt(hw[0] * hw[1] / COPY_PIXELS)), 1)
    size = (-(-hw[0] // shrink), -(-hw[1] // shrink))
    angle = random.normal(0, params.turn / 2)
    scale = np.exp(random.normal(0, params.stretch / 2, 2) + random.normal(0, params.stretch / 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[scale[0], random.normal(0, params.shear / 2)], [0, scale[1]]])
    shift = random.normal(0, params.shift / 2, 2) * figure.spread
    x, y = ((np.arange(side, dtype=np.float32) + 0.5) * shrink - 0.5 for side in reversed(size))
    from_center = x[None] - figure.mean_x, y[:, None] - figure.mean_y
    sources = []
    for row, mean, shifted in zip(matrix, (figure.mean_x, figure.mean_y), shift, strict=True):
        source = row[0] * from_center[0] + row[1] * from_center[1]
        source += mean
        source += shifted
        source += _smooth_noise(hw, size, figure, random, params)
        sources.append(source.astype(np.float32))
    return sources[0], sources[1]


def _smooth_noise(
    hw: tuple[int, ...],
    size: tuple[int, int],
    figure: Figure,
    random: np.random.Generator,
    params: DeformationParams,
) -> np.ndarray:
    """Elastic displacements of a frame, (H, W), along one axis, in its pixels: f32 (h, w), of `size`."""
    cell = max(params.bend_scale * figure.spread, 2.0)
    coarse = tuple(int(np.ceil(side / cell)) + 3 for side in hw)
    noise = random.normal(0, params.bend * figure.spread, coarse).astype(np.float32)
    return cv2.resize(noise, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
