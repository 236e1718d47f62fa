"""The input of the matcher: descriptors of regions, crops around them, borders, and maps of where they lie."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from scipy.ndimage import find_objects

from ...drawing.adjacency import Adjacency
from ...drawing.descriptors import Described, Figure, mirrored
from ...drawing.line_art import LineArt
from ...drawing.paint import spread
from ...drawing.regions import SPECK
from ...limits import CROPS

CROP = 24  # pixels each way
CHANNELS = 4  # the region itself, borders of regions, ink, trace lines
SCALES = 3  # a window fitted to the region, one around it, one that holds much of the figure
FITTED = 1.3  # side of the first window, in longer sides of the region's box
AROUND = (0.8, 2.2)  # sides of the other windows, in spreads of the figure
GRID = 128  # samples each way of a map of the regions
GRID_REACH = 2.5  # half the side of the map that moves with the figure, in its spreads
COARSEST = 6  # halvings of the drawing that crops may be sampled from


@dataclass(frozen=True)
class View:
    """A frame for the matcher. Holds only its N regions over SPECK pixels, in order of their ids."""

    ids: np.ndarray  # i32 (N,), in the region map
    features: np.ndarray  # f32 (N, D), see `descriptors.describe`
    crops: np.ndarray  # u8 (N, SCALES, CHANNELS, CROP, CROP)
    borders: np.ndarray  # i32 (2, E): pairs of positions in `ids` that touch, both ways
    border_share: np.ndarray  # f32 (E,): of the border of the first of a pair, how much is with the second
    is_trace: np.ndarray  # bool (E,): over trace lines
    # i32 (2, GRID, GRID): maps of the figure and of the frame, as positions in `ids`, -1 none.
    grids: np.ndarray


def view(art: LineArt, regions: np.ndarray, described: Described) -> View:
    """The view of a frame. `regions`: i32 (H, W), 0 the line; `described`: of the same frame."""
    ids = np.flatnonzero(described.area > SPECK).astype(np.int32)
    ids = ids[ids > 0]
    whole = spread(regions)
    position = positions(ids, len(described.area))
    figure = described.figure
    pairs, share, is_trace = _borders(described.adjacency, position)
    return View(
        ids,
        described.features[ids],
        _crops(art, whole, ids, figure),
        pairs,
        share,
        is_trace,
        position[np.stack([_grid(whole, *corners) for corners in _corners(figure, whole.shape)])],
    )


def mirror(of_frame: View, described: Described) -> View:
    """The view of the mirror image, but for lines one pixel wide, whose middle lies on the other side.

    `of_frame`, `described`: of the same frame.
    """
    return replace(
        of_frame,
        features=mirrored(described)[of_frame.ids],
        crops=np.ascontiguousarray(of_frame.crops[..., ::-1]),
        grids=np.ascontiguousarray(of_frame.grids[..., ::-1]),
    )


def positions(ids: np.ndarray, count: int) -> np.ndarray:
    """The position in `ids` of each of `count` regions, i32 (count,); -1 for those that are not in it."""
    position = np.full(count, -1, np.int32)  # a page of screentone has more than 16 bits can tell
    position[ids] = np.arange(len(ids))
    return position


def _borders(adjacency: Adjacency, position: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs (2, E), share of the first one's border (E,), whether it is over trace lines (E,)."""
    pairs, length, is_trace = [], [], []
    for kind, matrix in enumerate(adjacency.by_kind):
        of_kind = matrix.tocoo()
        pairs.append(position[np.stack(of_kind.coords)])
        length.append(of_kind.data)
        is_trace.append(np.full(of_kind.nnz, kind > 0))
    both, lengths, trace = np.concatenate(pairs, 1), np.concatenate(length), np.concatenate(is_trace)
    kept = (both >= 0).all(0)
    both, lengths, trace = both[:, kept], lengths[kept], trace[kept]
    total = np.bincount(both[0], lengths, int(position.max(initial=-1)) + 1)
    return both, (lengths / np.maximum(total[both[0]], 1)).astype(np.float32), trace


def _corners(figure: Figure, hw: tuple[int, ...]) -> list[tuple[float, float, float, float]]:
    """Left, top, width, height of the two maps, in pixels."""
    reach = GRID_REACH * figure.spread
    return [(figure.mean_x - reach, figure.mean_y - reach, 2 * reach, 2 * reach), (0, 0, hw[1], hw[0])]


def _grid(whole: np.ndarray, left: float, top: float, width: float, height: float) -> np.ndarray:
    """Region ids at GRID x GRID places of a box, 0 outside of the frame."""
    steps = (np.arange(GRID) + 0.5) / GRID
    return _ids_at(whole, left + steps[None, :] * width, top + steps[:, None] * height)


def _ids_at(whole: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    height, width = whole.shape
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    found: np.ndarray = np.where(inside, whole[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)], 0)
    return found


def _crops(art: LineArt, whole: np.ndarray, ids: np.ndarray, figure: Figure) -> np.ndarray:
    """u8 (N, SCALES, CHANNELS, CROP, CROP)."""
    crops = np.zeros((len(ids), SCALES, CHANNELS, CROP, CROP), np.uint8)
    x, y, side = _boxes(whole, ids)
    levels = _pyramid(art)
    sides = [FITTED * side, *(np.full(len(ids), around * figure.spread) for around in AROUND)]
    for scale, of_scale in enumerate(sides):
        for start in range(0, len(ids), CROPS):
            some = slice(start, start + CROPS)
            crops[some, scale] = _crops_of_scale(levels, whole, ids[some], (x[some], y[some], of_scale[some]))
    return crops


def _crops_of_scale(
    levels: list[np.ndarray], whole: np.ndarray, ids: np.ndarray, windows: tuple[np.ndarray, ...]
) -> np.ndarray:
    """u8 (n, CHANNELS, CROP, CROP). `windows`: middle x and y and side of each, f64 (n,)."""
    x, y, side = windows
    crops = np.zeros((len(ids), CHANNELS, CROP, CROP), np.uint8)
    pitch = side / CROP
    offset = np.arange(CROP) - (CROP - 1) / 2
    across = np.broadcast_to((x[:, None] + pitch[:, None] * offset)[:, None, :], (len(ids), CROP, CROP))
    down = np.broadcast_to((y[:, None] + pitch[:, None] * offset)[:, :, None], (len(ids), CROP, CROP))
    there = _ids_at(whole, across, down)
    crops[:, 0] = 255 * (there == ids[:, None, None])
    crops[:, 1, :, 1:] = 255 * (there[:, :, 1:] != there[:, :, :-1])
    crops[:, 1, 1:] |= (255 * (there[:, 1:] != there[:, :-1])).astype(np.uint8)
    level = np.clip(np.rint(np.log2(np.maximum(pitch, 1e-6))), 0, COARSEST).astype(int)
    for one in np.unique(level):
        of_level = np.flatnonzero(level == one)
        crops[of_level, 2:] = _ink_at(levels[one], across[of_level], down[of_level], 2**one)
    return crops


def _boxes(whole: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Middle x and y of each region's box, and its longer side: f64 (N,) each, in pixels."""
    boxes = find_objects(whole)
    rows, columns = ([boxes[region - 1][axis] for region in ids] for axis in (0, 1))
    top, bottom, left, right = (
        np.array([getattr(side, end) for side in sides], float)
        for sides in (rows, columns)
        for end in ("start", "stop")
    )
    return (left + right) / 2, (top + bottom) / 2, np.maximum(right - left, bottom - top)


def _pyramid(art: LineArt) -> list[np.ndarray]:
    """The ink and the trace lines, u8 (H, W, 2), in full and halved again and again."""
    ink = np.stack([art.ink, np.where(art.kind > 1, art.ink, 0).astype(np.uint8)], 2)
    levels = [ink]
    for _ in range(COARSEST):
        height, width = levels[-1].shape[:2]
        small = (max(width // 2, 1), max(height // 2, 1))
        levels.append(cv2.resize(levels[-1], small, interpolation=cv2.INTER_AREA))
    return levels


def _ink_at(level: np.ndarray, x: np.ndarray, y: np.ndarray, pitch: int) -> np.ndarray:
    """Ink and trace lines, u8 (n, 2, CROP, CROP), at places given in pixels of the full drawing."""
    rows = len(x)
    parts = []
    for first in range(0, rows, 1024):  # OpenCV's remap takes fewer than 32767 rows at once
        some = slice(first, first + 1024)
        column = ((x[some] + 0.5) / pitch - 0.5).reshape(-1, CROP).astype(np.float32)
        row = ((y[some] + 0.5) / pitch - 0.5).reshape(-1, CROP).astype(np.float32)
        parts.append(cv2.remap(level, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))
    return np.concatenate(parts).reshape(rows, CROP, CROP, 2).transpose(0, 3, 1, 2)
