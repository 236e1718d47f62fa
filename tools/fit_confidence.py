"""Fit what a method's confidence starts from, and print it.

    python tools/fit_confidence.py METHOD SHOTS [SHOTS ...]

SHOTS are folders of shots with line/ and color/ of all frames, none of which is ever used to train or to evaluate.
Each is colored from its first frame, and again from its first and last; how often winners are right, by the
evidence for them, is the calibration (engine/shiage_engine/confidence/prior.py). For the fused method the weights
of trust come first (engine/shiage_engine/methods/fused/trust_weights.py).
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from shiage_engine.confidence.calibration import evidence
from shiage_engine.drawing.regions import SPECK, areas
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.files.shots import open_shot
from shiage_engine.methods.fused.colorizer import Fused
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS

KNOTS = 16
SUREST = 0.998  # no more is claimed, however many were right
LEAST_SURE = 0.02


class Outcomes(NamedTuple):
    """What happened to regions."""

    shares: np.ndarray  # f32 (N, K) scores, K as many as any shot has
    features: np.ndarray  # f64 (N, F) of trust; F is 0 but for the fused method
    right: np.ndarray  # bool (N,)


def outcomes(method: str, folder: Path) -> Outcomes:
    """Of all regions but specks of a shot, colored from its first, and from its first and last frame."""
    files = open_shot(folder)
    truth = finish(read_shot(Request(files.lines, files.colors)))
    runs = [_run(method, truth, references) for references in ([0], [0, len(truth.frames) - 1])]
    return Outcomes(*(np.concatenate(parts) for parts in zip(*runs, strict=True)))


def _run(method: str, truth: Shot, references: list[int]) -> Outcomes:
    shot = truth.with_references(references)
    colorizer = METHODS[method].make("")
    finish(colorizer.learn(shot))
    found = []
    for target in shot.targets:
        scores = finish(colorizer.colorize(shot, target))
        counts = (truth.labels[target] != UNKNOWN) & (areas(shot.frames[target].regions) > SPECK)
        counts[0] = False
        of_frame = colorizer.features[target] if isinstance(colorizer, Fused) else np.zeros((len(scores), 0))
        right = scores.argmax(1) == truth.labels[target]
        found.append(Outcomes(scores[counts], of_frame[counts], right[counts]))
    return Outcomes(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def fit_trust(features: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (F,) and bias of the logistic fit, in the features' own units."""
    mean, scale = features.mean(0), features.std(0) + 1e-6
    logistic = LogisticRegression(C=1.0, max_iter=1000).fit((features - mean) / scale, right)
    weights = logistic.coef_[0] / scale
    return weights, float(logistic.intercept_[0] - weights @ mean)


def fit(seen: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    """The fields of a Calibration, from evidence (N, 2) and outcomes (N,)."""
    weights = np.maximum(LogisticRegression(C=100).fit(seen, right).coef_[0], 0.01)
    along = seen @ weights
    bounds = np.quantile(along, np.linspace(0, 1, KNOTS + 1))
    bins = np.clip(np.searchsorted(bounds, along, side="right") - 1, 0, KNOTS - 1)
    size = np.bincount(bins, minlength=KNOTS)
    rate = (np.bincount(bins, right, KNOTS) + 0.5) / (size + 1)
    knots = np.bincount(bins, along, KNOTS) / np.maximum(size, 1)
    sure = np.clip(IsotonicRegression().fit(knots, rate, size).predict(knots), LEAST_SURE, SUREST)
    return {"share": weights[:1], "trust": weights[1:], "knots": knots, "odds": np.log(sure / (1 - sure))}


def show(name: str, values: np.ndarray) -> None:
    text = ", ".join(f"{value:.3f}" for value in values)
    print(f"    {name}={text if len(values) == 1 else f'({text})'},")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("method", choices=list(METHODS))
    parser.add_argument("shots", type=Path, nargs="+")
    arguments = parser.parse_args()
    folders = sorted(path.parent for folder in arguments.shots for path in folder.glob("*/line"))
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        found = list(processes.map(partial(outcomes, arguments.method), folders))
    right = np.concatenate([one.right for one in found])
    # A calibration looks at the winner's share and at the sum of a row alone: so few columns are enough.
    shares = np.concatenate([np.stack([s.max(1), s.sum(1) - s.max(1)], 1) for s, _, _ in found])
    if arguments.method == "fused":
        features = np.concatenate([one.features for one in found])
        weights, bias = fit_trust(features, right)
        show("WEIGHTS", weights)
        show("BIAS", np.array([bias]))
        trust = 1 / (1 + np.exp(-(features @ weights + bias)))
        shares *= (trust / np.maximum(shares.sum(1), 1e-12))[:, None]
    for name, values in fit(evidence(shares), right).items():
        show(name, values)


if __name__ == "__main__":
    main()
