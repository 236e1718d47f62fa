"""A document of Krita as its file has it: layers, their keyframes, and what Shiage remembers in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from ...errors import InputError, is_shortage
from ...limits import MIB, PICTURE_PIXELS
from ...protocol.json_text import parse_json
from ..reading import check_file
from .tiles import is_blank, read_tiles

DTD = "{http://www.calligra.org/DTD/krita}"
TEXT_BYTES = 16 * MIB  # of one of its XML files; a tree of it takes some ten times that
TILES_BYTES = 5 * PICTURE_PIXELS  # of the pixels of one layer
MAINDOC = "maindoc.xml"
MEMORY = "annotations/shiage/memory"
SPACES = ("RGBA", "RGBA16")  # Krita's names of RGB in 8 and in 16 bits
PROFILES = ("srgb-elle-v2-srgbtrc", "srgb built-in", "srgb iec61966")  # whose values are those of sRGB


@dataclass(frozen=True)
class KraLayer:
    """A layer, as far as it matters; `frames` are its keyframes: time, file and offset (x, y), in order."""

    name: str
    uid: str
    kind: str  # Krita's node type
    file: str
    is_shown: bool
    opacity: int  # of 255
    color_space: str
    has_masks: bool
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
            return is_blank(_content(archive, self.folder + file, TILES_BYTES))

    def pixels(self, branch: Branch, file: str, offset: tuple[int, int]) -> np.ndarray:
        """One picture of a layer, with its opacity: u8 RGBA (H, W, 4). Raises InputError where it is broken."""
        check_plain(self.path, branch)
        with naming(self.path), zipfile.ZipFile(self.path) as archive:
            name = self.folder + file
            default = _content(archive, f"{name}.defaultpixel", 8)
            canvas = read_tiles(_content(archive, name, TILES_BYTES), default, self.size, offset)
        if branch[-1].opacity != 255:
            alpha = canvas[..., 3].astype(np.uint16) * branch[-1].opacity
            canvas[..., 3] = ((alpha + 127) // 255).astype(np.uint8)
        return canvas


def read_document(path: Path) -> KraDocument:
    """The document at `path`. Raises InputError where it is none, broken, too large, or not 8 or 16 bits of sRGB."""
    check_file(path)
    with naming(path), zipfile.ZipFile(path) as archive:
        image = ElementTree.fromstring(_xml(archive, MAINDOC)).find(f"{DTD}IMAGE")
        if image is None:
            raise ValueError("it has no image")
        size = (int(image.attrib["height"]), int(image.attrib["width"]))
        folder = _folder(archive, image.attrib["name"])
        _check_image(path, image, size)
        span = image.find(f"{DTD}animation/{DTD}range")
        layers = _layers(archive, image, f"{folder}layers/")
        last = int(span.attrib["to"]) if span is not None else 0
        return KraDocument(path, f"{folder}layers/", size, last + 1, layers, _memory(archive, folder))


def check_plain(path: Path, branch: Branch) -> None:
    """Raise InputError unless what is seen of a layer is its own pixels, in 8 or 16 bits."""
    layer, where = branch[-1], f"{path}, layer {'/'.join(one.name for one in branch)}"
    if not layer.is_paint:
        raise InputError(f"{where} is no paint layer: convert it to one in Krita.")
    if layer.color_space not in SPACES:
        raise InputError(f"{where} is not of 8 or 16 bits RGB, but {layer.color_space}: convert it in Krita.")
    if any(one.has_masks for one in branch) or any(group.opacity != 255 for group in branch[:-1]):
        raise InputError(f"{where} has masks, or is in a group with opacity: flatten it in Krita.")


class naming:
    """Raises what a broken file leads to as InputError that names the file.

    A class, since mypy takes what `contextmanager` makes for one that may go on after an error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        broken = (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            KeyError,
            EOFError,
            RuntimeError,  # it is encrypted, of an unknown kind, or its groups are too deep
            ElementTree.ParseError,
        )
        if isinstance(error, broken) and not (isinstance(error, InputError) or is_shortage(error)):
            raise InputError(
                f"{self._path} cannot be read as a document of Krita, it is none, cut short or broken: save it again."
            ) from error


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A file in the document of at most `most` bytes, which is known before it is unpacked."""
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is too large")
    return content


def _xml(archive: zipfile.ZipFile, name: str) -> bytes:
    content = _content(archive, name, TEXT_BYTES)
    if b"<!ENTITY" in content or b"\0" in content:  # which could make much of little; zeros: UTF-16
        raise ValueError(f"{name} has entities, or is not in UTF-8")
    return content


def _folder(archive: zipfile.ZipFile, name: str) -> str:
    """The folder of the image's files, with a slash."""
    if not any(entry.startswith(f"{name}/layers/") for entry in archive.namelist()):
        raise ValueError("it has no layers")
    return f"{name}/"


def _check_image(path: Path, image: ElementTree.Element, size: tuple[int, int]) -> None:
    if size[0] < 1 or size[1] < 1 or size[0] * size[1] > PICTURE_PIXELS:
        raise InputError(f"{path} is too large: a frame may have {PICTURE_PIXELS} pixels.")
    space, profile = image.get("colorspacename", ""), image.get("profile", "")
    if space not in SPACES:
        raise InputError(f"{path} is not of 8 or 16 bits RGB, but {space}: convert it in Krita.")
    if not profile.lower().startswith(PROFILES):
        raise InputError(f"{path} has the color profile {profile}: convert it to sRGB in Krita.")


def _layers(archive: zipfile.ZipFile, parent: ElementTree.Element, folder: str) -> tuple[KraLayer, ...]:
    """The layers of a group, from bottom to top."""
    return tuple(_layer(archive, one, folder) for one in reversed(parent.findall(f"{DTD}layers/{DTD}layer")))


def _layer(archive: zipfile.ZipFile, element: ElementTree.Element, folder: str) -> KraLayer:
    said = element.attrib
    masks = element.findall(f"{DTD}masks/{DTD}mask")
    return KraLayer(
        said.get("name", ""),
        said["uuid"].strip("{}"),
        said["nodetype"],
        said.get("filename", ""),
        said.get("visible") != "0",
        int(said.get("opacity", "255")),
        said.get("colorspacename", "RGBA"),
        any(mask.get("visible") != "0" for mask in masks),
        (int(said.get("x", "0")), int(said.get("y", "0"))),
        _frames(archive, folder + said["keyframes"]) if "keyframes" in said else (),
        _layers(archive, element, folder),
    )


def _frames(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, str, tuple[int, int]], ...]:
    """The keyframes of a layer."""
    if name not in archive.namelist():
        return ()
    found = []
    for channel in ElementTree.fromstring(_xml(archive, name)).iter():
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
        found = parse_json(_content(archive, folder + MEMORY, TEXT_BYTES))
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
