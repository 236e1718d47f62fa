"""The colors of a result in place of those of the references, for single colors and whole planes."""

from typing import List, Mapping, Sequence, Tuple

from ..client.protocol.palettes import Color
from ..qt import QtGui
from . import planes
from .planes import BYTES

Rgba = Tuple[int, int, int, int]
MOST = 255  # colors that are exchanged at once: a byte numbers them, and one more
SOLID = b"\x00\x00\x00\xff"  # BGRA: alpha alone
CLEAR, BLACK, RGB = 0, 0xFF000000, 0x00FFFFFF  # Qt's 0xAARRGGBB; the last is all but alpha
PAINTED = planes.choice(range(1, 256))  # of an alpha plane
Image = QtGui.QImage


class Exchange:
    """The color that is shown for each entry of a palette.

    The engine and what is remembered speak of entries, by their colors in the references. No two entries are shown
    in one color, so that each pixel of a result tells its entry.
    """

    def __init__(self, shown: Mapping[Color, Color]) -> None:
        """`shown`: by entry, also of those whose color has stayed."""
        self._shown = dict(shown)
        self._entries = {color: entry for entry, color in shown.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exchange) and self._shown == other._shown

    __hash__ = None  # type: ignore[assignment]

    def shown(self, color: Rgba) -> Rgba:
        """The color (RGBA) that is shown for an entry's; another one stays, and so does none at all."""
        return (*self._shown.get(_rgb(color), color[:3]), color[3]) if color[3] else color

    def entry(self, color: Rgba) -> Rgba:
        """The color (RGBA) of the entry that is shown in this one; another one stays, and so does none at all."""
        return (*self._entries.get(_rgb(color), color[:3]), color[3]) if color[3] else color

    def plane(self, plane: bytes, size: Tuple[int, int]) -> bytes:
        """A BGRA plane of entries as it is shown."""
        return exchanged(plane, size, self._shown)

    def entries(self, plane: bytes, size: Tuple[int, int]) -> bytes:
        """The plane of entries that a BGRA plane of the result shows."""
        return exchanged(plane, size, self._entries)

    def told(self, plane: bytes, size: Tuple[int, int]) -> bytes:
        """The plane of entries that the painter's own BGRA plane tells.

        That has the colors of the references; but where the painter has taken a color from the result, it is meant.
        """
        taken = {color: entry for color, entry in self._entries.items() if color not in self._shown}
        return exchanged(plane, size, {**{entry: entry for entry in self._shown}, **taken})

    def to(self, other: "Exchange") -> Mapping[Color, Color]:
        """By color that is shown now, the one that `other` shows for the same entry."""
        entries = {**self._shown, **other._shown}
        return {self._shown.get(entry, entry): other._shown.get(entry, entry) for entry in entries}


def exchanged(plane: bytes, size: Tuple[int, int], colors: Mapping[Color, Color]) -> bytes:
    """A BGRA plane with each of `colors` in place of the one before it; all others stay, and so does opacity.

    At 1080p 0.03 s of a plane that holds nothing but these colors, else 0.2 s.
    """
    changes = [(before, after) for before, after in colors.items() if before != after]
    if not changes:
        return plane
    pairs = [*changes, *((before, before) for before, after in colors.items() if before == after)]
    nearest, new = _nearest(plane, size, pairs[:MOST], CLEAR)
    if nearest == plane:
        return new
    opaque = planes.either(plane, SOLID * (len(plane) // BYTES))
    is_painted = plane[3::BYTES].translate(PAINTED)
    result = plane
    for first in range(0, len(changes), MOST):
        # Without transparency: a soft rim is of an entry as well.
        nearest, new = _nearest(opaque, size, pairs[first : first + MOST], BLACK)
        is_exact = planes.difference(nearest, opaque).translate(planes.INVERSE)
        is_meant = planes.both(is_painted, is_exact)
        result = planes.merged(result, new, planes.looked_up(is_meant, size, [0] * 255 + [RGB]))
    return result


def _nearest(
    plane: bytes, size: Tuple[int, int], pairs: Sequence[Tuple[Color, Color]], other: int
) -> Tuple[bytes, bytes]:
    """Each pixel in the nearest of the first colors of `pairs` and `other`, and in the second color of that pair."""
    width, height = size
    picture = Image(plane, width, height, width * BYTES, Image.Format.Format_ARGB32)
    before, after = ([*(QtGui.qRgba(*pair[place], 255) for pair in pairs), other] for place in range(2))
    numbers = picture.convertToFormat(Image.Format.Format_Indexed8, before)
    return _pixels(numbers, before), _pixels(numbers, after)


def _pixels(numbers: QtGui.QImage, table: List[int]) -> bytes:
    """The picture as a BGRA plane."""
    numbers.setColorTable(table)
    colored = numbers.convertToFormat(Image.Format.Format_ARGB32)
    return bytes(colored.constBits().asstring(colored.width() * colored.height() * BYTES))


def _rgb(color: Rgba) -> Color:
    red, green, blue = color[:3]
    return red, green, blue


NOTHING = Exchange({})


def shown_palette(exchange: Exchange, palette: Sequence[Sequence[int]]) -> Tuple[Rgba, ...]:
    """A palette, RGBA, as it is shown."""
    return tuple(exchange.shown(rgba(color)) for color in palette)


def rgba(color: Sequence[int]) -> Rgba:
    red, green, blue, alpha = color
    return red, green, blue, alpha


def holds(plane: bytes, color: Color) -> bool:
    """Has a BGRA plane an opaque pixel of this color?"""
    red, green, blue = color
    pixel = bytes((blue, green, red, 255))
    place = plane.find(pixel)
    while place >= 0 and place % BYTES:
        place = plane.find(pixel, place + 1)
    return place >= 0
