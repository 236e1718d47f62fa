"""Reads a cut from a document of Krita: the layers that the panel remembers, or whose names say what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..cut import Cut, with_references
from ..layers import LayerFile, cut_of
from ..roles import LINE
from ..shot_notes import ShotNotes
from .animation import timed_shots, timesheet
from .contents import naming
from .documents import Branch, KraDocument, read_document
from .used_layers import used_layers


def open_kra(path: Path, references: Sequence[str] | None = None) -> Cut:
    """The cut of a document; `references`: names of reference frames, or else all of which there is paint.

    Where its lines are animated, frames are their keyframes, called by their time, and the timesheet goes with a
    result; else its still layers are told by name, see `layers`. Raises InputError where it is not sound, or has no
    lines. Pictures are decoded when they are asked for.
    """
    document = read_document(path)
    used = used_layers(document)
    if not any(one.role == LINE for one in used):
        cut = cut_of(path, [_still(document, branch) for branch in document.branches()], references)
        notes = ShotNotes(character=document.character)
        return replace(cut, shots={cel: replace(shot, notes=notes) for cel, shot in cut.shots.items()})
    with naming(path):
        shots = timed_shots(document, used)
    copies = {f"{path.stem}.xdts": timesheet(document, shots).encode()}
    return Cut(shots if references is None else with_references(shots, references, path), copies, path)


def _still(document: KraDocument, branch: Branch) -> LayerFile:
    layer = branch[-1]
    return LayerFile(
        tuple(one.name for one in branch),
        tuple(one.is_shown for one in branch),
        partial(document.pixels, branch, layer.file, layer.offset),
    )
