"""A small picture of a reference frame: the paint on white paper, the lines over it."""

from typing import Any, Sequence, Tuple

from .qt import Qt, QtGui

Image = QtGui.QImage


def picture(size: Tuple[int, int], paint: Any, lines: Sequence[Any], edge: int) -> QtGui.QImage:
    """From BGRA planes of `size` (width, height), a picture at most `edge` pixels wide or high."""
    small = _small(size, paint, edge)
    canvas = Image(small.size(), Image.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QtGui.QPainter(canvas)
    painter.drawImage(0, 0, small)
    painter.setCompositionMode(
        QtGui.QPainter.CompositionMode.CompositionMode_Multiply
    )  # white paper goes away
    for plane in lines:
        painter.drawImage(0, 0, _small(size, plane, edge))
    painter.end()
    return canvas


def whole(size: Tuple[int, int], plane: Any) -> QtGui.QImage:
    """The picture of a BGRA plane; a plane too short for its size, which Qt would read past, gives none."""
    width, height = size
    if min(size) < 1 or len(plane) != width * height * 4:
        return Image()
    return Image(bytes(plane), width, height, width * 4, Image.Format.Format_ARGB32).copy()


def _small(size: Tuple[int, int], plane: Any, edge: int) -> QtGui.QImage:
    full = whole(size, plane)
    keep, fast, smooth = (
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
        Qt.TransformationMode.SmoothTransformation,
    )
    # The fast step first: smoothing a whole frame would take longer than a frame of the screen.
    return full.scaled(4 * edge, 4 * edge, keep, fast).scaled(edge, edge, keep, smooth)
