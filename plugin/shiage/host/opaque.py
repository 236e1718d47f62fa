"""Whether a drawing hides what lies below it: told from a few of its rows, so that it takes no time."""

from krita import Node

from ..result.planes import BYTES
from ..scene import key_shown
from .layers import Area, is_straight
from .timeline import key_times

ROWS = 5  # that are looked at
OPAQUE = 255


def is_opaque(node: Node, time: int, area: Area) -> bool:
    """Is a paint layer opaque in the middle of an area at a time? False for kinds of layers that cannot be told.

    A scan may be smaller than the canvas: what lies at the edges is not asked.
    """
    if node.type() != "paintlayer" or not is_straight(node):
        return False
    left, top, width, height = area
    key = key_shown(key_times(node, time), time)
    for row in range(ROWS):
        place = (left + width // 4, top + height // 4 + height * row // (2 * ROWS), max(width // 2, 1), 1)
        plane = node.pixelDataAtTime(*place, key) if key is not None else node.pixelData(*place)
        alpha = bytes(plane)[3::BYTES]
        if not alpha or alpha.count(OPAQUE) != len(alpha):
            return False
    return True
