"""Which regions to leave unpainted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .calibration import Calibration, share

SHARE_THRESHOLD = (
    0.8  # Ishii et al. 2020, section 2: regions with a smaller share of the winning label are withdrawn
)
CALIBRATED, SHARE = "calibrated", "share"
RULES = (CALIBRATED, SHARE)  # what a region's confidence is: the estimated probability, or the winner's share


class Verdict(NamedTuple):
    """The confidence in one frame's regions, and which of them are withdrawn."""

    confidence: np.ndarray  # f32 (R + 1,) in [0, 1]
    withdrawn: np.ndarray  # bool (R + 1,); never the line


def by_target(
    scores: Sequence[np.ndarray],
    is_speck: Sequence[np.ndarray],
    calibration: Calibration,
    target_accuracy: float,
    purity: np.ndarray | None = None,
) -> list[Verdict]:
    """Withdraw regions so that those painted are expected to have the target accuracy, by `threshold`.

    `scores`: by target frame, (R + 1, K). `is_speck`: bool (R + 1,): specks do not count in the expectation, and are
    withdrawn under the same threshold. `purity`: as in Shot; it multiplies the confidence, since a color that is
    mixed in the references is wrong for some pixels of its regions.
    """
    confidence = [calibration.confidence(of_frame) for of_frame in scores]
    if purity is not None:
        confidence = [
            of_regions * purity[of_frame.argmax(1)]
            for of_regions, of_frame in zip(confidence, scores, strict=True)
        ]
    least = threshold(
        [of_frame[1:][~speck[1:]] for of_frame, speck in zip(confidence, is_speck, strict=True)],
        target_accuracy,
    )
    return [_verdict(of_frame, least) for of_frame in confidence]


def by_share(scores: Sequence[np.ndarray]) -> list[Verdict]:
    """Withdraw as Ishii et al. 2020 do: where the winning label's share is under 0.8."""
    return [_verdict(share(of_frame).astype(np.float32), SHARE_THRESHOLD) for of_frame in scores]


def without_suspects(verdict: Verdict, labels: np.ndarray, suspect: int | None) -> Verdict:
    """`verdict` with the suspects of a leak withdrawn, but for those that are left unpainted anyway.

    `labels`: i32 (R + 1,), what each region is to be painted with; `suspect`: as in `drawing.shot.Frame`.
    """
    is_suspect = (np.arange(len(labels)) >= (len(labels) if suspect is None else suspect)) & (labels > 0)
    return Verdict(np.where(is_suspect, np.float32(0), verdict.confidence), verdict.withdrawn | is_suspect)


def _verdict(confidence: np.ndarray, least: float) -> Verdict:
    withdrawn = confidence < least
    withdrawn[0] = False
    return Verdict(confidence, withdrawn)


def threshold(confidence: Sequence[np.ndarray], target_accuracy: float) -> float:
    """The lowest threshold at which the painted regions are expected to have the target accuracy.

    `confidence`: by frame, (N,). The mean confidence of all regions at or above the threshold is at least
    `target_accuracy`; infinite where no region is confident enough.
    """
    falling = np.sort(np.concatenate([*confidence, []]))[::-1]
    expected = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    is_last = np.diff(falling, append=-np.inf) < 0  # among equals, which are painted together
    enough = np.flatnonzero((expected >= target_accuracy) & is_last)
    return float(falling[enough[-1]]) if len(enough) else np.inf
