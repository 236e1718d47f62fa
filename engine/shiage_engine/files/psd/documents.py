"""PSD documents as psd-tools reads them, checked before anything is decoded, and their layers by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ...errors import InputError, is_shortage
from ...limits import FILE_BYTES, PICTURE_PIXELS
from ..layers import Place, place_of
from ..reading import check_file

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api.layers import Group, GroupMixin, Layer

Branch = tuple["Layer", ...]  # a layer, and before it the groups around it, from the outermost
MOST_GROUPS = 100  # around a layer; Photoshop has ten


def psd_tools() -> ModuleType:
    """The library. Raises InputError where it is missing."""
    try:
        import psd_tools  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            "PSD files need psd-tools: python -m pip install psd-tools in the engine's environment."
        ) from error
    return psd_tools


def read_document(path: Path) -> PSDImage:
    """The document at `path`, no picture of which is decoded yet.

    Raises InputError where psd-tools is missing, or the file is too large or no PSD of RGB or gray, 8 bits a channel.
    """
    library = psd_tools()
    check_file(path)
    try:
        limits = library.ParseLimits(max_total_bytes=2 * FILE_BYTES)
        document: PSDImage = library.PSDImage.open(path, parse_limits=limits)
    except Exception as error:  # whatever a broken file makes psd-tools stumble over
        if is_shortage(error):
            raise
        raise InputError(
            f"{path} cannot be read as PSD, it is none, cut short or broken: save it again."
        ) from error
    if document.depth != 8:
        raise InputError(f"{path} has {document.depth} bits a channel: save it with 8.")
    if document.color_mode.name not in ("RGB", "GRAYSCALE"):
        raise InputError(f"{path} has colors of the kind {document.color_mode.name}: save it as RGB.")
    if document.width * document.height > PICTURE_PIXELS:
        raise InputError(f"{path} is too large: a frame may have {PICTURE_PIXELS} pixels.")
    return document


def branches(group: GroupMixin, around: Branch = ()) -> Iterator[Branch]:
    """All layers of a document or group that are no groups, from bottom to top.

    Raises InputError where one lies in too many groups.
    """
    if len(around) > MOST_GROUPS:
        raise InputError(f"{around[-1].name} lies in more than {MOST_GROUPS} groups: take it out of some.")
    for layer in group:
        if layer.is_group():
            yield from branches(cast("Group", layer), (*around, layer))
        else:
            yield (*around, layer)


def names(branch: Branch) -> tuple[str, ...]:
    """Of the groups around a layer, from the outermost, and its own."""
    return tuple(layer.name for layer in branch)


def placed(document: PSDImage) -> Iterator[tuple[Place, Branch]]:
    """The layers that are lines or colors of a drawing, from bottom to top, and what each is."""
    for branch in branches(document):
        place = place_of(names(branch))
        if place is not None:
            yield place, branch
