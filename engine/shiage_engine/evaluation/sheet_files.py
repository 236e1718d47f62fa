"""A contact sheet of a shot on disk and its result."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import InputError
from ..files import open_shot, read_image
from .sheet import Row


def read_rows(shot: Path, result: Path) -> list[Row]:
    """The frames of the shot folder `shot`, colored as in the folder `result`; with truth where there is.

    Raises InputError where a folder is none of the kind, or a frame of the result is missing.
    """
    files = open_shot(shot)
    rows = []
    for time, name in files.names.items():
        if time in files.colors:
            rows.append(Row(f"{name}  reference", files.lines[time], files.colors[time]))
            continue
        color = _picture(result / "full" / f"{name}.png")
        withdrawn = _picture(result / "withdrawn" / f"{name}.png")[..., 0] > 0
        truth = shot / "truth" / f"{name}.png"
        rows.append(
            Row(name, files.lines[time], color, withdrawn, read_image(truth) if truth.is_file() else None)
        )
    return rows


def _picture(path: Path) -> np.ndarray:
    if not path.is_file():
        raise InputError(f"There is no {path}: color the shot first, with shiage colorize.")
    return read_image(path)
