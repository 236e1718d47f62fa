"""Specks in a frame that is colored: they take the colors of the regions that they are a part of."""

from __future__ import annotations

import numpy as np

from ..confidence.calibration import threshold
from ..confidence.prior import SPECK_THRESHOLDS
from ..confidence.withdrawal import PAINTED, Verdict
from ..protocol.messages import ACCURACIES
from ..protocol.options import Options
from ..specks.choice import NO_SPECKS, Choice
from .spreading import Colored


def color_specks(colored: Colored, choice: Choice, options: Options, slivers: Choice = NO_SPECKS) -> Colored:
    """`colored` with its specks taking after larger regions, but for those that the painter painted.

    So do slivers where that is surer than the color that they have.
    """
    return _all_taking_after(colored, choice, slivers, options, colored.verdict.painted_steps != PAINTED)


def recolor_specks(
    colored: Colored, choice: Choice, options: Options, slivers: Choice = NO_SPECKS
) -> Colored:
    """The same after answers: what is painted stays as it is, the withdrawn takes after what is known now."""
    return _all_taking_after(colored, choice, slivers, options, colored.verdict.withdrawn)


def _all_taking_after(
    colored: Colored, choice: Choice, slivers: Choice, options: Options, is_open: np.ndarray
) -> Colored:
    """`colored` with those of its slivers, and then of its specks, that are open, bool (R + 1,), colored."""
    if len(slivers.specks):
        label, sure, _ = slivers.labels(colored.labels, colored.verdict.confidence)
        own = colored.labels[slivers.specks], colored.verdict.confidence[slivers.specks]
        is_surer = is_open.copy()
        # What is painted in that color already stays so: more is asked of a sliver than of other regions.
        is_surer[slivers.specks] &= (sure > own[1]) & (
            (label != own[0]) | colored.verdict.withdrawn[slivers.specks]
        )
        colored = _taking_after(colored, slivers, options, is_surer)
    return _taking_after(colored, choice, options, is_open)


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
