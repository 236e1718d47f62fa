"""How well a method colors shots whose truth is known.

A set is a folder of shots, each with line/, color/ (all frames), label/ and palette.json. A region to judge is a
4-connected set of pixels whose darkest channel is at least a paper level; its truth is the label most of its
pixels have, and its color in the result likewise.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
from PIL import Image

from ..drawing.regions import areas
from ..errors import InputError
from ..files import ShotFiles, open_shot, read_image
from ..lazy import Lazy
from ..pipeline import Painted, Request, colorize
from ..progress import Progress
from .metrics import Figures, judge, mean

LINE, UNKNOWN = 0, 255  # ids in label/ that are no answer
BACKGROUND = 1  # the id in label/ of what is left unpainted


@dataclass(frozen=True)
class ShotFigures:
    """What a method reached on one shot."""

    shot: str
    frames: int  # that were colored
    figures: Figures  # means over them
    seconds: float  # a frame of the shot, learning included


def reference_times(times: Sequence[int], mode: str) -> list[int]:
    """Which frames of a shot are given: `mode` is first, middle, first-last or every-K."""
    ordered = sorted(times)
    if mode == "first":
        return ordered[:1]
    if mode == "middle":
        return [ordered[len(ordered) // 2]]
    if mode == "first-last":
        return sorted({ordered[0], ordered[-1]})
    if mode.startswith("every-") and mode[6:].isdecimal() and int(mode[6:]) > 0:
        return ordered[:: int(mode[6:])]
    raise InputError(f"There are no references {mode!r}: choose first, middle, first-last or every-4.")


def evaluate(
    folder: Path, references: str, method: str, target_accuracy: float, paper: int
) -> Generator[Progress | ShotFigures, None, Figures]:
    """Evaluate all shots of a set; yields each shot's figures, returns their mean."""
    shots = sorted(path.parent for path in folder.glob("*/line") if path.is_dir())
    if not shots:
        raise InputError(f"There are no shots in {folder}: it must hold folders with line/ and label/.")
    done: list[Figures] = []
    for number, shot in enumerate(shots):
        yield Progress(number / len(shots), shot.name)
        of_shot = evaluate_shot(shot, references, method, target_accuracy, paper)
        done.append(of_shot.figures)
        yield of_shot
    return mean(done)


def evaluate_shot(
    folder: Path, references: str, method: str, target_accuracy: float, paper: int
) -> ShotFigures:
    """Color one shot and judge every frame that was no reference."""
    shot = open_shot(folder)
    given = reference_times(list(shot.lines), references)
    _check_truth(folder, shot, given)
    colors = Lazy(given, lambda time: shot.colors[time])
    request = Request(shot.lines, colors, method, target_accuracy)
    colors_of = _palette(folder)
    start = perf_counter()
    judged = []
    for step in colorize(request):
        if isinstance(step, Painted):
            name = f"{shot.names[step.time]}.png"
            with Image.open(folder / "label" / name) as picture:
                labels = np.asarray(picture)
            regions = paper_regions(read_image(folder / "line" / name), paper)
            judged.append(_judge(step, regions, labels, colors_of))
    seconds = (perf_counter() - start) / len(shot.lines)
    return ShotFigures(folder.name, len(judged), mean(judged), seconds)


def _check_truth(folder: Path, shot: ShotFiles, given: Sequence[int]) -> None:
    """Raise InputError where a shot to evaluate lacks a file."""
    targets = [time for time in shot.lines if time not in given]
    needed = [folder / "palette.json", *(folder / "label" / f"{shot.names[time]}.png" for time in targets)]
    missing = [path for path in needed if not path.is_file()]
    missing += [folder / "color" / f"{shot.names[time]}.png" for time in given if time not in shot.colors]
    if missing:
        raise InputError(f"There is no {missing[0]}: a shot to evaluate needs its paint and its truth.")


def paper_regions(line: np.ndarray, paper: int) -> np.ndarray:
    """The regions to judge, i32 (H, W), of a line drawing u8 RGBA on white paper."""
    is_paper = (line[..., :3].min(2) >= paper).astype(np.uint8)
    return cv2.connectedComponents(is_paper, connectivity=4, ltype=cv2.CV_32S)[1]


def _palette(folder: Path) -> np.ndarray:
    """The color of each label id, packed as u32: (256,)."""
    entries = json.loads((folder / "palette.json").read_text(encoding="utf-8"))["labels"]
    rgba = np.zeros((256, 4), np.uint8)
    for entry in entries:
        if entry["id"] > BACKGROUND:
            rgba[entry["id"]] = (*entry["rgb"], 255)
    return rgba.view(np.uint32).ravel()


def _judge(painted: Painted, regions: np.ndarray, labels: np.ndarray, colors_of: np.ndarray) -> Figures:
    count = int(regions.max()) + 1
    ids = regions.ravel()
    votes = np.bincount(ids * 256 + labels.ravel(), minlength=count * 256).reshape(count, 256)
    votes[:, LINE] = 0
    truth = votes.argmax(1)
    known = votes.any(1) & (truth != UNKNOWN)
    known[0] = False
    opaque = painted.color.copy()
    opaque[opaque[..., 3] == 0] = 0  # all that is transparent is one answer
    found, color = np.unique(np.ascontiguousarray(opaque).view(np.uint32).ravel(), return_inverse=True)
    won = np.bincount(ids * len(found) + color, minlength=count * len(found)).reshape(count, -1).argmax(1)
    area = areas(regions)
    share_withdrawn = np.bincount(ids, painted.withdrawn.ravel(), count) / np.maximum(area, 1)
    return judge(colors_of[truth][known], found[won][known], area[known], (share_withdrawn > 0.5)[known])
