"""What each part of the patch method is worth, or what going on from an earlier shot saves; prints a table.

    python tools/ablate_patch.py parts SHOT [SHOT ...] [--steps N] [--references 1|2|3] [--only NAME,NAME]
    python tools/ablate_patch.py inherit FORMER NEW [FORMER NEW ...] [--steps N] [--seeds N]

SHOTs are folders with line/ and color/ of all frames, of which the first and the last are given (or the first alone,
or these and the middle one). Figures are region
accuracy over 10 px, of the engine's own regions; for `parts` foreground pixel accuracy and seconds of one core, too.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import torch
from ablate import judged, show, times

from shiage_engine.drawing.shot import Shot
from shiage_engine.files.shots import open_shot
from shiage_engine.methods.patch.colorizer import SCALED, Patch, PatchLearning
from shiage_engine.methods.patch.lesson import PatchLessonParams
from shiage_engine.methods.patch.patches import PatchParams
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish

SHIPPED = PatchLearning()
MARKS = (50, 100, 200, 300, 500, 750, 1000, 1500)  # steps at which a learner is judged


def without(**changes: Any) -> PatchLearning:
    """As shipped, but for parts of `PatchParams` or `PatchLessonParams`."""
    patches = {name: value for name, value in changes.items() if name in PatchParams.__dataclass_fields__}
    lessons = {
        name: value for name, value in changes.items() if name in PatchLessonParams.__dataclass_fields__
    }
    return replace(
        SHIPPED, patches=replace(SHIPPED.patches, **patches), lessons=replace(SHIPPED.lessons, **lessons)
    )


PARTS: Mapping[str, PatchLearning] = {
    "as shipped": SHIPPED,
    "patches cut anywhere": without(sampling="random"),
    "no position": without(has_position=False),
    "trace lines are black": without(has_traces=False),
    "no augmentation": without(turn=0.0, stretch=0.0, shift=0.0),
    "every pixel counts alike": without(balance=0.0),
    "no averaging of weights": replace(SHIPPED, average=0.0),
    "the paper's rate of 0.0004": replace(SHIPPED, rate=4e-4),
    "widths and blocks of Texler et al.": replace(SHIPPED, widths=(32, 64, 128), blocks=7),
    "spread 120 px": without(spread=120.0),
    "spread 60 px": without(spread=60.0),
    "three times as many steps": replace(SHIPPED, steps=3 * SHIPPED.steps),
}


def open_both(folder: Path, references: int) -> tuple[Shot, Shot]:
    """The shot as it is given, and with the paint of all frames."""
    torch.set_num_threads(1)
    files = open_shot(folder)
    truth = finish(read_shot(Request(files.lines, files.colors)))
    return truth.with_references(times(len(truth.frames), references)), truth


def scores(patch: Patch, shot: Shot) -> list[np.ndarray]:
    return [finish(patch.colorize(shot, frame)) for frame in range(len(shot.frames))]


def without_part(task: tuple[Path, int, PatchLearning]) -> tuple[float, float, float]:
    """Region and foreground accuracy of a shot, and the seconds of one core that learning it took."""
    folder, references, params = task
    shot, truth = open_both(folder, references)
    patch, start = Patch(params=params), process_time()
    finish(patch.learn(shot))
    taken = process_time() - start
    return *judged(shot, truth, scores(patch, shot)), taken


def learning_curve(patch: Patch, shot: Shot, truth: Shot, steps: int) -> list[float]:
    """Region accuracy at each of MARKS up to `steps`."""
    curve: list[float] = []
    for progress in patch.learn(shot):
        done = round((progress.fraction - SCALED) / (1 - SCALED) * steps)
        if progress.fraction > SCALED and len(curve) < len(MARKS) and done == MARKS[len(curve)]:
            curve.append(judged(shot, truth, scores(patch, shot.with_colors(patch.palette())))[0])
    return curve


def inheriting(task: tuple[Path, Path, int, int]) -> tuple[list[float], list[float]]:
    """The learning curves of a shot from scratch, and going on from another, in a store of their own."""
    former, new, steps, seed = task
    params = replace(SHIPPED, steps=steps, steps_inherited=steps, seed=seed, save_every=50)
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        shot, truth = open_both(new, 2)
        scratch = learning_curve(Patch(params=params), shot, truth, steps)
        before, _ = open_both(former, 2)
        finish(Patch("the study's", SHIPPED).learn(before))
        heir = Patch("the study's", params)
        known = heir.palette()
        return scratch, learning_curve(heir, shot.with_colors(known), truth.with_colors(known), steps)


def parts(arguments: argparse.Namespace) -> None:
    print("| |" + "".join(f" {Path(shot).name} |" for shot in arguments.shots) + " mean | s to learn |")
    print("| --- |" + " --- |" * (len(arguments.shots) + 2))
    names = arguments.only.split(",") if arguments.only else [*PARTS]
    with ProcessPoolExecutor(arguments.processes) as processes:
        for name in names:
            params = PARTS[name]
            if arguments.steps:
                params = replace(params, steps=arguments.steps * params.steps // SHIPPED.steps)
            tasks = [(shot, arguments.references, params) for shot in arguments.shots]
            results = list(processes.map(without_part, tasks))
            cells = [show(result[:2]) for result in (*results, np.mean(results, 0))]
            print(f"| {name} | {' | '.join(cells)} | {np.mean(results, 0)[2]:.0f} |", flush=True)


def inherit(arguments: argparse.Namespace) -> None:
    steps = arguments.steps or SHIPPED.steps
    marks = [mark for mark in MARKS if mark <= steps]
    print("| new shot (before it) | |" + "".join(f" {mark} |" for mark in marks))
    print("| --- | --- |" + " --- |" * len(marks))
    pairs = [*zip(arguments.shots[::2], arguments.shots[1::2], strict=True)]
    tasks = [(*pair, steps, seed) for pair in pairs for seed in range(arguments.seeds)]
    with ProcessPoolExecutor(arguments.processes) as processes:
        curves = list(processes.map(inheriting, tasks))
    of_pairs = np.array(curves).reshape(len(pairs), arguments.seeds, 2, -1).mean(1)
    names = [f"{new.name} ({former.name})" for former, new in pairs]
    for name, of_pair in zip([*names, "mean"], [*of_pairs, of_pairs.mean(0)], strict=True):
        for how, curve in zip(("from scratch", "inherited"), of_pair, strict=True):
            print(f"| {name} | {how} |" + "".join(f" {show([mark])} |" for mark in curve))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", choices=("parts", "inherit"))
    parser.add_argument("shots", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=0, help="of learning (as shipped)")
    parser.add_argument("--references", type=int, default=2, help="how many, for parts (%(default)s)")
    parser.add_argument(
        "--seeds", type=int, default=1, help="to take the mean over, for inherit (%(default)s)"
    )
    parser.add_argument("--only", default="", help="names of parts (all)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="shots at a time (%(default)s)")
    arguments = parser.parse_args()
    (parts if arguments.study == "parts" else inherit)(arguments)


if __name__ == "__main__":
    main()
