"""What LAVC's networks show of a frame on the way to its colors (Shi et al. 2020, figure 5), for contact sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ..errors import InputError
from ..files.result_folder import REPORT
from ..files.shots import open_shot
from ..methods.lavc.colorizer import Lavc
from ..methods.lavc.store import METHOD
from ..pipeline import Request
from ..pipeline.reading import read_shot
from ..progress import finish
from ..protocol.json_text import parse_json
from .sheet import Row


def with_stages(rows: Sequence[Row], shot: Path, result: Path) -> list[Row]:
    """The rows of a sheet, with the stages of the frames that were colored.

    `shot`, `result`: the folders that the rows were read from. The networks look again, with the weights there are
    now. Raises InputError where the result is not LAVC's.
    """
    report = _report(result)
    if report.get("method") != METHOD:
        raise InputError(
            f"{result} was colored with {report.get('method', 'an unknown method')}, and only {METHOD} has "
            f"stages: color the shot with shiage colorize --method {METHOD}."
        )
    known = [*report.get("finished", ()), *report.get("partly_painted", ())]
    files = open_shot(shot, known)
    read = finish(read_shot(Request(files.lines, files.colors, finished=files.notes.finished)))
    method = Lavc()
    finish(method.learn(read))
    targets = {files.names[read.frames[target].time]: target for target in read.targets}
    return [
        _with_stages(row, method.stages(read, targets[row.label])) if row.label in targets else row
        for row in rows
    ]


def _with_stages(row: Row, stages: Mapping[str, np.ndarray]) -> Row:
    size = row.line.shape[1::-1]
    scaled = {name: cv2.resize(one, size, interpolation=cv2.INTER_NEAREST) for name, one in stages.items()}
    return replace(row, stages=scaled)


def _report(result: Path) -> dict[str, Any]:
    try:
        return dict(parse_json((result / REPORT).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(
            f"There is no {result / REPORT}: color the shot first, with shiage colorize."
        ) from error
