"""What the painter points at: pixels spread over a selection, and the paint nearest to a pixel. No Krita here."""

from typing import List, Optional, Tuple

from ..result.planes import BYTES

NEAR = 40  # pixels in each direction in which paint is looked for
SIDE = 12  # points of the grid in each direction
OPAQUE = 255
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


def box_around(x: int, y: int, size: Tuple[int, int]) -> Tuple[int, int, int, int]:
    """Left, top, right and bottom of what is near a pixel in a frame of this size; one pixel at least."""
    width, height = size
    left, top = min(max(x - NEAR, 0), width - 1), min(max(y - NEAR, 0), height - 1)
    return left, top, max(left, min(x + NEAR, width - 1)) + 1, max(top, min(y + NEAR, height - 1)) + 1


def nearest_color(paint: bytes, width: int, pixel: Tuple[int, int]) -> Optional[Tuple[int, int, int, int]]:
    """The RGBA color of the opaque pixel of a BGRA plane that is nearest to one; None where none is opaque."""
    x, y = pixel
    opaque = [place for place, alpha in enumerate(paint[3::BYTES]) if alpha == OPAQUE]
    if not opaque:
        return None
    place = min(opaque, key=lambda one: (one % width - x) ** 2 + (one // width - y) ** 2)
    blue, green, red, alpha = paint[BYTES * place : BYTES * (place + 1)]
    return red, green, blue, alpha
