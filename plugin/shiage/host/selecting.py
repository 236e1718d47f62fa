"""Selections: some pixels of one, spread over it, and the one that shows a region. No Krita here."""

from typing import List, Sequence, Tuple

ROOM = 3  # pixels around a region that is shown
SIDE = 12  # points of the grid in each direction
SELECTED = 128  # from this value on a pixel counts as selected


def grid(
    plane: bytes, corner: Tuple[int, int], size: Tuple[int, int], frame: Tuple[int, int]
) -> List[Tuple[int, int]]:
    """The selected pixels (x, y) on a grid over the selection, within the frame; at least one if any is selected.

    `plane`: a byte a pixel of the selection's rectangle, with its upper left `corner` and its `size`.
    """
    (left, top), (width, height) = corner, size
    columns, rows = _spread(width), _spread(height)
    places = [(x, y) for y in rows for x in columns if plane[y * width + x] >= SELECTED]
    if not places:  # a narrow selection
        first = next((place for place, value in enumerate(plane) if value >= SELECTED), None)
        places = [(first % width, first // width)] if first is not None else []
    found = [(left + x, top + y) for x, y in places]
    return [(x, y) for x, y in found if 0 <= x < frame[0] and 0 <= y < frame[1]]


def _spread(length: int) -> List[int]:
    return sorted({(2 * i + 1) * length // (2 * SIDE) for i in range(SIDE)})


def framed(box: Sequence[int], size: Tuple[int, int]) -> Tuple[int, int, int, int]:
    """Left, top, right and bottom of a region's box with some room around, within the frame."""
    left, top, right, bottom = box
    return max(left - ROOM, 0), max(top - ROOM, 0), min(right + ROOM, size[0]), min(bottom + ROOM, size[1])
