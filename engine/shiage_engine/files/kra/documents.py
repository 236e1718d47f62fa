"""A document of Krita as its file has it: layers, their keyframes, and what Shiage remembers in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from ...errors import InputError
from ...limits import PICTURE_PIXELS
from ...protocol.json_text import parse_json
from ..reading import check_file
from .contents import TEXT_BYTES, TILES_BYTES, content, naming, xml
from .looks import GRAY_PROFILES, GRAYS, OPAQUE, PROFILES, SPACES, Look, Mask, hide, profile_name, read_look
from .tiles import MASK, Space, is_blank, read_tiles

DTD = "{http://www.calligra.org/DTD/krita}"
MAINDOC = "maindoc.xml"
MEMORY, ICC = "annotations/shiage/memory", "annotations/icc"


@dataclass(frozen=True)
class KraLayer:
    """A layer, as far as it matters; `frames` are its keyframes: time, file and offset (x, y), in order."""

    name: str
    uid: str
    kind: str  # Krita's node type
    file: str
    is_shown: bool
    look: Look
    offset: tuple[int, int]
    frames: tuple[tuple[int, str, tuple[int, int]], ...]  # empty where it is not animated
    children: tuple[KraLayer, ...]  # from bottom to top

    @property
    def is_paint(self) -> bool:
        """Has it pixels of its own?"""
        return self.kind == "paintlayer"


Branch = tuple[KraLayer, ...]  # a layer, and before it the groups around it, from the outermost


@dataclass(frozen=True)
class KraDocument:
    """A document whose pixels are not read yet."""

    path: Path
    folder: str  # of its layers in the file
    size: tuple[int, int]  # (H, W)
    duration: int  # in frames
    layers: tuple[KraLayer, ...]  # from bottom to top
    memory: dict[str, Any]  # what the plugin keeps in it, see its `host/memory.py`

    @property
    def character(self) -> str:
        """Who is drawn on the lines, as the painter has said in the panel; else empty."""
        return str(recalled(self.memory, "characters").get(str(self.memory.get("lines", "")), ""))

    def branches(self) -> Iterator[Branch]:
        """All layers that are no groups, from bottom to top."""
        yield from _branches(self.layers, ())

    def is_blank(self, file: str) -> bool:
        """Whether nothing is in a file of pixels."""
        with naming(self.path), zipfile.ZipFile(self.path) as archive:
            return is_blank(content(archive, self.folder + file, TILES_BYTES))

    def pixels(self, branch: Branch, file: str, offset: tuple[int, int]) -> np.ndarray:
        """One picture of a layer as Krita shows it: u8 RGBA (H, W, 4). Raises InputError where it is broken."""
        check_look(self.path, branch)
        with naming(self.path), zipfile.ZipFile(self.path) as archive:
            self._check_profile(archive, branch)
            canvas = self._tiles(archive, file, offset, SPACES[branch[-1].look.color_space])
            for layer in reversed(branch):
                for mask in layer.look.masks:
                    hide(canvas, self._mask(archive, branch, mask))
                if layer.look.opacity != OPAQUE:
                    hide(canvas, layer.look.opacity)
        return canvas

    def _tiles(
        self, archive: zipfile.ZipFile, file: str, offset: tuple[int, int], space: Space
    ) -> np.ndarray:
        name = self.folder + file
        default = content(archive, f"{name}.defaultpixel", 8)
        return read_tiles(content(archive, name, TILES_BYTES), default, self.size, offset, space)

    def _mask(self, archive: zipfile.ZipFile, branch: Branch, mask: Mask) -> np.ndarray:
        """How much is shown of each pixel: u8 (H, W)."""
        shapes = f"{self.folder}{mask.file}.shapeselection"
        if any(name.startswith(shapes) for name in archive.namelist()):
            raise InputError(f"{_where(self.path, branch)} has a mask of vectors: flatten it in Krita.")
        file = f"{mask.file}.pixelselection"
        if self.folder + file not in archive.namelist():  # Krita writes none where nothing is selected
            return np.zeros(self.size, np.uint8)
        return self._tiles(archive, file, mask.offset, MASK)[..., 0]

    def _check_profile(self, archive: zipfile.ZipFile, branch: Branch) -> None:
        """Raise InputError where a layer has a color profile of its own that is not that of sRGB."""
        layer, names = branch[-1], archive.namelist()
        file, of_image = f"{self.folder}{layer.file}.icc", f"{self.folder.removesuffix('layers/')}{ICC}"
        if file not in names:
            return
        own = content(archive, file, TEXT_BYTES)
        if of_image in names and own == content(archive, of_image, TEXT_BYTES):
            return
        known = GRAY_PROFILES if layer.look.color_space in GRAYS else PROFILES
        if not profile_name(own).lower().startswith(known):
            where = _where(self.path, branch)
            raise InputError(
                f"{where} has the color profile {profile_name(own)}: convert it to sRGB in Krita."
            )


def read_document(path: Path) -> KraDocument:
    """The document at `path`. Raises InputError where it is none, broken, too large, or not 8 or 16 bits of sRGB."""
    check_file(path)
    with naming(path), zipfile.ZipFile(path) as archive:
        image = ElementTree.fromstring(xml(archive, MAINDOC)).find(f"{DTD}IMAGE")
        if image is None:
            raise ValueError("it has no image")
        size = (int(image.attrib["height"]), int(image.attrib["width"]))
        folder = _folder(archive, image.attrib["name"])
        _check_image(path, image, size)
        span = image.find(f"{DTD}animation/{DTD}range")
        layers = _layers(archive, image, f"{folder}layers/")
        last = int(span.attrib["to"]) if span is not None else 0
        return KraDocument(path, f"{folder}layers/", size, last + 1, layers, _memory(archive, folder))


def check_look(path: Path, branch: Branch) -> None:
    """Raise InputError unless what is seen of a layer can be told from its pixels, its opacity and its masks."""
    layer, where = branch[-1], _where(path, branch)
    if not layer.is_paint:
        raise InputError(f"{where} is no paint layer: convert it to one in Krita.")
    space = layer.look.color_space
    if space not in SPACES:
        raise InputError(f"{where} is not of 8 or 16 bits RGB or gray, but {space}: convert it in Krita.")
    for at, one in enumerate(branch, 1):
        if one.look.problem:
            raise InputError(f"{_where(path, branch[:at])} {one.look.problem}")
    # What is seen through others may not be hidden layer by layer.
    for group in branch[:-1]:
        if not group.look.is_whole and sum(child.is_shown for child in group.children) > 1:
            raise InputError(
                f"{where} is in a group of several that has masks or opacity: flatten it in Krita."
            )


def _where(path: Path, branch: Branch) -> str:
    return f"{path}, layer {'/'.join(one.name for one in branch)}"


def _folder(archive: zipfile.ZipFile, name: str) -> str:
    """The folder of the image's files, with a slash."""
    if not any(entry.startswith(f"{name}/layers/") for entry in archive.namelist()):
        raise ValueError("it has no layers")
    return f"{name}/"


def _check_image(path: Path, image: ElementTree.Element, size: tuple[int, int]) -> None:
    if size[0] < 1 or size[1] < 1 or size[0] * size[1] > PICTURE_PIXELS:
        raise InputError(f"{path} is too large: a frame may have {PICTURE_PIXELS} pixels.")
    space, profile = image.get("colorspacename", ""), image.get("profile", "")
    if space not in SPACES or space in GRAYS:
        raise InputError(f"{path} is not of 8 or 16 bits RGB, but {space}: convert it in Krita.")
    if not profile.lower().startswith(PROFILES):
        raise InputError(f"{path} has the color profile {profile}: convert it to sRGB in Krita.")


def _layers(archive: zipfile.ZipFile, parent: ElementTree.Element, folder: str) -> tuple[KraLayer, ...]:
    """The layers of a group, from bottom to top."""
    return tuple(_layer(archive, one, folder) for one in reversed(parent.findall(f"{DTD}layers/{DTD}layer")))


def _layer(archive: zipfile.ZipFile, element: ElementTree.Element, folder: str) -> KraLayer:
    said = element.attrib
    # Krita puts those of a group among its layers.
    masks = [*element.findall(f"{DTD}masks/{DTD}mask"), *element.findall(f"{DTD}layers/{DTD}mask")]
    return KraLayer(
        said.get("name", ""),
        said["uuid"].strip("{}"),
        said["nodetype"],
        said.get("filename", ""),
        said.get("visible") != "0",
        read_look(element, masks),
        (int(said.get("x", "0")), int(said.get("y", "0"))),
        _frames(archive, folder + said["keyframes"]) if "keyframes" in said else (),
        _layers(archive, element, folder),
    )


def _frames(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, str, tuple[int, int]], ...]:
    """The keyframes of a layer."""
    if name not in archive.namelist():
        return ()
    found = []
    for channel in ElementTree.fromstring(xml(archive, name)).iter():
        if channel.tag.rpartition("}")[2] != "channel" or channel.get("name") != "content":
            continue
        for key in channel:
            offset = next((one for one in key if one.tag.rpartition("}")[2] == "offset"), None)
            at = (int(offset.get("x", "0")), int(offset.get("y", "0"))) if offset is not None else (0, 0)
            found.append((int(key.attrib["time"]), key.attrib["frame"], at))
    return tuple(sorted(found))


def _memory(archive: zipfile.ZipFile, folder: str) -> dict[str, Any]:
    """The plugin's annotation; empty where there is none, or it is damaged."""
    if folder + MEMORY not in archive.namelist():
        return {}
    try:
        found = parse_json(content(archive, folder + MEMORY, TEXT_BYTES))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _branches(layers: tuple[KraLayer, ...], around: Branch) -> Iterator[Branch]:
    for layer in layers:
        if layer.kind == "grouplayer":
            yield from _branches(layer.children, (*around, layer))
        else:
            yield (*around, layer)


def recalled(memory: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What is remembered under a name, by line layer or the like; nothing where it is damaged."""
    found = memory.get(name, {})
    return found if isinstance(found, dict) else {}
