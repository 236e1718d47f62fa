"""Small cuts on disk, and tasks of them."""

from __future__ import annotations

from pathlib import Path

from shiage_engine.protocol.options import Options

from shiage_engine.batch.listing import NamedCut, digest_of, size_of
from shiage_engine.batch.records import NightFolder
from shiage_engine.batch.task import Task
from tests.engine.files.pictures import write_shot

QUICK = Options("few-shot")


def write_cuts(folder: Path, *names: str) -> Path:
    """A folder with a shot of three frames for each name, the first and last colored."""
    for name in names:
        write_shot(folder / name)
    return folder


def task_of(shot: Path, out: Path) -> Task:
    """The task of a shot."""
    cut = NamedCut(shot.name, shot)
    return Task(cut, size_of(cut), digest_of(cut, QUICK), QUICK, NightFolder(out))


def files_of(folder: Path) -> dict[str, bytes]:
    """All files, hidden ones too, by their path in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
