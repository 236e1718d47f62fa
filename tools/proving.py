"""What the proofs of the picture networks have in common: shots are judged, figures are kept, tables are printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from shiage_engine.commands.console import say
from shiage_engine.evaluation.columns import value
from shiage_engine.evaluation.evaluate import JudgedFrame, Settings, ShotResult, color_shot
from shiage_engine.evaluation.metrics import Regions, mean_of, share
from shiage_engine.evaluation.summary import by_distance, summarize
from shiage_engine.evaluation.truth import open_truth, reference_times, shot_folders
from shiage_engine.methods.method import Method

FIGURES = {  # names of figures, by their heads
    "regions": "region_accuracy",
    "foreground pixels": "foreground_accuracy",
    "flicker": "flicker",
    "raw flicker": "raw_flicker",
    "PSNR": "psnr",
    "SSIM": "ssim",
    "raw PSNR": "raw_psnr",
    "raw SSIM": "raw_ssim",
}
COST = {"painted": "coverage", "right of it": "selective_accuracy", "s": "seconds"}
AREAS = {"11-40 px": (11, 40), "41-200": (41, 200), "201-1000": (201, 1000), "1001+": (1001, 1 << 40)}
Figures = dict[str, float]


def chosen_shots(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """The shots of a set, or those of them that are named."""
    return [shot for shot in shot_folders(folder) if not only or shot.name in only]


def called(shots: Sequence[Path]) -> str:
    """What tells these shots from others in the name of a file."""
    return sha256("/".join(shot.name for shot in shots).encode()).hexdigest()[:8]


def kept(path: Path, make: Callable[[], Figures]) -> Figures:
    """The figures in a file, or else those that `make` finds, which are written there."""
    if path.exists():
        known: Figures = json.loads(path.read_text(encoding="utf-8"))
        return known
    found = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return found


def colored(
    shots: Sequence[Path], settings: Settings, make: Callable[[Path], Method], within: Sequence[str] = ()
) -> list[ShotResult]:
    """Shots colored by the method that `make` gives for each, and judged.

    `within`: kinds of references; frames that are one in any of them are not judged, so that all have the same.
    """
    results = []
    for shot in shots:
        method = make(shot)
        result = color_shot(shot, settings, {method.name: method})
        results.append(replace(result, frames=_left(result, shot, within)))
    return results


def _left(result: ShotResult, shot: Path, within: Sequence[str]) -> tuple[JudgedFrame, ...]:
    """The judged frames that are no reference in any of the kinds `within`."""
    truth = open_truth(shot, "none")
    given = {truth.names[time] for one in within for time in reference_times(truth.times, one)}
    return tuple(frame for frame in result.frames if frame.name not in given)


def figures_of(results: Sequence[ShotResult], heads: Mapping[str, str]) -> Figures:
    """Means over shots of the figures that `heads` name; of regions by their area; and by distance in time."""
    group = summarize("all", results)
    found = {name: value(group, name) for name in heads.values()}
    for head, (least, most) in AREAS.items():
        found[head] = mean_of([_of_area(result, least, most) for result in results])
    for part in by_distance(results):
        found |= {f"{part.name} {name}": value(part, name) for name in heads.values()}
    return found


def _of_area(result: ShotResult, least: int, most: int) -> float:
    """The share of regions of `least` to `most` pixels that are right, in all frames of a shot."""
    regions = [frame.judged for frame in result.frames if isinstance(frame.judged, Regions)]
    right = [one.right[(one.area >= least) & (one.area <= most)] for one in regions]
    return share(np.concatenate(right)) if right else float("nan")


def print_table(title: str, columns: Mapping[str, str], rows: Mapping[str, Figures]) -> None:
    """A Markdown table: `columns` are names of figures by their heads."""
    say(f"\n{title}\n\n| | {' | '.join(columns)} |\n| --- |{' ---: |' * len(columns)}")
    for row, figures in rows.items():
        cells = " | ".join(f"{figures.get(name, float('nan')):.3f}" for name in columns.values())
        say(f"| {row} | {cells} |")
