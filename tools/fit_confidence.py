"""Fit the calibration of a method, and print it as Python.

    python tools/fit_confidence.py METHOD SHOTS [SHOTS ...] --keep FOLDER

SHOTS are folders of shots with line/ and color/ of all frames, at least four, none of which is ever used to train or
to evaluate.
Each is colored from all seven choices of its first, middle and last frame; what came of each region is kept in
FOLDER, so that a run that was stopped goes on. How often winners are right, by the evidence for them, is the
calibration; the threshold of an accuracy is the least confidence from which on so many are right, and, with more than
one reference, from which on hardly a shot falls far short of it (engine/shiage_engine/confidence/prior.py). Both are
fitted for one, two and three references apart. A shot weighs as
the square root of its regions: a crowd is not worth a hundred portraits, nor as little as one.

    python tools/fit_confidence.py fused SHOTS --keep FOLDER --trust

prints the weights of the fused method's trust instead (engine/shiage_engine/methods/fused/trust_weights.py).
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from shiage_engine.confidence.calibration import Calibration, evidence
from shiage_engine.drawing.regions import SPECK, areas
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.files.shots import open_shot
from shiage_engine.methods.colorizer import Colorizer
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS

KNOTS = 24
SUREST = 0.999  # no more is claimed, however many were right
LEAST_SURE = 0.02
TRIED = 500  # thresholds from 0 to 1
UNREACHED = 0.9995  # confidence to paint with at an accuracy that no part of the shots reaches
ACCURACIES = (0.8, 0.9, 0.95, 0.98, 0.99)
MOST_REFERENCES = 3
SHORT = 0.02  # a shot with so many fewer right falls short
MOST_SHORT = 0.1  # share of the shots that may; with one reference no threshold that paints enough keeps this


class Outcomes(NamedTuple):
    """What came of the regions, but specks, of one shot."""

    shares: np.ndarray  # f32 (N, 2): the winner's score, and that of all others together
    features: np.ndarray  # f64 (N, F), see methods/fused/trust.py; F is 0 but for the fused method
    right: np.ndarray  # bool (N,)
    references: np.ndarray  # i64 (N,): how many the region was colored from
    weight: np.ndarray  # f64 (N,)

    @classmethod
    def together(cls, parts: Sequence[Outcomes]) -> Outcomes:
        return cls(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def of(self, references: int) -> Outcomes:
        return Outcomes(*(column[self.references == references] for column in self))


def outcomes(method: str, keep: Path, folder: Path) -> Outcomes:
    """Of one shot, from `keep` where they are there already."""
    file = keep / f"{method}-{folder.parent.name}-{folder.name}.npz"
    if not file.exists():
        files = open_shot(folder)
        finished = dict(files.colors)
        truth = finish(read_shot(Request(files.lines, finished, finished=[*finished])))
        last = len(truth.frames) - 1
        chosen = sorted({0, last // 2, last})
        subsets = [some for count in range(1, len(chosen) + 1) for some in combinations(chosen, count)]
        colorizer = METHODS[method].make("")  # describes and encodes each frame once
        runs = [_run(colorizer, truth, list(some)) for some in subsets if len(some) <= last]
        growing = file.with_suffix(".growing.npz")
        np.savez_compressed(growing, **Outcomes.together(runs)._asdict())
        growing.replace(file)
    with np.load(file) as arrays:
        return Outcomes(*(arrays[name] for name in Outcomes._fields))


def _run(colorizer: Colorizer, truth: Shot, references: list[int]) -> Outcomes:
    shot = truth.with_references(references)
    finish(colorizer.learn(shot))
    found = []
    for target in shot.targets:
        scores = finish(colorizer.colorize(shot, target))
        counts = (truth.labels[target] != UNKNOWN) & (areas(shot.frames[target].regions) > SPECK)
        counts[0] = False
        features = getattr(colorizer, "features", None)
        of_frame = features[target] if features else np.zeros((len(scores), 0))
        winner, total = scores.max(1), scores.sum(1)
        number = int(counts.sum())
        found.append(
            Outcomes(
                np.stack([winner, total - winner], 1)[counts],
                of_frame[counts],
                (scores.argmax(1) == truth.labels[target])[counts],
                np.full(number, len(references)),
                np.ones(number),
            )
        )
    run = Outcomes.together(found)
    return run._replace(weight=run.weight / np.sqrt(max(len(run.weight), 1)))


def fit(seen: Outcomes) -> dict[str, np.ndarray]:
    """The curve of a Calibration."""
    two = evidence(seen.shares)
    logistic = LogisticRegression(C=100).fit(two, seen.right, seen.weight)
    weights = np.maximum(logistic.coef_[0], 0.01)
    along = two @ weights
    order = np.argsort(along)
    bounds = np.interp(
        np.linspace(0, seen.weight.sum(), KNOTS + 1)[1:-1], seen.weight[order].cumsum(), along[order]
    )
    bins = np.searchsorted(bounds, along, side="right")
    size = np.bincount(bins, seen.weight, KNOTS)
    number = np.bincount(bins, minlength=KNOTS)
    rate = (np.bincount(bins, seen.weight * seen.right, KNOTS) / size * number + 0.5) / (number + 1)
    knots = np.bincount(bins, seen.weight * along, KNOTS) / size
    sure = np.clip(IsotonicRegression().fit(knots, rate, size).predict(knots), LEAST_SURE, SUREST)
    return {"share": weights[:1], "trust": weights[1:], "knots": knots, "odds": np.log(sure / (1 - sure))}


def thresholds(
    curve: dict[str, np.ndarray], shots: Sequence[Outcomes], references: int
) -> list[tuple[float, float]]:
    """For each of ACCURACIES the least confidence to paint with, see above; `shots` with so many `references`."""
    confidence = [_confidence(curve, one.shares) for one in shots]
    found = []
    for accuracy in ACCURACIES:
        enough = [
            least
            for least in np.linspace(0, 1, TRIED, endpoint=False)
            if _keeps(shots, [of_shot >= least for of_shot in confidence], accuracy, references)
        ]
        found.append((accuracy, float(min(enough, default=UNREACHED))))
    return _rising(found)


def _keeps(shots: Sequence[Outcomes], painted: list[np.ndarray], accuracy: float, references: int) -> bool:
    """Whether the accuracy is kept by what is painted, bool (N,) of each shot."""
    pairs = list(zip(shots, painted, strict=True))
    weight = sum(one.weight[some].sum() for one, some in pairs)
    right = sum((one.weight * one.right)[some].sum() for one, some in pairs)
    short = [some.any() and one.right[some].mean() < accuracy - SHORT for one, some in pairs]
    return bool(
        weight > 0 and right >= accuracy * weight and (references == 1 or np.mean(short) <= MOST_SHORT)
    )


def _confidence(curve: dict[str, np.ndarray], shares: np.ndarray) -> np.ndarray:
    """What a Calibration with this curve makes of `shares`, f32 (N, 2): f32 (N,)."""
    share, trust, knots, odds = (tuple(curve[name].tolist()) for name in ("share", "trust", "knots", "odds"))
    calibration = Calibration(share[0], trust[0], knots, odds, ())
    line = np.zeros((1, 2), np.float32)  # a frame's first row, which `Calibration.confidence` passes over
    return calibration.confidence(np.concatenate([line, shares]))[1:]


def _rising(found: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Thresholds made to rise with the accuracy: low accuracies are all reached by painting everything."""
    values = [least for _, least in found]
    for number in range(len(values) - 2, -1, -1):
        values[number] = min(values[number], values[number + 1] * 0.98)
    return list(zip([accuracy for accuracy, _ in found], values, strict=True))


def fit_trust(seen: Outcomes) -> tuple[np.ndarray, float]:
    """Weights (F,) and bias of the logistic fit, in the features' own units."""
    mean, scale = seen.features.mean(0), seen.features.std(0) + 1e-6
    standard = (seen.features - mean) / scale
    logistic = LogisticRegression(C=1.0, max_iter=1000).fit(standard, seen.right, seen.weight)
    weights = logistic.coef_[0] / scale
    return weights, float(logistic.intercept_[0] - weights @ mean)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("method", choices=list(METHODS))
    parser.add_argument("shots", type=Path, nargs="+")
    parser.add_argument("--keep", type=Path, required=True, help="folder for what came of each shot")
    parser.add_argument("--trust", action="store_true", help="fit the fused method's trust instead")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    folders = sorted(path.parent for folder in arguments.shots for path in folder.glob("*/line"))
    with ProcessPoolExecutor(arguments.processes) as processes:
        found = list(processes.map(partial(outcomes, arguments.method, arguments.keep), folders))
    seen = Outcomes.together(found)
    if arguments.trust:
        weights, bias = fit_trust(seen)
        print(f"WEIGHTS = ({', '.join(f'{weight:.3f}' for weight in weights)})\nBIAS = {bias:.3f}")
        return
    for references in range(1, MOST_REFERENCES + 1):
        of_shots = [one.of(references) for one in found]
        curve = fit(seen.of(references))
        least = thresholds(curve, of_shots, references)
        print("    Calibration(")
        for name, values in curve.items():
            text = ", ".join(f"{value:.3f}" for value in values)
            print(f"        {name}={text if len(values) == 1 else f'({text})'},")
        pairs = ", ".join(f"({accuracy}, {value:.4f})" for accuracy, value in least)
        print(f"        thresholds=({pairs}),\n    ),")
        report(curve, least, of_shots)


def report(curve: dict[str, np.ndarray], least: list[tuple[float, float]], shots: Sequence[Outcomes]) -> None:
    """As comments: what is painted and right at each accuracy, and how the worst shots do."""
    judged = [(one, _confidence(curve, one.shares)) for one in shots if len(one.right)]
    for accuracy, threshold in least:
        painted, right = [], []
        for one, confidence in judged:
            is_painted = confidence >= threshold
            painted.append(is_painted.mean())
            right.append(one.right[is_painted].mean() if is_painted.any() else np.nan)
        few = np.nanmean(np.array(right) < accuracy - 0.02)
        print(
            f"    # at {accuracy}: {np.mean(painted):.3f} painted, {np.nanmean(right):.3f} right, worst shot "
            f"{np.nanmin(right):.3f}, {few:.0%} of shots more than .02 below"
        )


if __name__ == "__main__":
    main()
