"""Model sheets: colored drawings that are no frame of the shot, kept in the document as annotations."""

import hashlib
from typing import List, Optional, Tuple

from krita import Document, Krita

from ..guard import Refused
from ..images import MOST_PIXELS, encoded, is_too_large
from ..images import image as plane_image
from ..qt import QtCore, QtGui
from ..scene import SheetName
from .document import read_memory, write_memory
from .layers import owned, root, uid
from .template import SRGB

ANNOTATION = "shiage/sheet/"  # and the key of the sheet
LONGEST_KEY = 16  # digits of a digest
BY_KRITA = (".kra", ".ora", ".psd")  # what Krita opens, since Qt may read a small preview of it


def keep(document: Document, name: str, image: QtGui.QImage) -> None:
    """Keep a drawing in a document; one that is there already only gets the name."""
    content = encoded(image)
    key = hashlib.sha256(content).hexdigest()[:LONGEST_KEY]
    memory = read_memory(document)
    memory.sheets = [one for one in memory.sheets if one[0] != key]
    memory.sheets.append([key, _free_name(name, {taken for _, taken in memory.sheets})])
    document.setAnnotation(ANNOTATION + key, "A model sheet of Shiage", QtCore.QByteArray(content))
    write_memory(document, memory)


def remove(document: Document, key: str) -> None:
    memory = read_memory(document)
    memory.sheets = [one for one in memory.sheets if one[0] != key]
    document.removeAnnotation(ANNOTATION + key)
    write_memory(document, memory)


def image_of(document: Document, key: str) -> QtGui.QImage:
    """A sheet that is kept; a null image where its annotation is gone, damaged or too large."""
    buffer = QtCore.QBuffer()
    buffer.setData(QtCore.QByteArray(bytes(document.annotation(ANNOTATION + key))))
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    reader = QtGui.QImageReader(buffer)
    return QtGui.QImage() if is_too_large(reader) else reader.read()


def others(application: Krita, document: Document) -> List[SheetName]:
    """The other documents that are open and have a window, by the uid of their root."""
    seen = [view.document() for window in owned(application.windows()) for view in owned(window.views())]
    found = {uid(root(one)): one.name() or one.fileName() for one in seen if one is not None}
    found.pop(uid(root(document)), None)
    return [SheetName(key, name) for key, name in found.items()]


def picture_of(application: Krita, key: str) -> Tuple[str, QtGui.QImage]:
    """The name and the picture of an open document, as it is seen at its present time. Raises Refused."""
    for document in owned(application.documents()):
        if uid(root(document)) == key:
            return document.name() or "document", projection(document)
    raise Refused("That document is not open any more: open it again.")


def picture_in(application: Krita, path: str) -> Tuple[str, QtGui.QImage]:
    """The name and the picture of a file. Raises Refused where it cannot be read."""
    file = QtCore.QFileInfo(path)
    image: Optional[QtGui.QImage] = None
    if not path.lower().endswith(BY_KRITA):
        reader = QtGui.QImageReader(path)
        if is_too_large(reader):
            raise Refused(f"{path} has more than {MOST_PIXELS} pixels: make it smaller.")
        image = reader.read()
    if image is None or image.isNull():
        document = application.openDocument(path) if file.isFile() else None
        if document is None:
            raise Refused(f"{path} cannot be read as a picture: save it as PNG.")
        try:
            image = projection(document)
        finally:
            document.close()
    return file.completeBaseName(), image.convertToFormat(QtGui.QImage.Format.Format_ARGB32)


def projection(document: Document) -> QtGui.QImage:
    """What is seen of a document at its present time, in sRGB."""
    size = (document.width(), document.height())
    if (document.colorModel(), document.colorDepth()) == ("RGBA", "U8"):
        return plane_image(size, document.pixelData(0, 0, *size))
    converted = document.clone()
    try:
        converted.setColorSpace("RGBA", "U8", SRGB)
        converted.refreshProjection()
        return plane_image(size, converted.pixelData(0, 0, *size))
    finally:
        converted.close()


def _free_name(name: str, taken: "set[str]") -> str:
    """The name, with a number behind it where another sheet has it."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free
