"""Reads a cut with a timesheet: every cel of which there are drawings is a shot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ...errors import InputError
from ...lazy import Lazy
from ...limits import TIMESHEET_BYTES
from ...protocol.timesheet import BadTimesheet, Cel, Timesheet, parse
from ..cut import Cut, with_references
from ..images import read_image
from ..reading import check_file, read_text
from ..roles import CLOSING, COLOR, HINT, LINE, NO_FILE
from ..shot_notes import ShotNotes, read_notes
from ..shots import SHEET, ShotFiles, open_sheets
from .drawings import folder_in, pictures, plain


def open_timesheet(path: Path, references: Sequence[str] | None = None) -> Cut:
    """The cut of a timesheet; a drawing is a frame at the time when it is first seen.

    `references`: names of reference frames as the result has them ("A/A0003"), or else all that have a color file.
    Cels of which there are no drawings at all are left out, and so are drawings that are never seen. Raises
    InputError where the timesheet is not sound, or one of a cel's drawings is missing.
    """
    timesheet, content = _read(path)
    root = path.parent / path.stem if (path.parent / path.stem).is_dir() else path.parent
    shots = {cel.name: shot for cel in timesheet.cels if (shot := _shot(root, cel, path)) is not None}
    if not shots:
        first = timesheet.cels[0].name if timesheet.cels else "A"
        raise InputError(
            f"There are no drawings of the cels of {path} in {root}: put them there, as {first}/{first}0001.png ..."
        )
    if references is not None:
        shots = with_references(shots, references, root)
    return Cut(shots, {path.name: content})


def _read(path: Path) -> tuple[Timesheet, bytes]:
    check_file(path, TIMESHEET_BYTES)
    text = read_text(path)
    try:
        return parse(text), text.encode()
    except BadTimesheet as error:
        raise InputError(f"{path} cannot be read as a timesheet: {error}.") from error


def _shot(root: Path, cel: Cel, timesheet: Path) -> ShotFiles | None:
    """The shot of a cel; None where there is no drawing of it."""
    if NO_FILE.search(cel.name):
        raise InputError(
            f"{timesheet} has a cel of the name {cel.name!r}, which no folder can have: rename it."
        )
    lines = pictures(root, cel.name, LINE)
    if not lines:
        return None
    times: dict[str, int] = {}
    for drawing, frame in cel.first_frames().items():
        known = plain(drawing, cel.name)
        if known not in lines:
            raise InputError(
                f"{timesheet} shows drawing {drawing} of cel {cel.name}, and there is none in {root}: add it, or "
                "correct the timesheet."
            )
        times.setdefault(known, frame)
    names = {time: f"{cel.name}/{lines[drawing].stem}" for drawing, time in times.items()}

    def read(found: Mapping[str, Path]) -> Lazy[int, np.ndarray]:
        paths = {time: found[drawing] for drawing, time in times.items() if drawing in found}
        return Lazy(paths, lambda time: read_image(paths[time]))

    colors, hints, closings = (read(pictures(root, cel.name, one)) for one in (COLOR, HINT, CLOSING))
    own = folder_in(root, cel.name)
    stems = {time: lines[drawing].stem for drawing, time in times.items()}
    notes = read_notes(own, stems) if own is not None else ShotNotes()
    sheets = own / SHEET if own is not None and (own / SHEET).is_dir() else root / SHEET
    return ShotFiles(names, read(lines), colors, notes, hints, closings, open_sheets(sheets))
