"""Line art: the amount and the kind of ink on each pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from . import paper
from .bands import bands
from .paint import LEAST_PAINT, WHITE

PAPER, BLACK, BLUE, RED, GREEN = range(5)  # values of LineArt.kind
KINDS = 5

FAINTEST_INK = 6  # less is paper: noise of a scan or of lossy compression
# A trace color that has nowhere so much ink is no line, but the color fringe of another one.
FAINTEST_LINE = 64


@dataclass(frozen=True)
class LineArt:
    """A drawing to be colored."""

    ink: np.ndarray  # u8 (H, W): 0 paper .. 255 full ink, of whatever color
    kind: np.ndarray  # u8 (H, W): PAPER, BLACK, or the color of a trace line: BLUE, RED, GREEN


def read(rgba: np.ndarray) -> LineArt:
    """The line art of a drawing, u8 (H, W, 4), on white or on transparent paper, hard or anti-aliased.

    A pixel is taken for a mixture of paper, black and at most one trace color. Its ink is 255 less its darkest
    channel. Its chroma (brightest less darkest channel) is the part of that ink that is trace color; from one half
    on the pixel is of that kind, else black.
    """
    rgba = paper.on_white(rgba)
    ink, kind = np.zeros(rgba.shape[:2], np.uint8), np.zeros(rgba.shape[:2], np.uint8)
    strongest = np.zeros(KINDS, np.uint8)  # ink of each kind
    for rows in bands(rgba.shape):
        packed = np.ascontiguousarray(rgba[rows]).view(np.uint32).ravel()
        # All else is paper, mostly by far.
        drawn = np.flatnonzero((packed != WHITE) & (packed >= LEAST_PAINT))
        pixels = packed[drawn].view(np.uint8).reshape(-1, 1, 4)
        if len(pixels):
            its_ink, its_kind = _ink_and_kind(paper.over(pixels, 255))
            np.maximum.at(strongest, its_kind, its_ink)
            ink[rows].ravel()[drawn], kind[rows].ravel()[drawn] = its_ink, its_kind
    # A trace color that is nowhere a line is the color fringe of a scan, or of lossy compression.
    for trace in (BLUE, RED, GREEN):
        if 0 < strongest[trace] < FAINTEST_LINE:
            kind[kind == trace] = BLACK
    return LineArt(ink, kind)


def _ink_and_kind(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of pixels on white paper, u8 RGB (N, 1, 3): u8 (N,) each."""
    red, green, blue = (channel.ravel() for channel in cv2.split(rgb))
    darkest = np.minimum(np.minimum(red, green), blue)
    brightest = np.maximum(np.maximum(red, green), blue)
    ink = 255 - darkest
    is_trace = 2 * (brightest - darkest).astype(np.uint16) >= ink
    kind = np.where(ink < FAINTEST_INK, PAPER, BLACK).astype(np.uint8)
    is_trace &= kind == BLACK
    kind[is_trace] = RED
    kind[is_trace & (green == brightest) & (green > red)] = GREEN
    kind[is_trace & (blue == brightest) & (blue > red)] = BLUE
    return ink, kind


def flatten(layers: Sequence[np.ndarray]) -> np.ndarray:
    """Line layers, bottom to top, composed into one drawing: u8 RGBA (H, W, 4), straight alpha, as all `layers`."""
    if len(layers) == 1:
        return layers[0]
    drawn = np.flatnonzero(np.any([layer[..., 3] > 0 for layer in layers], axis=0))
    color: np.ndarray = np.zeros((len(drawn), 3), np.float32)  # premultiplied
    alpha: np.ndarray = np.zeros((len(drawn), 1), np.float32)
    for layer in layers:
        pixels = layer.reshape(-1, 4)[drawn]
        opacity = pixels[:, 3:].astype(np.float32) / 255
        color = pixels[:, :3] * opacity + color * (1 - opacity)
        alpha = opacity + alpha * (1 - opacity)
    straight = color / np.maximum(alpha, 1 / 1024)
    drawing = np.zeros(layers[0].shape, np.uint8)
    drawing.reshape(-1, 4)[drawn] = np.concatenate([straight, alpha * 255], axis=1).round().astype(np.uint8)
    return drawing
