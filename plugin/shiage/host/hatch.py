"""The slash lines over withdrawn regions, so that none of them is mistaken for white paint."""

from typing import Tuple, TypeVar

from ..qt import Qt, QtCore, QtGui

PERIOD = 1 / 54  # of the frame's height, from one slash to the next: 20 pixels at 1080p
SMALLEST_PERIOD = 8  # pixels
SLASH_WIDTH, EDGED_WIDTH = 0.26, 0.46  # of the period: a slash without and with its edges
# RGBA. The edges keep slashes visible on paint of their color; the tint marks regions that lie between slashes.
SLASH, EDGES, TINT = (220, 0, 120, 255), (255, 255, 255, 200), (255, 90, 180, 100)
BYTES = 4  # a pixel
INVERSE = bytes(range(255, -1, -1))
Plane = TypeVar("Plane", bytes, bytearray)


def pattern(size: Tuple[int, int]) -> bytes:
    """Slash lines over a whole frame of `size` (width, height): BGRA, straight alpha."""
    width, height = size
    period = max(SMALLEST_PERIOD, round(height * PERIOD))
    tile, stride = _tile(period), period * BYTES
    times = -(-width // period)
    rows = [(tile[y : y + stride] * times)[: width * BYTES] for y in range(0, period * stride, stride)]
    return (b"".join(rows) * -(-height // period))[: width * height * BYTES]


def _tile(period: int) -> bytes:
    """A square of `period` pixels with a slash from corner to corner, to be repeated in both directions."""
    tile = QtGui.QImage(period, period, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(QtGui.QColor(*TINT))
    painter = QtGui.QPainter(tile)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    for color, share in ((EDGES, EDGED_WIDTH), (SLASH, SLASH_WIDTH)):
        pen = QtGui.QPen(QtGui.QColor(*color), period * share * 0.5**0.5)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        for left in (-period, 0, period):  # the slashes of the neighboring tiles reach into the corners
            painter.drawLine(QtCore.QPointF(left, period), QtCore.QPointF(left + period, 0))
    painter.end()
    straight = tile.convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    return bytes(straight.constBits().asstring(period * period * BYTES))  # four-byte pixels have no padding


def where_withdrawn(mask: Plane) -> Plane:
    """The mask of the hatch from the mask of the paint: 1 byte a pixel, 255 shows, 0 hides."""
    return mask.translate(INVERSE)
