"""Shots to train the matcher on, as it sees them: prepared once, then read a frame at a time."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from PIL import Image

from ..drawing import line_art, regions
from ..drawing.descriptors import describe
from ..drawing.shot import UNKNOWN
from ..drawing.view import View, view
from ..errors import InputError
from ..files import read_image
from ..progress import Progress

LINE, NO_TRUTH = 0, 255  # ids in label/ that are no answer
MIXED = 0.9  # a region with less of one label than this teaches nothing
VERSION = "1"  # of the prepared files; raised when views change


@dataclass(frozen=True)
class SeenFrame:
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

    def frame(self, shot: int, number: int) -> SeenFrame:
        """Read one frame."""
        with np.load(self._shots[shot][number]) as arrays:
            of_view = View(**{field.name: arrays[field.name] for field in fields(View)})
            return SeenFrame(of_view, arrays["labels"])


def prepare(
    folders: Sequence[Path], cache: Path, largest_gap: int = 4
) -> Generator[Progress, None, TrainingShots]:
    """See every frame of every shot once; what is in `cache` already is kept."""
    shots = sorted(line.parent for folder in folders for line in folder.glob("*/line") if line.is_dir())
    if not shots:
        raise InputError(
            f"There are no shots in {', '.join(map(str, folders))}: make some with shiage generate first."
        )
    prepared = []
    for number, shot in enumerate(shots):
        yield Progress(number / len(shots), f"Seeing {shot.name}")
        prepared.append(_prepare_shot(shot, cache / f"{shot.parent.name}-{shot.name}", largest_gap))
    return TrainingShots(prepared)


def _prepare_shot(shot: Path, cache: Path, largest_gap: int) -> list[Path]:
    mark = cache / "whole.json"
    what = {"version": VERSION, "largest_gap": largest_gap}
    lines = sorted((shot / "line").glob("*.png"))
    files = [cache / f"{line.stem}.npz" for line in lines]
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == what:
        return files
    cache.mkdir(parents=True, exist_ok=True)
    for line, file in zip(lines, files, strict=True):
        seen = see(line, shot / "label" / line.name, largest_gap)
        with file.open("wb") as stream:
            np.savez(stream, labels=seen.labels, **vars(seen.view))
    mark.write_text(json.dumps(what), encoding="utf-8")
    return files


def see(line: Path, label: Path, largest_gap: int) -> SeenFrame:
    """What the matcher sees of a drawing, and the truth; files as in a shot's line/ and label/."""
    art = line_art.read(read_image(line))
    map_ = regions.segment(art, largest_gap)
    with Image.open(label) as picture:
        truth = np.asarray(picture)
    seen = view(art, map_, describe(art, map_))
    return SeenFrame(seen, _majority(map_, truth)[seen.ids])


def _majority(map_: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The label most pixels of each region have, i32 (R + 1,); UNKNOWN where they are not of one mind."""
    count = int(map_.max(initial=0)) + 1
    votes = np.bincount(map_.ravel() * 256 + truth.ravel(), minlength=count * 256).reshape(count, 256)
    votes[:, LINE] = 0
    winner = votes.argmax(1)
    clear = votes.max(1) > MIXED * votes.sum(1)
    labels: np.ndarray = np.where(clear & (winner != NO_TRUTH), winner - 1, UNKNOWN).astype(np.int32)
    return labels
