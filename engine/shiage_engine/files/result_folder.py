"""A result on disk: OUT/{color,full,withdrawn,confidence}/NNNN.png and OUT/report.json."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import numpy as np

from ..errors import InputError
from ..results import FrameResult, Report
from .images import write_image

PLANES = ("color", "full", "withdrawn", "confidence")
REPORT = "report.json"


class ResultFolder:
    """Writes a result into a temporary folder beside `folder`, which it replaces when it is complete.

    Use with `with`; without `finish`, nothing is left behind. Raises InputError where `folder` holds anything but an
    earlier result.
    """

    def __init__(self, folder: Path, names: Mapping[int, str]) -> None:
        self._folder = Path(os.path.realpath(folder))  # what a link points to is replaced, not the link
        self._names = names
        _check_replaceable(self._folder)
        self._temporary = self._folder.with_name(f".{self._folder.name}.{os.getpid()}.growing")

    def __enter__(self) -> ResultFolder:
        try:
            for plane in PLANES:
                (self._temporary / plane).mkdir(parents=True)
        except OSError as error:
            raise InputError(f"Cannot write into {self._folder.parent}: {error.strerror}.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)

    def write(self, painted: FrameResult) -> None:
        """Add one frame."""
        name = self._names[painted.time]
        color, withdrawn = painted.color(), painted.withdrawn_pixels()
        visible = color.copy()
        visible[withdrawn] = 0
        pictures = (visible, color, withdrawn.astype(np.uint8) * 255, painted.confidence_pixels())
        for plane, pixels in zip(PLANES, pictures, strict=True):
            write_image(self._temporary / plane / f"{name}.png", pixels)

    def finish(self, report: Report) -> None:
        """Add the report, and replace an earlier result by this one."""
        text = json.dumps(_report(report, self._names), indent=1)
        (self._temporary / REPORT).write_text(text + "\n", encoding="utf-8")
        earlier = self._temporary.with_suffix(".former")
        if self._folder.exists():
            self._folder.rename(earlier)
        self._temporary.rename(self._folder)
        shutil.rmtree(earlier, ignore_errors=True)


def _check_replaceable(folder: Path) -> None:
    """Raise InputError unless `folder` is missing, empty or an earlier result, which may be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file: choose another folder for the result.")
    entries = {path.name for path in folder.iterdir()}
    if entries and not (REPORT in entries and entries <= {*PLANES, REPORT}):
        raise InputError(
            f"{folder} holds files that are no result of Shiage: choose another folder for the result."
        )


def _report(report: Report, names: Mapping[int, str]) -> dict[str, object]:
    """The content of report.json; frames by the name of their file."""
    return {
        "method": report.method,
        "finished": [names[time] for time in report.finished],
        "partly_painted": [names[time] for time in report.partial],
        "palette": report.palette.tolist(),
        "frames": {
            names[frame.time]: {
                "regions": frame.regions,
                "coverage": round(frame.coverage, 4),
                "area_coverage": round(frame.area_coverage, 4),
                "seconds": round(frame.seconds, 3),
            }
            for frame in report.frames
        },
    }
