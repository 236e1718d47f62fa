"""The lines of the finished picture: without trace lines, which are painted over.

A studio paints a trace line over with the color of its darker side, or so that the colors of both sides meet in its
middle. The paint of a frame runs under the lines to their middle, so where it is to be the middle a trace line is
taken away, and what lies under it is seen; where it is to be the darker side the line gets that color.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from . import paper
from .bands import bands
from .line_art import BLACK, BLUE, FAINTEST_INK, GREEN, RED, LineArt, read
from .paint import UNPAINTED, WHITE, packed_colors

CHANNEL = {RED: 0, GREEN: 1, BLUE: 2}
COLORED = 16  # levels of chroma; less is no trace color in a pixel of black
MOSTLY = 0.8  # of a trace line's chroma: what has so much is hardly mixed with black or paper
HALF = 128  # ink from which on a pixel is line, and no paint beside one
WIDEST = 12  # pixels: what is drawn wider in a trace color is no line
NOTHING = np.float32(np.inf)
SQUARE = np.ones((3, 3), np.uint8)


class FinishedLines(NamedTuple):
    """What is left of a drawing's lines."""

    rgba: np.ndarray  # u8 (H, W, 4), straight alpha, on nothing
    traces: int  # pixels of trace lines that were there


def finish_lines(rgba: np.ndarray, painted: np.ndarray, takes_darker: bool) -> FinishedLines:
    """The lines of a drawing, u8 RGBA (H, W, 4), as they are in the finished picture.

    `painted`: the frame's paint, u8 RGBA (H, W, 4). Without trace lines lines on transparent paper come back as they
    are, and those on any other paper as they look on white.
    """
    white = paper.on_white(rgba)
    art = read(white)
    lines = _on_nothing(white)
    is_trace = art.kind > BLACK
    count = int(np.count_nonzero(is_trace))
    if not count:
        return FinishedLines(lines, 0)
    share = _take_out(lines, white, art)
    steps = _width(is_trace)
    if not takes_darker:
        steps = (steps + 1) // 2  # from each side
    for rows in bands(rgba.shape):
        top, below = max(rows.start - steps - 1, 0), min(rows.stop + steps + 1, len(rgba))
        around = slice(top, below)
        colors = _side_colors(painted[around], art.ink[around], is_trace[around], steps)
        inner = slice(rows.start - top, rows.start - top + len(is_trace[rows]))
        colors = colors[inner]
        is_bare = painted[rows][..., 3] == 0
        is_wanted = is_trace[rows] & (colors != UNPAINTED) & (takes_darker | is_bare)
        cover = np.where(is_bare, 255, share[rows])[is_wanted]
        lines[rows][is_wanted] = _under(lines[rows][is_wanted], colors[is_wanted], cover)
    return FinishedLines(lines, count)


def _on_nothing(white: np.ndarray) -> np.ndarray:
    """Lines on white paper, u8 RGBA (H, W, 4), as lines on none; a copy of what is on none already."""
    lines = white.copy()
    if white[..., 3].min(initial=255) < 255:
        return lines
    for rows in bands(white.shape):
        packed = packed_colors(white[rows])
        lines[rows][packed == WHITE] = 0
        drawn = (packed != WHITE) & (packed != UNPAINTED)
        rgb = white[rows][drawn][:, :3].astype(np.uint16)
        least = rgb.min(1, keepdims=True, initial=255)
        alpha = 255 - least
        straight = ((rgb - least) * 255.0 / np.maximum(alpha, 1)).round()
        lines[rows][drawn] = np.concatenate([straight, alpha], axis=1)
    return lines


def _take_out(lines: np.ndarray, white: np.ndarray, art: LineArt) -> np.ndarray:
    """Leave in `lines` what black there is under trace colors; returns how far each pixel was trace: u8 (H, W).

    A pixel is a mixture of paper, black and one trace color, see `line_art.read`: chroma says how much of it is trace
    color, which takes its share of the black with it, since few are pure.
    """
    share = np.zeros(art.kind.shape, np.uint8)
    for kind in (BLUE, RED, GREEN):
        is_kind = art.kind == kind
        if not is_kind.any():
            continue
        usual, its_black = _trace_color(white, is_kind)
        is_near = cv2.dilate(is_kind.view(np.uint8), SQUARE) > 0
        for rows in bands(white.shape):
            near = is_near[rows]
            rgb = paper.over(white[rows][near], 255)
            brightest, chroma = _tones(rgb)
            part = np.minimum(chroma / usual, 1)
            left = np.rint(np.maximum(255 - brightest - its_black * part, 0)).astype(np.uint8)
            left[left < FAINTEST_INK] = 0
            is_colored = (rgb[:, CHANNEL[kind]] == brightest) & (chroma >= COLORED)
            colored = is_kind[rows][near] | is_colored
            where = np.flatnonzero(near)[colored]
            of_rows = lines[rows].reshape(-1, 4)
            of_rows[where, :3] = 0
            of_rows[where, 3] = left[colored]
            share[rows].reshape(-1)[where] = np.rint(255 * part[colored]).astype(np.uint8)
    return share


def _trace_color(white: np.ndarray, is_kind: np.ndarray) -> tuple[float, float]:
    """The usual chroma of the pixels of one trace color, and how much black is in those that are not mixed."""
    tones = [_tones(paper.over(white[rows][is_kind[rows]], 255)) for rows in bands(white.shape)]
    brightest, chroma = (np.concatenate(of_bands) for of_bands in zip(*tones, strict=True))
    usual = max(float(np.percentile(chroma, 90)), 1.0)
    return usual, 255 - float(np.median(brightest[chroma >= MOSTLY * usual]))


def _tones(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The brightest channel of pixels, u8 RGB (N, 3), and their chroma: u8 (N,) each."""
    brightest = rgb.max(1)
    return brightest, brightest - rgb.min(1)


def _width(is_trace: np.ndarray) -> int:
    """How wide trace lines are, in pixels: twice their area, divided by their edges on both sides."""
    area = int(np.count_nonzero(is_trace))
    edge = area - int(np.count_nonzero(cv2.erode(is_trace.view(np.uint8), SQUARE)))
    return min(max(round(2 * area / max(edge, 1)), 1), WIDEST)


def _side_colors(painted: np.ndarray, ink: np.ndarray, is_trace: np.ndarray, steps: int) -> np.ndarray:
    """The darkest paint beside a trace line, up to `steps` pixels away: u32 (H, W), see `packed_colors`.

    UNPAINTED elsewhere. All of the same rows: paint u8 RGBA (H, W, 4), ink u8 (H, W), trace lines bool (H, W).
    """
    is_side = (cv2.dilate(is_trace.view(np.uint8), SQUARE) > 0) & ~is_trace & (ink < HALF)
    is_side &= painted[..., 3] > 0
    packed = packed_colors(painted[is_side])
    colors, of_pixel = np.unique(packed, return_inverse=True)
    lightness = colors.view(np.uint8).reshape(-1, 4)[:, :3] @ np.array([0.299, 0.587, 0.114])
    order = np.argsort(lightness, kind="stable")
    place = np.empty(len(colors), np.float32)
    place[order] = np.arange(len(colors))
    rank = np.full(is_trace.shape, NOTHING)
    rank[is_side] = place[of_pixel.ravel()]
    for _ in range(steps):
        spread = cv2.erode(rank, SQUARE, borderType=cv2.BORDER_CONSTANT, borderValue=float("inf"))
        rank[is_trace] = spread[is_trace]
    found = np.full(is_trace.shape, UNPAINTED, np.uint32)
    known = is_trace & np.isfinite(rank)
    found[known] = colors[order][rank[known].astype(np.intp)]
    return found


def _under(lines: np.ndarray, colors: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """Black, u8 RGBA (N, 4), over colors u32 (N,) that cover what is below so far, 0..255 (N,): u8 RGBA (N, 4)."""
    black = lines[:, 3:] / 255
    color = np.ascontiguousarray(colors).view(np.uint8).reshape(-1, 4)[:, :3]
    behind = (cover[:, None] / 255) * (1 - black)
    alpha = black + behind
    shown = color * behind / np.maximum(alpha, 1 / 1024)
    return np.rint(np.concatenate([shown, 255 * alpha], axis=1)).astype(np.uint8)
