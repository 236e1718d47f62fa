"""Cuts with a timesheet on disk, to be opened."""

from __future__ import annotations

from pathlib import Path

from shiage_engine.protocol.timesheet import Cel, Timesheet, dump

from tests.engine.files.pictures import save
from tests.engine.shots import color, line

TIMESHEET = Timesheet(
    "c001",
    12,
    (Cel("A", ((0, "1"), (4, "2"), (6, "1"), (8, "3"), (12, None))), Cel("Book", ((0, "1"),))),
)


def write_timesheet(folder: Path, timesheet: Timesheet = TIMESHEET) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "c001.xdts"
    path.write_text(dump(timesheet), encoding="utf-8")
    return path


def write_drawings(folder: Path, lines: str, paint: str) -> None:
    """Three drawings of which the first and the last are painted; `lines`, `paint`: forms of their names."""
    for number in range(1, 4):
        save(folder / lines.format(number), line(number))
    for number in (1, 3):
        save(folder / paint.format(number), color(number))
