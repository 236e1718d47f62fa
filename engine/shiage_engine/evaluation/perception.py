"""How pictures look to networks: ST-LPIPS of a frame and its truth, and how far apart two sets of frames lie.

Both need the weights of the extra `train`. That of sets is the Frechet distance of features of VGG-16 (the means of
relu4_3). It is of the kind of FID and is not FID, whose features are those of Inception; and of fewer than some 2000
pictures it says little beyond their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import nan

import numpy as np
import torch

from ..learning.features import STLPIPS, Vgg, load_features
from ..learning.likeness import LEAST_SIDE, Likeness, load_likeness
from ..methods.pictures.tensors import picture_tensor

LAYER = "relu4_3"


@dataclass(frozen=True)
class FrameFeatures:
    """The features of one frame, f32 (512,) each: of its truth, the paint, and the raw answer if there is one."""

    truth: np.ndarray
    paint: np.ndarray
    raw: np.ndarray | None = None


@dataclass(frozen=True)
class Viewer:
    """Both networks."""

    likeness: Likeness
    vgg: Vgg

    def distance(self, picture: np.ndarray, truth: np.ndarray) -> float:
        """ST-LPIPS of pictures, u8 RGB (h, w, 3): 0 of equal ones; NaN of those narrower than the network needs."""
        if min(picture.shape[:2]) < LEAST_SIDE:
            return nan
        with torch.inference_mode():
            return float(self.likeness(picture_tensor(picture)[None], picture_tensor(truth)[None]))

    def features(self, picture: np.ndarray) -> np.ndarray:
        """The features of a picture, u8 RGB (h, w, 3), the mean over its places: f32 (512,)."""
        with torch.inference_mode():
            found = self.vgg.features(picture_tensor(picture)[None], (LAYER,))[LAYER]
            return found.mean((2, 3))[0].numpy()


@cache
def viewer() -> Viewer:
    """Reads the weights at the first call; raises InputError, with a sentence, where they are missing."""
    return Viewer(load_likeness(), load_features(STLPIPS))


def frechet(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> float:
    """Frechet's distance of two sets of features, f32 (C,) each, taken as normal; NaN of fewer than two in a set.

    |m - n|^2 + tr(A + B - 2 (A B)^(1/2)), of means m, n and covariances A, B (Dowson and Landau 1982). The last trace
    is the sum of the singular values of X Y^T, where A = X^T X and B = Y^T Y: there are fewer frames than features.
    """
    if len(one) < 2 or len(other) < 2:
        return nan
    (mean, spread), (mean_other, spread_other) = map(_spread, (one, other))
    shared = np.linalg.svd(spread @ spread_other.T, compute_uv=False).sum()
    squares = (spread**2).sum() + (spread_other**2).sum() - 2 * shared
    return float(((mean - mean_other) ** 2).sum() + max(squares, 0.0))


def _spread(features: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The mean, f64 (C,), and X, f64 (N, C), with the covariance X^T X."""
    stacked = np.stack(features).astype(np.float64)
    mean = stacked.mean(0)
    return mean, (stacked - mean) / np.sqrt(len(stacked) - 1)
