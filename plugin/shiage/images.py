"""BGRA planes as Qt images and back: a whole plane, and the thumbnail of a frame; and how a region is outlined."""

from typing import Any, Sequence, Tuple

from .qt import Qt, QtCore, QtGui

Image = QtGui.QImage
MOST_PIXELS = 1 << 25  # of a picture that is read; the engine takes no more of a frame
# Colors and widths, in pixels of the screen, one over the other.
OUTLINE = (("#ffffff", 4.0), ("#d010c0", 2.0))


def thumbnail(size: Tuple[int, int], paint: Sequence[Any], lines: Sequence[Any], edge: int) -> QtGui.QImage:
    """The paint on white paper with the lines over it, at most `edge` pixels wide or high.

    Planes are BGRA, of `size` (width, height); layers go from bottom to top, and there is one of paint at least.
    """
    small = [_small(size, plane, edge) for plane in paint]
    canvas = Image(small[0].size(), Image.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QtGui.QPainter(canvas)
    for image_of_layer in small:
        painter.drawImage(0, 0, image_of_layer)
    # Multiplied, because line layers may be drawn on white paper.
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Multiply)
    for plane in lines:
        painter.drawImage(0, 0, _small(size, plane, edge))
    painter.end()
    return canvas


def image(size: Tuple[int, int], plane: Any) -> QtGui.QImage:
    """The image of a BGRA plane; a null one where the plane has another size, past whose end Qt would read."""
    width, height = size
    if min(size) < 1 or len(plane) != width * height * 4:
        return Image()
    return Image(bytes(plane), width, height, width * 4, Image.Format.Format_ARGB32).copy()


def flattened(
    size: Tuple[int, int], lines: Sequence[Any], multiplies: bool = False, paint: Any = None
) -> QtGui.QImage:
    """Line layers, from bottom to top, in one picture; with paint below them, if there is any.

    `multiplies`: they are drawn on paper that hides no paint.
    """
    if paint is None and len(lines) == 1:
        return image(size, lines[0])
    canvas = Image(*size, Image.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(canvas)
    if paint is not None:
        painter.drawImage(0, 0, image(size, paint))
    if multiplies:
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Multiply)
    for plane in lines:
        painter.drawImage(0, 0, image(size, plane))
    painter.end()
    return canvas


def is_too_large(reader: QtGui.QImageReader) -> bool:
    """Whether a picture has more than MOST_PIXELS, by its header: a small file may decode to gigabytes."""
    size = reader.size()
    return size.width() * size.height() > MOST_PIXELS


def plane_of(picture: QtGui.QImage) -> bytes:
    """The BGRA plane of an image, straight alpha, without padding."""
    pixels = picture.convertToFormat(Image.Format.Format_ARGB32)  # whose rows are whole pixels
    bits = pixels.constBits()
    if bits is None:
        return b""
    return bytes(bits.asstring(pixels.width() * pixels.height() * 4))


def encoded(picture: QtGui.QImage) -> bytes:
    """An image as PNG."""
    content = QtCore.QByteArray()
    buffer = QtCore.QBuffer(content)
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    buffer.close()
    return bytes(content)


def small(picture: QtGui.QImage, edge: int) -> QtGui.QImage:
    """An image on white paper, at most `edge` pixels wide or high."""
    shrunk = picture.scaled(
        edge, edge, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    paper = Image(shrunk.size(), Image.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QtGui.QPainter(paper)
    painter.drawImage(0, 0, shrunk)
    painter.end()
    return paper


def draw_outline(painter: QtGui.QPainter, outline: QtGui.QPainterPath) -> None:
    """Draw an outline, however the painter is transformed, so that it is seen over all colors."""
    for color, width in OUTLINE:
        pen = QtGui.QPen(QtGui.QColor(color), width)
        pen.setCosmetic(True)
        painter.strokePath(outline, pen)


def _small(size: Tuple[int, int], plane: Any, edge: int) -> QtGui.QImage:
    full = image(size, plane)
    keep, fast, smooth = (
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
        Qt.TransformationMode.SmoothTransformation,
    )
    # The fast step first: smoothing at full size would take tens of milliseconds.
    return full.scaled(4 * edge, 4 * edge, keep, fast).scaled(edge, edge, keep, smooth)
