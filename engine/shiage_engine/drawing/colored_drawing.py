"""A colored drawing in one picture: its lines and its flat colors taken apart.

A color that fills squares of 3 x 3 pixels is flat; the dark one of which most is narrow is the lines'. All other
pixels are mixtures, of a line or of two colors that meet without one. A finished picture has no trace lines left, so
that a border of two colors without a black line becomes one: frames to color have one there.
"""

from __future__ import annotations

import cv2
import numpy as np

from . import paper
from .paint import packed_colors

LEAST_FLAT = 9  # pixels of squares, at least, of a flat color
LEAST_DARK = 0.05  # of the pixels of the most frequent dark color: rarer ones are not looked at
MOST_DARK = 8  # dark colors that are looked at: noise has thousands
DARK = 96  # luma, of 255: a flat color up to this may be that of the lines
WIDEST_LINE = 0.012  # of the longer side: a line is usually at most so wide
LEAST_WIDEST = 4.0  # pixels: or so wide, in small pictures
SOLID = 2  # line widths from the middle of solid black, at least, to its border: more than where lines meet
BLACKER = 24  # luma: a mixture that is so much darker than all flat colors around it is of a line
AROUND = 7  # pixels of a window in which flat colors are looked for
PAPER_EDGE = 0.5  # a color with more of the picture's edge is its paper
SQUARE = np.ones((3, 3), np.uint8)
BLACK, BLUE = (0, 0, 0), (0, 0, 255)


def take_apart(rgba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The line art, on white paper, and the paint, transparent elsewhere, of a colored drawing.

    All u8 RGBA (H, W, 4); the line art is hard, black, and blue where two colors meet without a line.
    """
    opaque = np.dstack([paper.over(rgba, 255), np.full(rgba.shape[:2], 255, np.uint8)])
    packed = packed_colors(opaque)
    luma = cv2.cvtColor(opaque[..., :3], cv2.COLOR_RGB2GRAY)
    is_line = _drawn(packed, luma)
    is_paint = np.isin(packed, _flat_colors(packed, is_line)) & ~is_line
    darkest_paint = cv2.erode(np.where(is_paint, luma, 255).astype(np.uint8), np.ones((AROUND, AROUND)))
    is_black = luma.astype(np.int16) < darkest_paint.astype(np.int16) - BLACKER
    is_black |= cv2.dilate(is_line.astype(np.uint8), SQUARE) > 0
    is_black &= ~is_paint
    line = np.full_like(opaque, 255)
    line[~is_paint | _borders(packed, is_paint), :3] = BLUE
    line[is_black, :3] = BLACK
    color = np.where((is_paint & ~_paper(packed, rgba[..., 3]))[..., None], opaque, 0).astype(np.uint8)
    return line, color


def _flat_colors(packed: np.ndarray, is_line: np.ndarray) -> np.ndarray:
    """The colors, u32 (N,), that fill squares of 3 x 3 pixels off the lines; `packed`: u32 (H, W)."""
    colors, pixels = np.unique(packed[_flat(packed) & ~is_line], return_counts=True)
    return colors[pixels >= LEAST_FLAT]


def _flat(packed: np.ndarray) -> np.ndarray:
    """Pixels of squares of 3 x 3 that have one color: bool (H, W)."""
    is_middle = np.zeros(packed.shape, np.uint8)
    middle = packed[1:-1, 1:-1]
    same = np.ones(middle.shape, bool)
    for row in range(3):
        for column in range(3):
            height, width = middle.shape
            same &= packed[row : row + height, column : column + width] == middle
    is_middle[1:-1, 1:-1] = same
    return cv2.dilate(is_middle, SQUARE) > 0


def _drawn(packed: np.ndarray, luma: np.ndarray) -> np.ndarray:
    """Pixels of the lines' color, without what is much wider than these usually are: bool (H, W)."""
    widest = max(WIDEST_LINE * max(packed.shape), LEAST_WIDEST)
    colors, pixels = np.unique(packed[luma <= DARK], return_counts=True)
    order = np.argsort(-pixels, kind="stable")[:MOST_DARK]
    frequent = colors[order][pixels[order] >= max(LEAST_FLAT, pixels.max(initial=0) * LEAST_DARK)]
    masks = [(packed == color).astype(np.uint8) for color in frequent]
    narrows = [_without_wide(mask, round(widest)) for mask in masks]
    if not masks:
        return np.zeros(packed.shape, bool)
    areas = [int(narrow.sum()) for narrow in narrows]
    most = int(np.argmax(areas))
    edge = areas[most] - int(cv2.erode(narrows[most], SQUARE).sum())
    width = 2 * areas[most] / max(edge, 1)
    return _without_wide(masks[most], round(SOLID * width)) > 0


def _without_wide(mask: np.ndarray, reach: int) -> np.ndarray:
    """A mask, u8 (H, W), without what is so wide that a ball of radius `reach`, in pixels, fits in.

    By distances, whose time does not grow with the ball.
    """
    middles = _distance(mask) > reach
    if not middles.any():
        return mask
    wide = cv2.dilate((_distance((~middles).astype(np.uint8)) <= reach).astype(np.uint8), SQUARE)
    return np.where(wide > 0, 0, mask).astype(np.uint8)


def _distance(mask: np.ndarray) -> np.ndarray:
    """How far each pixel of a mask, u8 (H, W), is from what is not in it: f32 (H, W); infinite where all is."""
    if mask.all():
        return np.full(mask.shape, np.inf, np.float32)
    return cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _borders(packed: np.ndarray, is_paint: np.ndarray) -> np.ndarray:
    """Pixels beside one of another color below or to the right, both painted: bool (H, W)."""
    result = np.zeros(packed.shape, bool)
    result[:, :-1] |= (packed[:, :-1] != packed[:, 1:]) & is_paint[:, :-1] & is_paint[:, 1:]
    result[:-1] |= (packed[:-1] != packed[1:]) & is_paint[:-1] & is_paint[1:]
    return result


def _paper(packed: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Pixels of the paper: transparent ones, and those connected with the edge in the color of most of it."""
    is_paper = alpha == 0
    edge = np.concatenate([packed[0], packed[-1], packed[1:-1, 0], packed[1:-1, -1]])
    colors, pixels = np.unique(edge, return_counts=True)
    if pixels.max() > PAPER_EDGE * len(edge):
        of_color = (packed == colors[pixels.argmax()]).astype(np.uint8)
        _, parts = cv2.connectedComponents(of_color, connectivity=4, ltype=cv2.CV_32S)
        at_edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
        is_paper |= np.isin(parts, at_edge[at_edge > 0])
    return np.asarray(is_paper)
