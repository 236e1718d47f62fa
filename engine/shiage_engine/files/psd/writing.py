"""Writes a result as PSD: a copy of the cut's own, or one made of its drawings, with the paint below the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from ...errors import InputError, is_shortage
from ...protocol.layer_names import RESULT
from ...results import FrameResult, Report
from ..cut import Cut
from ..layers import lowest_lines
from ..roles import COLOR, LINE
from ..saving import check_place, write_ours
from ..seals import SEAL, is_sealed, sealed
from .documents import placed, psd_tools, read_document

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api.layers import Group, GroupMixin

SUFFIX = ".psd"
SEAL_KEY = 4000  # of the image resources, the first of those that are a program's own


@contextmanager
def psd_output(path: Path, cut: Cut) -> Iterator[PsdOutput]:
    """A PSD to write a cut's result to. Raises InputError where it is not to be replaced."""
    check_place(path, is_sealed)
    yield PsdOutput(path, cut)


class PsdOutput:
    """Collects the frames in memory, compressed; `finish` writes them."""

    def __init__(self, path: Path, cut: Cut) -> None:
        self._path, self._cut = path, cut
        is_copy = cut.source is not None and cut.source.suffix.lower() == SUFFIX
        self._document = (
            read_document(cut.source) if cut.source is not None and is_copy else _document_of(cut)
        )
        self._lines = lowest_lines(placed(self._document))
        # Groups of ours, by the id of the group of lines above each.
        self._results: dict[int, GroupMixin] = {}

    def write(self, cel: str, painted: FrameResult) -> None:
        """Add the paint of a frame: below its lines, or below the group that the lines of all frames are in."""
        name = self._cut.shots[cel].names[painted.time]
        place, branch = self._lines[cel, name.removeprefix(f"{cel}/")]
        lines = branch[place.role_at]
        around = cast("Group", branch[place.role_at - 1]) if place.role_at else self._document
        if place.frame_at > place.role_at:
            if id(lines) not in self._results:
                group = around.create_group(name=RESULT)
                around.insert(around.index(lines), group)
                self._results[id(lines)] = group
            is_shown = branch[place.frame_at].visible
            _add(self._results[id(lines)], place.frame, painted.visible(), is_shown)
        else:
            own = RESULT if place.frame_at != place.role_at else f"{RESULT} {place.frame}"
            if _add(around, own, painted.visible()):
                around.insert(around.index(lines), around[-1])

    def finish(self, reports: Mapping[str, Report]) -> None:
        """Write the document. Raises InputError, see `saving.write_ours`."""
        resource = psd_tools().psd.image_resources.ImageResource(key=SEAL_KEY, data=SEAL.encode())
        self._document.image_resources[SEAL_KEY] = resource
        content = BytesIO()
        try:
            self._document.save(content)
        except Exception as error:  # whatever psd-tools cannot draw for the preview
            if is_shortage(error):
                raise
            raise InputError(
                f"{self._path} cannot be written as PSD: name a folder for the result."
            ) from error
        write_ours(self._path, sealed(content.getvalue()), is_sealed)


def _document_of(cut: Cut) -> PSDImage:
    """A cut's drawings in groups "color" and "line", each cel's in a group of its own; the first frame is shown."""
    first = next(iter(cut.shots.values()))
    height, width = first.lines[min(first.lines)].shape[:2]
    document = psd_tools().PSDImage.new("RGB", (width, height))
    for cel, shot in cut.shots.items():
        parent = _group(document, cel) if cel else document
        for role, pictures in ((COLOR, shot.colors), (LINE, shot.lines)):
            group = _group(parent, role)
            for time in sorted(pictures):
                frame = shot.names[time].removeprefix(f"{cel}/")
                _add(group, frame, pictures[time], time == min(shot.lines))
    return document


def _group(parent: GroupMixin, name: str) -> GroupMixin:
    group = parent.create_group()
    group.name = name
    return group


def _add(group: GroupMixin, name: str, pixels: np.ndarray, is_shown: bool = True) -> bool:
    """Add a layer on top of a group, unless nothing is on it; returns whether it was added.

    It multiplies where it is opaque, as a scan of a drawing, which would hide the paint below.
    """
    rows, columns = (np.flatnonzero(pixels[..., 3].any(axis)) for axis in (1, 0))
    if not len(rows):
        return False
    top, left = int(rows[0]), int(columns[0])
    layer = group.create_pixel_layer_from_array(
        pixels[top : rows[-1] + 1, left : columns[-1] + 1], top=top, left=left
    )
    layer.name = name  # which may have any letters, unlike a name that is given at once
    layer.visible = is_shown
    if pixels[..., 3].all():
        layer.blend_mode = psd_tools().constants.BlendMode.MULTIPLY
    return True
