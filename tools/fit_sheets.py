"""Find the thresholds of model sheets (engine/shiage_engine/confidence/prior.py), and print them as Python.

    python tools/fit_sheets.py SHOTS SHEETS

SHOTS and SHEETS are folders of shots with line/ and color/ of all frames, none of which is ever used to train or to
evaluate. SHEETS/NAME shows who is in SHOTS/NAME in another motion: its first frame is the sheet, then its first three
are. No frame of a shot is given. The curve is that of the fused method with one reference; the threshold of an
accuracy is the least confidence from which on so many are right, and from which on hardly a shot falls far short of
it (`fit_confidence.thresholds`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from fit_confidence import Outcomes, thresholds

from shiage_engine.confidence import calibration_of
from shiage_engine.drawing.model_sheets import ModelSheet
from shiage_engine.drawing.regions import SPECK
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.files.shots import open_shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.shades import most_confidence, shaded_labels
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS

SHEETS = (1, 3)
EITHER_RULE = 2  # as many references as `thresholds` asks nine of ten shots for


def outcomes(shot: Path, sheets: Path, count: int) -> Outcomes:
    """What came of the regions, but specks, of one shot that is colored from so many sheets alone."""
    files, others = open_shot(shot), open_shot(sheets)
    given = {
        str(time): ModelSheet(others.lines[time], others.colors[time])
        for time in sorted(others.lines)[:count]
    }
    truth = finish(
        read_shot(Request(files.lines, dict(files.colors), finished=[*files.colors], sheets=given))
    )
    asked = truth.with_references([i for i in truth.labels if i not in truth.in_time])
    colorizer = METHODS["fused"].make("")
    finish(colorizer.learn(asked))
    shaded = shaded_labels(asked)
    shares, right = [], []
    for target in asked.targets:
        scores = finish(colorizer.colorize(asked, target))
        counts = (truth.labels[target] != UNKNOWN) & (truth.frames[target].areas > SPECK)
        counts[0] = False
        most = most_confidence(truth.frames[target], scores.argmax(1), shaded)
        if (
            most is not None
        ):  # those that may be of another shade are under every threshold that is looked for
            counts &= most == 1
        winner = scores.max(1)
        shares.append(np.stack([winner, scores.sum(1) - winner], 1)[counts])
        right.append((scores.argmax(1) == truth.labels[target])[counts])
    number = sum(map(len, right))
    return Outcomes(
        np.concatenate(shares),
        np.zeros((number, 0)),
        np.concatenate(right),
        np.full(number, count),
        np.full(number, 1 / np.sqrt(max(number, 1))),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shots", type=Path, metavar="SHOTS")
    parser.add_argument("sheets", type=Path, metavar="SHEETS")
    arguments = parser.parse_args()
    names = sorted(path.name for path in arguments.shots.iterdir())
    known = calibration_of("fused", 1)
    curve = {
        "share": np.array([known.share]),
        "trust": np.array([known.trust]),
        "knots": np.array(known.knots),
        "odds": np.array(known.odds),
    }
    for count in SHEETS:
        found = [outcomes(arguments.shots / name, arguments.sheets / name, count) for name in names]
        for rule in (1, EITHER_RULE):
            least = ", ".join(f"({at}, {value:.3f})" for at, value in thresholds(curve, found, rule))
            print(f"# {count} sheets, {'first rule' if rule == 1 else 'both rules'}\n({least})", flush=True)


if __name__ == "__main__":
    main()
