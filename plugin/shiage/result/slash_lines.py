"""The slash lines over withdrawn regions, so that none of them is mistaken for white paint."""

from functools import lru_cache
from typing import List, Tuple

from ..qt import Qt, QtCore, QtGui
from . import planes
from .planes import BYTES

PERIOD = 1 / 54  # of the frame's height, from one slash to the next: 20 pixels at 1080p
SMALLEST_PERIOD = 8  # pixels
SLASH_WIDTH, EDGED_WIDTH = 0.26, 0.46  # of the period: a slash without and with its edges
# RGBA. The edges keep slashes visible on paint of their color; the tint marks regions that lie between slashes.
SLASH, EDGES, TINT = (220, 0, 120, 255), (255, 255, 255, 200), (255, 90, 180, 100)
ROUGH = 0xF8F8F8F8  # leaves so few shades of antialiasing that a byte can number them


def over(size: Tuple[int, int], place: bytes, top: int = 0) -> bytes:
    """Slash lines where `place` is 255, nothing where it is 0: BGRA, straight alpha.

    `size` is that of the frame (width, height); `place` holds whole rows of it, a byte a pixel, from row `top` on.
    """
    width = size[0]
    rows = len(place) // width
    if not planes.rows_set(place, width):
        return bytes(len(place) * BYTES)
    pattern, table = _pattern(size)
    there = pattern[top * width : (top + rows) * width]
    return planes.looked_up(planes.both(there, place), (width, rows), table)


@lru_cache(maxsize=2)
def _pattern(size: Tuple[int, int]) -> Tuple[bytes, List[int]]:
    """A frame full of slashes, a byte a pixel, and the colors that the bytes stand for."""
    width, height = size
    period = max(SMALLEST_PERIOD, round(height * PERIOD))
    tile = _tile(period)
    shades = sorted(set(tile))
    if len(shades) > 255:
        tile = [shade & ROUGH for shade in tile]
        shades = sorted(set(tile))
    places = {shade: place for place, shade in enumerate(shades, 1)}
    numbers = bytes(places[shade] for shade in tile)
    times = -(-width // period)
    rows = [(numbers[y : y + period] * times)[:width] for y in range(0, len(numbers), period)]
    pattern = (b"".join(rows) * -(-height // period))[: width * height]
    return pattern, [0, *shades, *[0] * (255 - len(shades))]


def _tile(period: int) -> List[int]:
    """A square of `period` pixels with a slash from corner to corner, to be repeated: Qt colors, row by row."""
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
    return [int(straight.pixel(x, y)) for y in range(period) for x in range(period)]
