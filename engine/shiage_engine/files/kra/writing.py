"""Writes a result as a document of Krita: a copy of the cut's own, or one made of its drawings.

A group "Shiage" comes below the lines, with a layer "colors" that has all their keyframes; or, where they are still,
a layer for each drawing. All else stays as it is to the byte, but that the painter's animated paint is hidden: the
result has it, too, and it would hold on over the frames after it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ...protocol.layer_names import RESULT
from ...results import FrameResult, Report
from ..cut import Cut
from ..layers import Place, lowest_lines, place_of
from ..roles import COLOR, LINE
from ..saving import check_place, write_ours
from ..seals import SEAL, is_sealed, sealed
from .archives import LayerFiles, take_over
from .documents import MAINDOC, Branch, KraDocument, read_document
from .drawn import draw_document
from .markup import group, hide, insert_below, paint_layer
from .used_layers import used_layers

SUFFIX = ".kra"


@contextmanager
def kra_output(path: Path, cut: Cut) -> Iterator[KraOutput]:
    """A document to write a cut's result to. Raises InputError where it is not to be replaced."""
    check_place(path, is_sealed)
    with TemporaryDirectory() as folder:
        source = cut.source
        if source is None or source.suffix.lower() != SUFFIX:
            source = draw_document(cut, Path(folder) / "drawn.kra")
        yield KraOutput(path, cut, read_document(source))


class KraOutput:
    """Packs the frames into a document in memory; `finish` writes it."""

    def __init__(self, path: Path, cut: Cut, document: KraDocument) -> None:
        self._path, self._cut = path, cut
        self._content = BytesIO()
        self._archive = zipfile.ZipFile(self._content, "w", zipfile.ZIP_DEFLATED)
        self._maindoc = take_over(self._archive, document.path)
        self._files = LayerFiles(self._archive, document.folder, self._archive.namelist())
        self._used = used_layers(document)
        self._animated: dict[str, str] = {}  # the file of each cel's layer
        # Layers, from top to bottom, by the uid of the layer below which they come, and whether in a group.
        self._stills: dict[tuple[str, bool], list[str]] = {}
        self._lines = {} if self._used else lowest_lines(_placed(document))

    def write(self, cel: str, painted: FrameResult) -> None:
        """Add the paint of a frame."""
        if self._used:
            self._files.add_frame(self._layer_of(cel), painted.time, painted.visible())
        else:
            name = self._cut.shots[cel].names[painted.time].removeprefix(f"{cel}/")
            self._add_still(*self._lines[cel, name], painted.visible())

    def finish(self, reports: Mapping[str, Report]) -> None:
        """Write the document. Raises InputError, see `saving.write_ours`."""
        xml = self._maindoc
        for cel in self._animated:
            xml = self._with_animation(xml, cel)
        for (uid, in_group), layers in self._stills.items():
            added = group(RESULT, self._files.new(), layers) if in_group else "".join(layers)
            xml = insert_below(xml, uid, added)
        self._archive.writestr(MAINDOC, xml)
        self._archive.comment = SEAL.encode()
        self._archive.close()
        write_ours(self._path, sealed(self._content.getvalue()), is_sealed)

    def _layer_of(self, cel: str) -> str:
        if cel not in self._animated:
            self._animated[cel] = self._files.new()
        return self._animated[cel]

    def _with_animation(self, xml: bytes, cel: str) -> bytes:
        """The document with a cel's result below its lines."""
        shot, file = self._cut.shots[cel], self._animated[cel]
        for time, pixels in shot.colors.items():
            if not self._files.has(file, time):  # what is painted in part is in the result already
                self._files.add_frame(file, time, pixels)
        self._files.end_frames(file, shot.lines)
        own = [one for one in self._used if one.cel == cel]
        layer = group(RESULT, self._files.new(), [paint_layer("colors", file, is_animated=True)])
        xml = insert_below(xml, next(one.top.uid for one in own if one.role == LINE), layer)
        for uid in {one.top.uid for one in own if one.role == COLOR}:
            xml = hide(xml, uid)
        return xml

    def _add_still(self, place: Place, branch: Branch, pixels: np.ndarray) -> None:
        """Add a layer below a drawing's lines, or to a group below the one that the lines of all drawings are in."""
        below = (branch[place.role_at].uid, place.frame_at > place.role_at)
        name = place.frame if below[1] else RESULT
        file = self._files.add(self._files.new(), pixels)
        layer = paint_layer(name, file, is_shown=branch[place.frame_at].is_shown)
        self._stills.setdefault(below, []).insert(0, layer)


def _placed(document: KraDocument) -> Iterator[tuple[Place, Branch]]:
    """The layers that are lines or colors of a drawing, in order, and what each is."""
    for branch in document.branches():
        place = place_of([layer.name for layer in branch])
        if place is not None:
            yield place, branch
