"""Where a result goes: what every way out of the engine can do, and which one a path asks for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from ..files.cut import Cut
from ..files.kra import writing as kra
from ..files.psd import writing as psd
from ..files.result_folder import ResultFolder
from ..results import FrameResult, Report


class Output(Protocol):
    """Takes a result frame by frame; it is in its place when it is finished, and before that nothing is."""

    def write(self, cel: str, painted: FrameResult) -> None:
        """Add a frame of one of the cut's shots."""

    def finish(self, reports: Mapping[str, Report]) -> None:
        """Put the result in its place; `reports`: of the shots that were colored, by cel."""


def open_output(path: Path, cut: Cut) -> AbstractContextManager[Output]:
    """The way to `path`, a file of the kind that its name says, or a folder. Raises InputError where it is taken."""
    suffix = path.suffix.lower()
    if suffix == psd.SUFFIX:
        return psd.psd_output(path, cut)
    if suffix == kra.SUFFIX:
        return kra.kra_output(path, cut)
    return folder_output(path, cut)


def folder_output(path: Path, cut: Cut) -> ResultFolder:
    """The way to a folder, whatever its name. Raises InputError where it is taken."""
    return ResultFolder(path, {cel: shot.names for cel, shot in cut.shots.items()}, cut.copies)
