"""Fit the calibration that every shot starts from (engine/shiage_engine/confidence/prior.py), and print it.

    python tools/fit_confidence.py SHOTS

SHOTS is a folder of shots with line/ and color/ of all frames, none of which is ever used to evaluate. Each is
colored from its first frame, and again from its first and last; how often winners are right, by the evidence for
them, is the calibration.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from shiage_engine.colorizers import METHODS
from shiage_engine.confidence.calibration import evidence
from shiage_engine.drawing.regions import SPECK, areas
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.files import open_shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish

KNOTS = 16
SUREST = 0.998  # no more is claimed, however many were right
LEAST_SURE = 0.02


def outcomes(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Evidence f64 (N, 2) and whether the winner was right, bool (N,), of all regions but specks of a shot."""
    files = open_shot(folder)
    truth = finish(read_shot(Request(files.lines, files.colors)))
    last = len(truth.frames) - 1
    found = []
    for references in ([0], [0, last]):
        shot = truth.with_references(references)
        colorizer = next(iter(METHODS.values()))()
        finish(colorizer.learn(shot))
        for target in shot.targets:
            scores = finish(colorizer.colorize(shot, target))
            counts = (truth.labels[target] != UNKNOWN) & (areas(shot.frames[target].regions) > SPECK)
            counts[0] = False
            found.append((evidence(scores)[counts], (scores.argmax(1) == truth.labels[target])[counts]))
    return np.concatenate([one for one, _ in found]), np.concatenate([right for _, right in found])


def fit(seen: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
    """The fields of a Calibration, from evidence (N, 2) and outcomes (N,)."""
    weights = LogisticRegression(C=100).fit(seen, right).coef_[0]
    along = seen @ weights
    bounds = np.quantile(along, np.linspace(0, 1, KNOTS + 1))
    bins = np.clip(np.searchsorted(bounds, along, side="right") - 1, 0, KNOTS - 1)
    size = np.bincount(bins, minlength=KNOTS)
    rate = (np.bincount(bins, right, KNOTS) + 0.5) / (size + 1)
    knots = np.bincount(bins, along, KNOTS) / np.maximum(size, 1)
    sure = np.clip(IsotonicRegression().fit(knots, rate, size).predict(knots), LEAST_SURE, SUREST)
    return {"share": weights[:1], "trust": weights[1:], "knots": knots, "odds": np.log(sure / (1 - sure))}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shots", type=Path)
    shots = sorted(path.parent for path in parser.parse_args().shots.glob("*/line"))
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        found = list(processes.map(outcomes, shots))
    fields = fit(np.concatenate([one for one, _ in found]), np.concatenate([right for _, right in found]))
    for name, values in fields.items():
        text = ", ".join(f"{value:.3f}" for value in values)
        print(f"    {name}={text if len(values) == 1 else f'({text})'},")


if __name__ == "__main__":
    main()
