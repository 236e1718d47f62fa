"""Data augmentation for few-shot learning: random smooth deformations of a reference frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ...drawing.descriptors import Figure
from ...drawing.line_art import LineArt


@dataclass(frozen=True)
class DeformationParams:
    """How strongly a copy is deformed, by standard deviations; lengths in spreads of the figure."""

    turn: float = 0.2  # radians either way
    stretch: float = 0.15  # log of the scale of each axis
    shear: float = 0.1
    shift: float = 0.3
    bend: float = 0.12  # root mean square of the elastic field
    bend_scale: float = 0.5  # distance over which the elastic field changes


def deform(
    art: LineArt, regions: np.ndarray, seed: int, params: DeformationParams | None = None
) -> tuple[LineArt, np.ndarray]:
    """A deformed copy of a frame; regions keep their ids (one may lose all its pixels)."""
    params = params or DeformationParams()
    random = np.random.default_rng(seed)
    figure = Figure.of(art.ink)
    source_x, source_y = _field(regions.shape, figure, random, params)
    kind = cv2.remap(art.kind, source_x, source_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT)
    ink = cv2.remap(art.ink, source_x, source_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT)
    # Ids would lose their value in interpolation and OpenCV warps no i32: two halves do.
    low = cv2.remap(
        (regions & 0xFFFF).astype(np.uint16),
        source_x,
        source_y,
        cv2.INTER_NEAREST,
        borderMode=cv2.BORDER_REPLICATE,
    )
    high = cv2.remap(
        (regions >> 16).astype(np.uint16),
        source_x,
        source_y,
        cv2.INTER_NEAREST,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return LineArt(ink, kind), low.astype(np.int32) | (high.astype(np.int32) << 16)


def _field(
    hw: tuple[int, ...], figure: Figure, random: np.random.Generator, params: DeformationParams
) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of the copy comes from: x and y, f32 (H, W)."""
    height, width = hw
    angle = random.normal(0, params.turn / 2)
    scale = np.exp(random.normal(0, params.stretch / 2, 2) + random.normal(0, params.stretch / 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[scale[0], random.normal(0, params.shear / 2)], [0, scale[1]]])
    shift = random.normal(0, params.shift / 2, 2) * figure.spread
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    dx, dy = xs - figure.mean_x, ys - figure.mean_y
    bend_x, bend_y = (_smooth_noise(hw, figure, random, params) for _ in range(2))
    source_x = matrix[0, 0] * dx + matrix[0, 1] * dy + figure.mean_x + shift[0] + bend_x
    source_y = matrix[1, 0] * dx + matrix[1, 1] * dy + figure.mean_y + shift[1] + bend_y
    return source_x.astype(np.float32), source_y.astype(np.float32)


def _smooth_noise(
    hw: tuple[int, ...], figure: Figure, random: np.random.Generator, params: DeformationParams
) -> np.ndarray:
    cell = max(params.bend_scale * figure.spread, 2.0)
    coarse = tuple(int(np.ceil(side / cell)) + 3 for side in hw)
    noise = random.normal(0, params.bend * figure.spread, coarse).astype(np.float32)
    return cv2.resize(noise, (hw[1], hw[0]), interpolation=cv2.INTER_CUBIC)
