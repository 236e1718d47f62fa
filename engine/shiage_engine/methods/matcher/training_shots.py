"""Shots to train the matcher on: views and labels are prepared once, then read a frame at a time."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from ...drawing import line_art, regions
from ...drawing.descriptors import describe
from ...drawing.gaps import DEFAULT_GAP
from ...drawing.schema import DIGEST
from ...drawing.segmentation import segment
from ...drawing.shot import UNKNOWN
from ...files.arrays import read_arrays, write_arrays
from ...files.images import read_ids, read_image
from ...files.labelled_shots import LINE, NO_TRUTH, drawings, is_newer, labelled_shots, truth_of
from ...files.reading import read_text
from ...files.saving import write_text
from ...progress import Progress
from ...protocol.json_text import parse_json
from .view import View, view

MIXED = 0.6  # least share of one label in a region, else it is unknown: raw drawings have regions of several
VERSION = "2"  # of the prepared files; raised when views change
ARRAYS = ("labels", *(field.name for field in fields(View)))  # in each


@dataclass(frozen=True)
class TrainingFrame:
    """A frame of a training shot."""

    view: View
    labels: np.ndarray  # i32 (N,): ids of label/ less one (0 is left unpainted), or UNKNOWN


class TrainingShots:
    """Prepared shots of one or more folders, each a list of files, one a frame."""

    def __init__(self, shots: Sequence[Sequence[Path]]) -> None:
        self._shots = shots

    def __len__(self) -> int:
        return len(self._shots)

    def frames(self, shot: int) -> int:
        """How many frames a shot has."""
        return len(self._shots[shot])

    def frame(self, shot: int, number: int) -> TrainingFrame:
        """Read one frame."""
        arrays = read_arrays(self._shots[shot][number], ARRAYS)
        labels = arrays.pop("labels")
        return TrainingFrame(View(**arrays), labels)


def prepare(folders: Sequence[Path], cache: Path) -> Generator[Progress, None, TrainingShots]:
    """Make the view of every frame of every shot, but for those that lie in `cache` already."""
    shots, prepared = labelled_shots(folders), []
    for number, (name, shot) in enumerate(shots.items()):
        yield Progress(number / len(shots), f"Preparing {shot.name}")
        prepared.append(_prepare_shot(shot, cache / name))
    return TrainingShots(prepared)


def _prepare_shot(shot: Path, cache: Path) -> list[Path]:
    mark = cache / "whole.json"
    settings = {"version": VERSION, "largest_gap": DEFAULT_GAP, "descriptors": DIGEST}
    files = {line: cache / f"{line.stem}.npz" for line in drawings(shot)}
    if _mark(mark) == settings and all(is_newer(file, line) for line, file in files.items()):
        return [*files.values()]
    mark.unlink(missing_ok=True)
    for line, file in files.items():
        frame = read_frame(line, truth_of(line), DEFAULT_GAP)
        write_arrays(file, {"labels": frame.labels, **vars(frame.view)})
    write_text(mark, json.dumps(settings))
    return [*files.values()]


def _mark(path: Path) -> object:
    """The settings that a shot was prepared with; None where it is not complete."""
    try:
        return parse_json(read_text(path))
    except ValueError:  # InputError is one, too
        return None


def read_frame(line: Path, label: Path, largest_gap: int) -> TrainingFrame:
    """The view and the true labels of a drawing; files as in a shot's line/ and label/."""
    art = line_art.read(read_image(line))
    map_ = segment(art, largest_gap)
    truth = read_ids(label, map_.shape)
    of_frame = view(art, map_, describe(art, map_))
    return TrainingFrame(of_frame, _majority(map_, truth)[of_frame.ids])


def _majority(map_: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The label most pixels of each region have, i32 (R + 1,); UNKNOWN where no label has a share above MIXED."""
    count = int(map_.max(initial=0)) + 1
    votes = regions.tally(map_, truth, (count, 256))
    votes[:, LINE] = 0
    winner = votes.argmax(1)
    clear = votes.max(1) > MIXED * votes.sum(1)
    labels: np.ndarray = np.where(clear & (winner != NO_TRUTH), winner - 1, UNKNOWN).astype(np.int32)
    return labels
