"""Contact sheets: many frames of a shot on one picture. Pictures are u8 (H, W, 3) RGB, paint is RGBA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from ..drawing.paper import over

PAPER = 255
HATCH = (120, 130, 150)  # the slashes over withdrawn regions
SLASHES = 48  # over the width of a frame
ERROR = (255, 0, 80)
FRAME = (206, 208, 214)
TEXT = (60, 62, 70)
LABEL_HEIGHT = 20
GAP = 6
MARGIN = 12


@dataclass(frozen=True)
class Row:
    """One frame of a sheet. All its arrays have one size."""

    label: str
    line: np.ndarray  # u8 (H, W, 4) RGBA
    color: np.ndarray  # u8 (H, W, 4) RGBA: the result before withdrawal, or the painter's own at a reference
    withdrawn: np.ndarray | None = None  # bool (H, W)
    truth: np.ndarray | None = None  # u8 (H, W, 4) RGBA
    # What a method shows of the way, by name, in the order of its stages: u8 (H, W, 3) RGB each.
    stages: Mapping[str, np.ndarray] = field(default_factory=dict)


def contact_sheet(
    rows: Sequence[Row],
    panel_width: int = 240,
    columns: int = 1,
    stacked: bool = False,
    unpainted: tuple[int, int, int] = (PAPER,) * 3,
) -> np.ndarray:
    """All `rows` on one picture: line art, stages, color with hatched withdrawn regions, truth and errors.

    The rows run down in `columns`, the pictures of each side by side or `stacked`; where there is no paint they show
    `unpainted`, RGB, to tell it from white paint. Raises ValueError where there is no row.
    """
    if not rows:
        raise ValueError("A contact sheet needs at least one frame.")
    area = _drawn_area(rows)
    strips = [_strip(row, area, panel_width, stacked, unpainted) for row in rows]
    size = tuple(np.max([strip.shape[:2] for strip in strips], axis=0))
    padded = [_padded(strip, size) for strip in strips]
    depth = -(-len(padded) // columns)
    empty = np.full_like(padded[0], PAPER)
    padded += [empty] * (depth * columns - len(padded))
    return np.hstack([np.vstack(padded[i : i + depth]) for i in range(0, len(padded), depth)])


def picture(
    line: np.ndarray,
    color: np.ndarray,
    withdrawn: np.ndarray | None = None,
    unpainted: tuple[int, int, int] = (PAPER,) * 3,
) -> np.ndarray:
    """What the painter sees: `color` on paper under `line` (both RGBA), `withdrawn` left out and hatched."""
    paint = on_paper(color)
    paint[color[..., 3] == 0] = unpainted
    if withdrawn is not None:
        paint[withdrawn] = np.where(_slashes(withdrawn.shape)[..., None], HATCH, unpainted)[withdrawn]
    return (paint.astype(np.uint16) * on_paper(line) // 255).astype(np.uint8)


def on_paper(rgba: np.ndarray) -> np.ndarray:
    """u8 RGB: `rgba` (straight alpha) over white paper."""
    return over(rgba, PAPER)


def errors(row: Row) -> np.ndarray:
    """bool (H, W): painted, and not in the color of the truth; lines do not count. Needs a row with truth."""
    if row.truth is None:
        raise ValueError(f"The frame {row.label} has no truth to compare with.")
    bare = on_paper(row.line).min(axis=2) >= 250
    either = (row.color[..., 3] > 0) | (row.truth[..., 3] > 0)
    wrong: np.ndarray = bare & either & (row.color != row.truth).any(axis=2)
    return wrong if row.withdrawn is None else wrong & ~row.withdrawn


def _drawn_area(rows: Sequence[Row]) -> tuple[slice, slice]:
    """The part of the page that any of the frames uses, with a margin, so that panels show no empty paper."""
    used = np.any([(on_paper(row.line).min(axis=2) < 250) | (row.color[..., 3] > 0) for row in rows], axis=0)
    if not used.any():
        return slice(None), slice(None)
    top, bottom = np.flatnonzero(used.any(axis=1))[[0, -1]]
    left, right = np.flatnonzero(used.any(axis=0))[[0, -1]]
    return slice(max(top - MARGIN, 0), bottom + MARGIN), slice(max(left - MARGIN, 0), right + MARGIN)


def _strip(
    row: Row, area: tuple[slice, slice], width: int, stacked: bool, unpainted: tuple[int, int, int]
) -> np.ndarray:
    """The panels of one frame, with its label above."""
    shown = picture(row.line, row.color, row.withdrawn, unpainted)
    panels, label = [on_paper(row.line), *row.stages.values(), shown], row.label
    if row.stages:
        label += f"   line, {', '.join(row.stages)}, painted"
    if row.truth is not None:
        wrong = errors(row)
        pale = 255 - (255 - picture(row.line, row.truth)) // 3
        pale[wrong] = ERROR
        panels += [picture(row.line, row.truth, unpainted=unpainted), pale]
        label += f"   {wrong.sum():,} px wrong"
    framed = [_framed(_scaled(panel[area], width)) for panel in panels]
    return _labeled(np.vstack(framed) if stacked else np.hstack(framed), label)


def _scaled(panel: np.ndarray, width: int) -> np.ndarray:
    height = max(1, round(panel.shape[0] * width / panel.shape[1]))
    return cv2.resize(panel, (width, height), interpolation=cv2.INTER_AREA)


def _framed(panel: np.ndarray) -> np.ndarray:
    thin = cv2.copyMakeBorder(panel, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=FRAME)
    return cv2.copyMakeBorder(thin, 0, GAP, 0, GAP, cv2.BORDER_CONSTANT, value=(PAPER,) * 3)


def _labeled(strip: np.ndarray, label: str) -> np.ndarray:
    page = cv2.copyMakeBorder(strip, LABEL_HEIGHT, 0, GAP, 0, cv2.BORDER_CONSTANT, value=(PAPER,) * 3)
    place = (GAP, LABEL_HEIGHT - 6)
    return cv2.putText(page, label, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, TEXT, 1, cv2.LINE_AA)


def _padded(strip: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    down, right = size[0] - strip.shape[0], size[1] - strip.shape[1]
    return cv2.copyMakeBorder(strip, 0, down, 0, right, cv2.BORDER_CONSTANT, value=(PAPER,) * 3)


def _slashes(shape: tuple[int, ...]) -> np.ndarray:
    """bool (H, W): slash lines over the whole frame, so that they run on from one region into the next."""
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    apart = max(6, shape[1] // SLASHES)
    return (rows + columns) % apart < apart / 3
