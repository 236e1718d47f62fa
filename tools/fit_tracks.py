"""Fit how far an answer is followed along a track, and print the weights as Python.

    python tools/fit_tracks.py SHOTS [SHOTS ...] --keep FOLDER

SHOTS are folders of generated shots with truth, none of which is ever used to train or to evaluate. Each is colored
by the fused method from its first and last frame; every region that a painter would have to answer (withdrawn, or
wrong) is answered with its true color and followed to the withdrawn regions on its track. How often these have the
same color in truth is what the weights tell (engine/shiage_engine/methods/shared/tracks.py). What came of each shot
is kept in FOLDER, so that a run that was stopped goes on. A shot weighs as the square root of its pairs.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from shiage_engine.protocol.options import Options
from sklearn.linear_model import LogisticRegression

from shiage_engine.evaluation.corrections import clear_colors
from shiage_engine.evaluation.truth import open_truth
from shiage_engine.methods.shared.tracks import FEATURES, WEAKEST, follow, pair_features
from shiage_engine.pipeline import Base, Request, color_base
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult


def pairs(keep: Path, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """FEATURES of the pairs of one shot, f64 (N, F), and whether both have one color in truth, bool (N,)."""
    file = keep / f"{folder.parent.name}-{folder.name}.npz"
    if not file.exists():
        found = _pairs(folder)
        growing = file.with_suffix(".growing.npz")
        np.savez_compressed(growing, features=found[0], right=found[1])
        growing.replace(file)
    with np.load(file) as arrays:
        return arrays["features"], arrays["right"]


def _pairs(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    truth = open_truth(folder, "first-last")
    colors = {time: truth.colors[time] for time in truth.given}
    request = Request(truth.lines, colors, Options(), finished=[*truth.given])
    base: Base = finish(color_base(request, METHODS))
    frames = {
        next(i for i in base.frames if base.shot.frames[i].time == step.time): step
        for step in base.results(())
        if isinstance(step, FrameResult)
    }
    right_colors = {i: clear_colors(truth, frame) for i, frame in frames.items()}
    links = finish(base.prepare())
    features, right = [], []
    for i, frame in frames.items():
        shown = np.ascontiguousarray(frame.palette[frame.labels]).view(np.uint32).ravel().astype(np.int64)
        wrong = frame.withdrawn | (shown != right_colors[i])
        for number in np.flatnonzero(wrong & (right_colors[i] >= 0)):
            for (j, other), strength in follow(links, (i, int(number)), WEAKEST).items():
                if j not in frames or not frames[j].withdrawn[other] or right_colors[j][other] < 0:
                    continue
                label = int(frames[j].palette[frames[j].labels[other]].view(np.uint32)[0])
                features.append(
                    pair_features(
                        strength,
                        abs(j - i),
                        label == right_colors[i][number],
                        float(frames[j].confidence[other]),
                        (int(frame.areas[number]), int(frames[j].areas[other])),
                    )
                )
                right.append(right_colors[j][other] == right_colors[i][number])
    return np.array(features).reshape(-1, len(FEATURES)), np.array(right, bool)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shots", type=Path, nargs="+")
    parser.add_argument("--keep", type=Path, required=True, help="folder for what came of each shot")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    folders = sorted(path.parent for folder in arguments.shots for path in folder.glob("*/line"))
    with ProcessPoolExecutor(arguments.processes) as processes:
        found = list(processes.map(partial(pairs, arguments.keep), folders))
    features, right = (np.concatenate(columns) for columns in zip(*found, strict=True))
    weight = np.concatenate(
        [np.full(len(of_shot), len(of_shot) ** -0.5) for _, of_shot in found if len(of_shot)]
    )
    logistic = LogisticRegression(C=10, max_iter=1000).fit(features, right, weight)
    for name, value in zip(FEATURES, logistic.coef_[0], strict=True):
        print(f'    "{name}": {value:.3f},')
    print(f"BIAS = {logistic.intercept_[0]:.3f}")
    chance = logistic.predict_proba(features)[:, 1]
    for least in (0.7, 0.8, 0.9, 0.95, 0.97):
        some = chance >= least
        rate = np.average(right[some], weights=weight[some]) if some.any() else 1.0
        print(f"# followed at {least}: {some.mean():.3f} of {len(right)} pairs, {rate:.3f} of these right")


if __name__ == "__main__":
    main()
