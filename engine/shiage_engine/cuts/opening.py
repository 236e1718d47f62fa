"""Opens whatever lies at a path and can be colored: the one way in for all commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from ..files.cut import Cut
from ..files.kra.reading import open_kra
from ..files.psd.reading import open_psd
from ..files.shots import open_shot
from ..files.xdts.reading import open_timesheet

TIMESHEET = ".xdts"
READERS = {TIMESHEET: open_timesheet, ".psd": open_psd, ".kra": open_kra}


def open_cut(path: Path, references: Sequence[str] | None = None) -> Cut:
    """The cut at `path`: a shot folder, a timesheet or a folder with one, or a document of layers.

    `references`: names of reference frames, or else all that are painted. Raises InputError where there is no such
    thing, or it is not sound.
    """
    read = READERS.get(path.suffix.lower())
    if read is not None and not path.is_dir():
        return read(path, references)
    timesheets = sorted(path.glob(f"[!.]*{TIMESHEET}")) if path.is_dir() else []
    if len(timesheets) > 1:
        raise InputError(
            f"{path} has several timesheets, as {timesheets[0].name} and {timesheets[1].name}: name one."
        )
    if timesheets:
        return open_timesheet(timesheets[0], references)
    return Cut({"": open_shot(path, references)})
