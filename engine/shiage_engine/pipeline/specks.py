"""Specks in a frame that is colored: they take the colors of the regions that they are a part of."""

from __future__ import annotations

import numpy as np

from ..confidence.calibration import threshold
from ..confidence.prior import SPECK_THRESHOLDS
from ..confidence.withdrawal import PAINTED, Verdict
from ..protocol.messages import ACCURACIES
from ..protocol.options import Options
from ..specks.choice import Choice
from .spreading import Colored


def color_specks(colored: Colored, choice: Choice, options: Options) -> Colored:
    """`colored` with its specks taking after larger regions, but for those that the painter painted."""
    return _taking_after(colored, choice, options, colored.verdict.painted_steps != PAINTED)


def recolor_specks(colored: Colored, choice: Choice, options: Options) -> Colored:
    """The same after answers: painted specks stay as they are, withdrawn ones take after what is known now."""
    return _taking_after(colored, choice, options, colored.verdict.withdrawn)


def _taking_after(colored: Colored, choice: Choice, options: Options, is_open: np.ndarray) -> Colored:
    """`colored` with those of its specks that are open, bool (R + 1,), colored.

    A speck is painted where it is likely enough to be right, and never where the region that it takes after is not.
    """
    labels, confidence = colored.labels.copy(), colored.verdict.confidence.copy()
    steps, withdrawn = colored.verdict.painted_steps.copy(), colored.verdict.withdrawn.copy()
    label, sure, neighbor = choice.labels(labels, confidence)
    rows = is_open[choice.specks]
    specks, sure, neighbor = choice.specks[rows], sure[rows], neighbor[rows]
    labels[specks], confidence[specks] = label[rows], sure
    own = np.sum([sure >= threshold(SPECK_THRESHOLDS, at) for at in ACCURACIES], 0)
    steps[specks] = np.minimum(own, colored.verdict.painted_steps[neighbor])
    is_sure = sure >= threshold(SPECK_THRESHOLDS, options.target_accuracy)
    withdrawn[specks] = options.withdraw & ~(is_sure & ~colored.verdict.withdrawn[neighbor])
    return Colored(labels, Verdict(confidence, steps, withdrawn))
