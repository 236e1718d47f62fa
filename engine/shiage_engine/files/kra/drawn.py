"""A document of Krita made of a cut's drawings: animated layers "line" and "color", in a group for each cel."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..cut import Cut
from ..roles import COLOR, LINE
from ..shots import ShotFiles
from .archives import MIMETYPE, LayerFiles
from .documents import MAINDOC
from .markup import document, group, paint_layer

FOLDER = "shiage/layers/"  # as `markup.document` names the image


def draw_document(cut: Cut, path: Path) -> Path:
    """Write the document to `path`, which is returned; a drawing holds until the next one of its cel."""
    layers: list[str] = []  # from top to bottom
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MIMETYPE, "application/x-kra", zipfile.ZIP_STORED)
        files = LayerFiles(archive, FOLDER)
        for cel, shot in cut.shots.items():
            own = [*_layers(files, shot)]
            layers = [group(cel, files.new(), own) if cel else "".join(own), *layers]
        last = max(time for shot in cut.shots.values() for time in shot.lines)
        first = next(iter(cut.shots.values()))
        archive.writestr(MAINDOC, document(first.lines[min(first.lines)].shape[:2], last, layers))
    return path


def _layers(files: LayerFiles, shot: ShotFiles) -> Iterator[str]:
    """The layers of a shot, from top to bottom. Lines on opaque paper multiply, so that they hide no paint."""
    is_opaque = bool(shot.lines[min(shot.lines)][..., 3].all())
    for role, pictures in ((LINE, shot.lines), (COLOR, shot.colors)):
        file = files.new()
        for time, pixels in pictures.items():
            files.add_frame(file, time, pixels)
        files.end_frames(file, shot.lines)
        blending = "multiply" if role == LINE and is_opaque else "normal"
        yield paint_layer(role, file, is_animated=True, blending=blending)
