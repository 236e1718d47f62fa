"""The picture of a cut-out: a part of a frame, enlarged or made smaller, with a region outlined."""

from typing import Generator, NamedTuple, Optional, Sequence, Tuple

from ..images import draw_outline, image
from ..live.questions import Place
from ..qt import Qt, QtCore, QtGui
from ..result import planes
from ..result.parts import outline, part_at, parts, runs_of
from ..scene import CloseUp

WIDTH, HEIGHT = 84, 60  # pixels of a cut-out
LEAST = 21  # pixels of the frame that it shows at least from left to right: it enlarges four times at most
ROOM = 0.4  # around a region, as a share of its longer side
DARK = 140  # a gray below that is line
Box = Tuple[int, int, int, int]  # left, top, right, bottom: the first column and row after it
Image = QtGui.QImage


class CutOut(NamedTuple):
    """A cut-out; `outline` is that of the region, in pixels of the frame."""

    picture: Image
    outline: QtGui.QPainterPath


def around(place: Place, size: Tuple[int, int]) -> Box:
    """What a cut-out shows of a frame of this size, in the proportions of the cut-out where the frame allows it."""
    across, down = place.right - place.left, place.bottom - place.top
    room = 2 * ROOM * max(across, down)
    wide = max(LEAST, across + room, (down + room) * WIDTH / HEIGHT)
    left, right = _centered(place.left + across / 2, round(wide), size[0])
    top, bottom = _centered(place.top + down / 2, round(wide * HEIGHT / WIDTH), size[1])
    return left, top, right, bottom


def _centered(middle: float, length: int, whole: int) -> Tuple[int, int]:
    """Where so many pixels begin and end, as near to the middle as the frame allows."""
    start = max(0, min(round(middle - length / 2), whole - length))
    return start, min(start + length, whole)


def lines_of(close_up: CloseUp, size: Tuple[int, int]) -> Image:
    """The lines on white paper. Multiplied, because their layers may be white where nothing is drawn."""
    return _multiplied(_white(size), [image(size, plane) for plane in close_up.lines])


def ink(lines: Image) -> bytes:
    """Where the lines are dark: a byte a pixel, 255 or 0."""
    gray = lines.convertToFormat(Image.Format.Format_Grayscale8)
    stride, size = gray.bytesPerLine(), gray.size()
    rows = bytes(gray.constBits().asstring(stride * size.height()))
    whole = planes.cropped(rows, stride, (0, 0, size.width(), size.height()))
    return whole.translate(planes.choice(range(DARK)))


def painted_like(paint: bytes, width: int, x: int, y: int) -> bytes:
    """Where a BGRA plane of this width has the color of its pixel x, y: 255, else 0."""
    place = planes.BYTES * (y * width + x)
    color = paint[place : place + planes.BYTES]
    return planes.difference(paint, color * (len(paint) // planes.BYTES)).translate(planes.INVERSE)


def region(place: Place, alike: bytes, dark: bytes) -> Generator[int, None, QtGui.QPainterPath]:
    """The outline of a region, in steps: what in its box is alike, is no line, and hangs together with its pixel.

    Both masks are of the region's box. Where that finds nothing, the outline is the box's.
    """
    width = place.right - place.left
    for mask in (planes.both(alike, dark.translate(planes.INVERSE)), alike):
        runs = runs_of(mask, width)
        yield 0
        found = part_at(parts(runs), place.x - place.left, place.y - place.top)
        yield 0
        if found is not None:
            return outline(found, place.left, place.top)
    return box_outline(place)


def box_outline(place: Place) -> QtGui.QPainterPath:
    """The border of a region's box."""
    path = QtGui.QPainterPath()
    path.addRect(QtCore.QRectF(place.left, place.top, place.right - place.left, place.bottom - place.top))
    return path


def drawn(box: Box, paint: Optional[bytes], lines: Image, border: QtGui.QPainterPath) -> Image:
    """The cut-out of a box: its paint on white paper with the lines over it, and the outline."""
    size = lines.width(), lines.height()
    whole = _white(size)
    painter = QtGui.QPainter(whole)
    painter.drawImage(0, 0, image(size, paint))
    painter.end()
    whole = _multiplied(whole, [lines])
    scale = min(WIDTH / size[0], HEIGHT / size[1])
    mode = Qt.TransformationMode
    how = mode.SmoothTransformation if scale < 1 else mode.FastTransformation
    shown = whole.scaled(max(1, round(size[0] * scale)), max(1, round(size[1] * scale)), transformMode=how)
    painter = QtGui.QPainter(shown)
    painter.scale(shown.width() / size[0], shown.height() / size[1])
    painter.translate(-box[0], -box[1])
    draw_outline(painter, border)
    painter.end()
    return shown


def _white(size: Tuple[int, int]) -> Image:
    made = Image(*size, Image.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    return made


def _multiplied(below: Image, above: Sequence[Image]) -> Image:
    painter = QtGui.QPainter(below)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Multiply)
    for layer in above:
        painter.drawImage(0, 0, layer)
    painter.end()
    return below
