"""Which regions to leave unpainted."""

from __future__ import annotations

import numpy as np

SHARE_THRESHOLD = 0.8  # Ishii et al. 2020, section 2: regions under it are withdrawn


def withdraw(scores: np.ndarray, target_accuracy: float, rule: str) -> tuple[np.ndarray, np.ndarray]:
    """Confidence f32 (R + 1,) in [0, 1] and withdrawn bool (R + 1,) of the regions of a frame."""
    confidence = scores.max(1) / np.maximum(scores.sum(1), 1e-6)
    if rule == "share":
        return confidence, confidence < SHARE_THRESHOLD
    order = np.argsort(-confidence[1:]) + 1
    expected = np.cumsum(confidence[order]) / np.arange(1, len(order) + 1)
    withdrawn = np.ones(len(confidence), bool)
    withdrawn[order[expected >= target_accuracy]] = False
    withdrawn[0] = False
    return confidence, withdrawn
