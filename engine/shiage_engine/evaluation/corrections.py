"""What a correction does to the rest of a shot: right labels of single regions are added, and others are counted.

A right label must never lower how many other regions are right, nor how many are painted, by more than noise.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from ..drawing.regions import SPECK
from ..errors import InputError
from ..pipeline import Request, colorize
from ..progress import Progress
from ..protocol.options import Options
from ..registry import METHODS
from ..results import FrameResult
from . import workers
from .baselines import BASELINES
from .truth import CLEAR, UNCLEAR, TruthShot, open_truth, shot_folders, true_colors

FRAMES = 2  # of a shot that are corrected


@dataclass(frozen=True)
class Effect:
    """What so many right labels in each of FRAMES frames changed in the regions that got none, over 10 pixels."""

    shot: str
    labels: int  # added to each corrected frame, at most
    regions: int  # that got none: what all that follows counts
    right_before: int
    right_after: int
    better: int  # regions wrong before and right after
    worse: int
    painted_before: int
    painted_after: int


def corrections(
    folder: Path, counts: Sequence[int], options: Options, references: str = "first-last", processes: int = 1
) -> Generator[Progress, None, list[Effect]]:
    """The effects in all shots of a set, for each number of labels."""
    shots = shot_folders(folder)
    tasks = [(shot, tuple(counts), options, references) for shot in shots]
    found = yield from workers.run(correct_shot, tasks, [shot.name for shot in shots], processes)
    return [effect for of_shot in found for effect in of_shot]


def correct_shot(
    folder: Path, counts: Sequence[int], options: Options, references: str = "first-last"
) -> list[Effect]:
    """The effects in one shot; frames and regions are chosen at random, the same each time."""
    shot = open_truth(folder, references)
    targets = [time for time in shot.times if time not in shot.given]
    if not targets:
        raise InputError(f"With the references {references} nothing is left to color in {folder}.")
    random = np.random.default_rng(0)
    chosen = sorted(int(time) for time in random.choice(targets, min(FRAMES, len(targets)), replace=False))
    before = _results(shot, {}, options)
    truth = {time: clear_colors(shot, frame) for time, frame in before.items()}
    effects = []
    for count in counts:
        answered = {time: _chosen(truth[time], count, random) for time in chosen}
        paint = {time: _painted(shot, before[time], regions) for time, regions in answered.items()}
        after = _results(shot, paint, options)
        was_right, was_painted = _outcomes(truth, before, answered)
        is_right, is_painted = _outcomes(truth, after, answered)
        effects.append(
            Effect(
                folder.name,
                labels=count,
                regions=len(was_right),
                right_before=int(was_right.sum()),
                right_after=int(is_right.sum()),
                better=int((is_right & ~was_right).sum()),
                worse=int((was_right & ~is_right).sum()),
                painted_before=int(was_painted.sum()),
                painted_after=int(is_painted.sum()),
            )
        )
    return effects


def _results(shot: TruthShot, partial: dict[int, np.ndarray], options: Options) -> dict[int, FrameResult]:
    """The target frames by time; `partial`: paint of frames that are painted in part."""
    colors = {**{time: shot.colors[time] for time in shot.given}, **partial}
    request = Request(shot.lines, colors, options, finished=[*shot.given], partial=[*partial])
    steps = colorize(request, {**METHODS, **BASELINES})
    return {step.time: step for step in steps if isinstance(step, FrameResult)}


def clear_colors(shot: TruthShot, frame: FrameResult) -> np.ndarray:
    """The true color of each region, i64 (R + 1,); UNCLEAR where it is not clear, or the region is a speck."""
    color = true_colors(shot, frame.time, frame.region_map, CLEAR)
    return np.where(frame.areas > SPECK, color, UNCLEAR)


def _chosen(truth: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Ids of at most `count` regions that are painted in truth, chosen at random."""
    possible = np.flatnonzero(truth > 0)
    return random.choice(possible, min(count, len(possible)), replace=False)


def _painted(shot: TruthShot, frame: FrameResult, regions: np.ndarray) -> np.ndarray:
    """The true paint of some regions alone, u8 RGBA (H, W, 4)."""
    paint = shot.paint(frame.time)
    paint[~np.isin(frame.region_map, regions)] = 0
    return paint


def _outcomes(
    truth: dict[int, np.ndarray], frames: dict[int, FrameResult], answered: dict[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each region of all frames that got no label is right, and whether it is painted: bool (N,) each."""
    right, painted = [], []
    for time, colors in truth.items():
        counts = colors >= 0
        counts[answered.get(time, np.zeros(0, np.int64))] = False
        frame = frames[time]
        painted_color = np.ascontiguousarray(frame.palette[frame.labels]).view(np.uint32).ravel()
        right.append((painted_color.astype(np.int64) == colors)[counts])
        painted.append(~frame.withdrawn[counts])
    return np.concatenate(right), np.concatenate(painted)


def table(effects: Sequence[Effect]) -> list[str]:
    """Lines for the console: all shots together, and the worst single shot."""
    lines = ["labels a frame | regions | right | better, worse | painted | worst shot: right, painted"]
    for count in sorted({effect.labels for effect in effects}):
        some = [effect for effect in effects if effect.labels == count]
        all_together = Effect(
            "", count, *(sum(numbers) for numbers in zip(*map(_numbers, some), strict=True))
        )
        right, painted = (min(changes) for changes in zip(*map(_changes, some), strict=True))
        whole = max(all_together.regions, 1)
        lines.append(
            f"{count} | {all_together.regions} | {all_together.right_before / whole:.3f} -> "
            f"{all_together.right_after / whole:.3f} | {all_together.better}, {all_together.worse} | "
            f"{all_together.painted_before / whole:.3f} -> {all_together.painted_after / whole:.3f} | "
            f"{right:+.3f}, {painted:+.3f}"
        )
    return lines


def _numbers(effect: Effect) -> tuple[int, ...]:
    """All that is counted in an effect."""
    return astuple(effect)[2:]


def _changes(effect: Effect) -> tuple[float, float]:
    """By how much the shares of the regions that are right and painted have changed."""
    whole = max(effect.regions, 1)
    right, painted = effect.right_after - effect.right_before, effect.painted_after - effect.painted_before
    return right / whole, painted / whole
