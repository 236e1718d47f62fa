"""Whether a drawing hides what lies below it: told from a few of its rows, so that it takes no time."""

from krita import Node

from ..result.planes import BYTES
from ..scene import key_shown
from .layers import is_straight
from .timeline import key_times

ROWS = 5  # that are looked at
OPAQUE = 255


def is_opaque(node: Node, time: int) -> bool:
    """Is a paint layer opaque from edge to edge at a time? False for kinds of layers that cannot be told."""
    if node.type() != "paintlayer" or not is_straight(node):
        return False
    bounds = node.bounds()
    width, height = bounds.width(), bounds.height()
    if width < 1 or height < 1:
        return False
    keys = key_times(node, time)
    key = key_shown(keys, time)
    for row in range(ROWS):
        y = bounds.top() + height * (2 * row + 1) // (2 * ROWS)
        place = (bounds.left(), y, width, 1)
        plane = node.pixelDataAtTime(*place, key) if key is not None else node.pixelData(*place)
        alpha = bytes(plane)[3::BYTES]
        if not alpha or alpha.count(OPAQUE) != len(alpha):
            return False
    return True
