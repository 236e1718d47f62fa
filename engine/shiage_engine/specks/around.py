"""What lies around a speck: kinds of ground on rings around its middle, turned to each of its candidates.

Turned, so that a place says the same of every candidate: what lies on the way to it, to the sides, and behind.
"""

from __future__ import annotations

import numpy as np

RADII = np.array([0, 1, 1.5, 2, 3, 4, 5, 6.5, 8, 10, 13], np.float32)  # pixels
ANGLES = 24
OFF, LINE, TRACE, SPECK, SMALL, LARGE, CANDIDATE = range(7)  # off the frame; a line; the speck; other regions
KINDS = 7
PLACES = len(RADII) * ANGLES

_STEP = 2 * np.pi / ANGLES
_DOWN = RADII[:, None] * np.sin(_STEP * np.arange(ANGLES))  # (RADII, ANGLES), pixels
_ACROSS = RADII[:, None] * np.cos(_STEP * np.arange(ANGLES))


def look_around(
    regions: np.ndarray, is_trace: np.ndarray, is_small: np.ndarray, specks: np.ndarray, middle: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The region at each place around some specks, i32 (S, RADII, ANGLES), and the kind of ground there, u8.

    `regions`: i32 (H, W), -1 off the frame; `is_trace`: bool (H, W); `is_small`: of each region, bool (R + 1,);
    `specks`: ids, (S,); `middle`: f32 (S, 2), row and column, no nearer to the map's edge than the longest radius.
    """
    row, column = np.rint(middle[:, 0, None, None] + _DOWN), np.rint(middle[:, 1, None, None] + _ACROSS)
    place = row.astype(int), column.astype(int)
    ids = regions[place]
    is_line = ids == 0
    kinds = np.where(is_small[np.maximum(ids, 0)], SMALL, LARGE)
    kinds[ids == specks[:, None, None]] = SPECK
    kinds[is_line] = LINE
    kinds[is_line & is_trace[place]] = TRACE
    kinds[ids < 0] = OFF
    return ids, kinds.astype(np.uint8)


def turned(ids: np.ndarray, kinds: np.ndarray, found: np.ndarray, is_at: np.ndarray) -> np.ndarray:
    """The kinds of ground from each candidate's side, which is CANDIDATE there: u8 (S, MOST, PLACES).

    `ids`, `kinds`: as from `look_around`; `found`: the candidates' ids, i32 (S, MOST), 0 for none; `is_at`: where
    they are in a window around each speck, bool (S, MOST, SIDE, SIDE).
    """
    of_each = np.where(ids[:, None] == found[:, :, None, None], np.uint8(CANDIDATE), kinds[:, None])
    angle = (np.arange(ANGLES) + _turns(is_at)[..., None]) % ANGLES  # (S, MOST, ANGLES)
    around = np.take_along_axis(of_each, angle[:, :, None], 3)
    around[found == 0] = OFF
    return around.reshape(*found.shape, PLACES)


def _turns(is_at: np.ndarray) -> np.ndarray:
    """The direction of each candidate's nearest pixel from the middle of the window, in steps: int (S, MOST)."""
    half = is_at.shape[-1] // 2
    along = np.arange(-half, half + 1)
    away = (along[:, None] ** 2 + along**2).astype(np.float32)
    nearest = np.where(is_at, away, np.inf).reshape(*is_at.shape[:2], -1).argmin(2)
    down, across = np.divmod(nearest, is_at.shape[-1])
    turns: np.ndarray = np.rint(np.arctan2(down - half, across - half) / _STEP).astype(int) % ANGLES
    return turns


def mirrored(around: np.ndarray) -> np.ndarray:
    """The same places in a mirror through the line to the candidate: u8 (..., PLACES)."""
    rings = around.reshape(*around.shape[:-1], len(RADII), ANGLES)
    other: np.ndarray = np.concatenate([rings[..., :1], rings[..., :0:-1]], -1).reshape(around.shape)
    return other
