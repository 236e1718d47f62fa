"""A contact sheet of a shot on disk and its result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..files.images import read_image
from ..files.shots import ShotFiles, open_shot
from .sheet import Row


def read_rows(
    shot: Path, result: Path, frames: Sequence[str] | None = None, with_truth: bool = True
) -> list[Row]:
    """The frames of the shot folder `shot`, colored as in the folder `result`; with truth where there is.

    `frames` names those wanted, as "0003"; None: all. Raises InputError where a folder is not a shot or a
    result, or a frame is missing.
    """
    files = open_shot(shot)
    names = list(files.names.values())
    for name in frames or ():
        if name not in names:
            raise InputError(f"There is no frame {name} in {shot}: it has {names[0]} to {names[-1]}.")
    wanted = [time for time, name in files.names.items() if frames is None or name in frames]
    return [_row(shot, result, files, time, with_truth) for time in wanted]


def _row(shot: Path, result: Path, files: ShotFiles, time: int, with_truth: bool) -> Row:
    name = files.names[time]
    if time in files.colors and not (result / "full" / f"{name}.png").is_file():
        return Row(f"{name}  reference", files.lines[time], files.colors[time])
    color = _picture(result / "full" / f"{name}.png")
    withdrawn = _picture(result / "withdrawn" / f"{name}.png")[..., 0] > 0
    truth = shot / "truth" / f"{name}.png"
    has_truth = with_truth and truth.is_file()
    return Row(name, files.lines[time], color, withdrawn, read_image(truth) if has_truth else None)


def _picture(path: Path) -> np.ndarray:
    if not path.is_file():
        raise InputError(f"There is no {path}: color the shot first, with shiage colorize.")
    return read_image(path)
