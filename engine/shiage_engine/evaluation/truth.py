"""A shot whose truth is known: its line art, its paint, and the label of each pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..drawing.regions import tally
from ..errors import InputError
from ..files.images import read_ids, read_image
from ..files.labelled_shots import BACKGROUND, LINE, NO_TRUTH
from ..files.reading import read_text
from ..files.shots import ShotFiles, open_shot
from ..lazy import Lazy
from ..protocol.json_text import parse_json

CLEAR = 0.9  # share of the pixels of a region that have one color, where its color is clear
UNCLEAR = -1  # a color that is not known
DRAWN, MODEL, PROCEDURAL = "drawn", "rendered model", "rendered procedural"  # kinds of shots
# Rendered lines are soft, and hide much of a small region.
PAPER_LEVEL = {DRAWN: 250, MODEL: 128, PROCEDURAL: 128}
LINE_FOLDERS = ("line", "ink")  # folders of line art


@dataclass(frozen=True)
class TruthShot:
    """A shot folder with truth. Its pictures are read when asked for."""

    folder: Path
    kind: str
    names: Mapping[int, str]  # time -> "0007"
    times: Sequence[int]  # all, in order
    given: Sequence[int]  # the references among them
    lines: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4)
    colors: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4) of the references
    color_of: np.ndarray  # u32 (256,): the color of each label id, RGBA packed into one number

    def label(self, time: int, size: tuple[int, ...] | None = None) -> np.ndarray:
        """The label id of each pixel, u8 (H, W): LINE, NO_TRUTH, BACKGROUND or an id of the palette.

        Raises InputError where the file holds something else, or is not of the `size` (H, W).
        """
        path = self.folder / "label" / f"{self.names[time]}.png"
        ids = read_ids(path, size)
        if int(ids.max(initial=0)) > NO_TRUTH or int(ids.min(initial=0)) < 0:
            raise InputError(f"{path} holds ids over {NO_TRUTH}: a label must fit into a byte.")
        found = np.flatnonzero(np.bincount(ids.ravel()))
        known = (LINE, BACKGROUND, NO_TRUTH)
        missing = [label for label in found if self.color_of[label] == 0 and label not in known]
        if missing:
            raise InputError(
                f"{path} holds the id {missing[0]}, which palette.json lacks: add its color there."
            )
        return ids.astype(np.uint8)

    def paint(self, time: int) -> np.ndarray:
        """The true paint, u8 RGBA (H, W, 4), transparent where there is none or none is known."""
        label = self.label(time)
        return self.color_of[label].view(np.uint8).reshape(*label.shape, 4)

    def part(self, time: int, size: tuple[int, ...] | None = None) -> np.ndarray | None:
        """The surface part of each pixel, u16 (H, W), the same in all frames; None where the shot has none."""
        path = self.folder / "part" / f"{self.names[time]}.png"
        return read_ids(path, size) if path.is_file() else None

    def distance(self, time: int) -> int:
        """Frames from the nearest reference; 0 where there is none."""
        at = self.times.index(time)
        return min((abs(at - self.times.index(reference)) for reference in self.given), default=0)


def true_colors(shot: TruthShot, time: int, regions: np.ndarray, clear: float | np.ndarray = 0) -> np.ndarray:
    """The true color of each region of a frame, packed, i64 (R + 1,); UNCLEAR for the line and what has none.

    `regions`: i32 (H, W). `clear`: the share of the pixels of a region off the line, or (R + 1,) shares, more than
    which has to have one color.
    """
    count = int(regions.max(initial=0)) + 1
    votes = tally(regions, shot.label(time, regions.shape), (count, 256))
    votes[:, LINE] = 0
    winner = votes.argmax(1)
    is_known = (votes.max(1) > clear * votes.sum(1)) & (winner != NO_TRUTH)
    is_known[0] = False
    return np.where(is_known, shot.color_of[winner].astype(np.int64), UNCLEAR)


def reference_times(times: Sequence[int], mode: str) -> list[int]:
    """Which frames of a shot are given, in order.

    `mode` is none, first, middle, first-last, first-middle-last, every-K, or even-K: K in all, evenly over the shot.
    """
    ordered = sorted(times)
    if mode == "none":
        return []
    if mode == "first":
        return ordered[:1]
    if mode == "middle":
        return [ordered[len(ordered) // 2]]
    if mode == "first-last":
        return sorted({ordered[0], ordered[-1]})
    if mode == "first-middle-last":
        return sorted({ordered[0], ordered[len(ordered) // 2], ordered[-1]})
    spacing, _, number = mode.partition("-")
    if spacing in ("every", "even") and number.isdecimal() and int(number) > 0:
        return ordered[:: int(number)] if spacing == "every" else _evenly(ordered, int(number))
    raise InputError(
        f"There are no references {mode!r}: choose none, first, middle, first-last, first-middle-last, every-4 or "
        "even-5."
    )


def _evenly(times: Sequence[int], count: int) -> list[int]:
    """So many of the times, or all, the first and the last among them; one is the first."""
    last = max(min(count, len(times)) - 1, 1)
    return sorted({times[one * (len(times) - 1) // last] for one in range(min(count, len(times)))})


def open_truth(folder: Path, references: str, lines: str = "line") -> TruthShot:
    """The shot in `folder`, with `references` as for `reference_times`; `lines` is the folder of its line art.

    Raises InputError where it lacks a file.
    """
    shot = open_shot(folder)
    times = sorted(shot.lines)
    given = reference_times(times, references)
    _check(folder, shot, given, lines)
    return TruthShot(
        folder=folder,
        kind=kind_of(folder),
        names=shot.names,
        times=times,
        given=given,
        lines=Lazy(times, lambda time: read_image(folder / lines / f"{shot.names[time]}.png")),
        colors=Lazy(given, lambda time: shot.colors[time]),
        color_of=_colors(folder),
    )


def shot_folders(folder: Path, lines: str = "line") -> list[Path]:
    """The shots of a set, in order of name: all that have the folder `lines`. Raises InputError where none has."""
    # Hidden ones are still being written.
    found = (path for path in folder.glob("*") if not path.name.startswith("."))
    shots = sorted(path for path in found if (path / "line").is_dir() and (path / lines).is_dir())
    if not shots:
        raise InputError(f"There are no shots in {folder}: it must hold folders with {lines}/ and label/.")
    return shots


def kind_of(folder: Path) -> str:
    """DRAWN, MODEL or PROCEDURAL, by the characters that meta.json lists."""
    meta = folder / "meta.json"
    try:
        content = parse_json(read_text(meta)) if meta.is_file() else {}
    except ValueError as error:
        raise InputError(f"{meta} is no JSON: mend or remove it.") from error
    characters = content.get("characters", ()) if isinstance(content, dict) else ()
    if not characters or not isinstance(characters, list):
        return DRAWN
    return PROCEDURAL if all(str(name).startswith("proc:") for name in characters) else MODEL


def paper_regions(line: np.ndarray, paper: int) -> np.ndarray:
    """The regions to judge, i32 (H, W), of a line drawing u8 RGBA on white paper."""
    is_paper = (line[..., :3].min(2) >= paper).astype(np.uint8)
    return cv2.connectedComponents(is_paper, connectivity=4, ltype=cv2.CV_32S)[1]


def color_numbers(rgba: np.ndarray) -> np.ndarray:
    """Each pixel of u8 RGBA (H, W, 4) as one number, u32 (H, W); all that is transparent is 0."""
    numbers = np.ascontiguousarray(rgba).view(np.uint32)[..., 0].copy()
    numbers[rgba[..., 3] == 0] = 0
    return numbers


def _check(folder: Path, shot: ShotFiles, given: Sequence[int], lines: str) -> None:
    """Raise InputError where a shot to evaluate lacks a file."""
    targets = [time for time in shot.lines if time not in given]
    needed = [folder / "palette.json", *(folder / "label" / f"{shot.names[time]}.png" for time in targets)]
    needed += [folder / lines / f"{name}.png" for name in shot.names.values()]
    missing = [path for path in needed if not path.is_file()]
    missing += [folder / "color" / f"{shot.names[time]}.png" for time in given if time not in shot.colors]
    if missing:
        raise InputError(f"There is no {missing[0]}: a shot to evaluate needs its paint and its truth.")


def read_palette(path: Path) -> dict[int, tuple[int, int, int]]:
    """The RGB of each label id that is a color. Raises InputError where `path` holds something else."""
    try:
        entries = parse_json(read_text(path))["labels"]
        colors = {entry["id"]: tuple(entry["rgb"]) for entry in entries if entry["id"] > BACKGROUND}
        np.array([(label, *rgb) for label, rgb in colors.items()], np.uint8).reshape(len(colors), 4)
        if not all(type(label) is int and label < NO_TRUTH for label in colors):
            raise ValueError("ids")
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        example = '{"labels": [{"id": 2, "rgb": [200, 30, 30]}]}'
        raise InputError(f"{path} holds no palette, as {example}, with ids up to 254.") from error
    return colors


def _colors(folder: Path) -> np.ndarray:
    """The color of each label id, packed as u32: (256,)."""
    rgba = np.zeros((256, 4), np.uint8)
    for label, rgb in read_palette(folder / "palette.json").items():
        rgba[label] = (*rgb, 255)
    return rgba.view(np.uint32).ravel()
