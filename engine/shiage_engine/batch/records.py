"""The folder of a night, and what is recorded there of each cut: OUT/{cuts,sheets,records}/NAME and OUT/index.html.

A record is written after the result and its contact sheet, so that what has one is whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from ..files.reading import read_text
from ..files.result_folder import is_whole
from ..files.saving import check_place
from ..files.seals import FIELD, is_sealed, write_sealed
from ..protocol.json_text import parse_json

RESULTS, SHEETS, RECORDS = "cuts", "sheets", "records"  # the folders of a night


@dataclass(frozen=True)
class Record:
    """What became of a cut."""

    name: str
    digest: str = ""  # of all that the result depends on, see `listing.digest_of`; "": it could not be read
    frames: int = 0  # that were colored
    painted: float = 0.0  # share of the area to be painted, in [0, 1]: the mean over these frames
    # How many are open, by why they are asked.
    questions: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    failed: str = ""  # why there is no result, in a sentence; "": there is one
    trace: str = ""  # where in the engine, if it failed by a fault of Shiage

    @property
    def open(self) -> int:
        """How many questions are open."""
        return sum(self.questions.values())


class NightFolder(NamedTuple):
    """Where things are in the folder of a night."""

    root: Path  # absolute

    @classmethod
    def at(cls, out: Path, *cuts: Path) -> NightFolder:
        """The folder `out` for `cuts`. Raises InputError where it cannot be one, or its page is of others."""
        root = Path(os.path.realpath(out))
        if root.exists() and not root.is_dir():
            raise InputError(f"{out} is a file: choose another folder for the results.")
        if any(root.is_relative_to(os.path.realpath(path)) for path in cuts):
            raise InputError(f"{out} is among the cuts: choose another folder for the results.")
        if any(root == Path(os.path.realpath(path)).parent for path in cuts):
            raise InputError(
                f"The cuts are in {out}: choose another folder for the results, as {out / 'night'}."
            )
        folder = cls(root)
        check_place(folder.page, is_sealed)
        return folder

    def result(self, name: str) -> Path:
        """The result of a cut, as `shiage colorize` writes it."""
        return self.root / RESULTS / name

    def sheet(self, name: str) -> Path:
        """The contact sheet of a cut."""
        return self.root / SHEETS / f"{name}.png"

    def record(self, name: str) -> Path:
        """The record of a cut."""
        return self.root / RECORDS / f"{name}.json"

    @property
    def page(self) -> Path:
        """What who comes in the morning reads."""
        return self.root / "index.html"

    def write(self, record: Record) -> None:
        """Write the record of a cut, in place of an older one. Raises InputError where the disk refuses it."""
        write_sealed(self.record(record.name), json.dumps({**asdict(record), **FIELD}, indent=1) + "\n")

    def read(self, name: str) -> Record | None:
        """The record of a cut; None where there is none, or none of this version."""
        try:
            found = parse_json(read_text(self.record(name)))
            return Record(**{one.name: found[one.name] for one in fields(Record)})
        except (InputError, ValueError, LookupError, TypeError):
            return None

    def done(self, name: str, digest: str) -> Record | None:
        """The record of a cut that is colored, and on which nothing it depends on has changed since; else None."""
        record = self.read(name)
        if record is None or record.failed or record.digest != digest:
            return None
        return record if is_whole(self.result(name)) and self.sheet(name).is_file() else None


def is_night(folder: Path) -> bool:
    """Whether it is the folder of a night: there is a record of a cut."""
    return any(is_sealed(path) for path in (folder / RECORDS).glob("*.json"))
