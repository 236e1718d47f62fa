"""Hints: some colors of the answer, as 4 x 4 patches on black (Thasarathan and Ebrahimi 2019, section 4.2)."""

from __future__ import annotations

import numpy as np

PATCH = 4  # pixels of a side


def patches(picture: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """The hint map, u8 (h, w, 3), of a picture likewise, its sides multiples of PATCH.

    `share` of the patches, at random places, have the mean color of the picture there; all else is black.
    """
    height, width = (side // PATCH for side in picture.shape[:2])
    shown = random.permutation(height * width) < round(share * height * width)
    small = picture.reshape(height, PATCH, width, PATCH, 3).mean((1, 3))
    small[~shown.reshape(height, width)] = 0
    return small.round().astype(np.uint8).repeat(PATCH, 0).repeat(PATCH, 1)


def dabs(labels: np.ndarray, cells: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The hint map of regions whose label is known, u8 (h, w, 3): for each the patch that lies most in it.

    `labels`: i32 (R + 1,), negative where not known. `cells`: i32 (h, w), the region of each cell, its sides
    multiples of PATCH. `codes`: u8 RGB (K, 3). A region that fills no half of any patch has no hint.
    """
    height, width = (side // PATCH for side in cells.shape)
    by_patch = cells.reshape(height, PATCH, width, PATCH).swapaxes(1, 2).reshape(-1, PATCH * PATCH)
    small = np.zeros((height * width, 3), np.uint8)
    known = np.flatnonzero(labels >= 0)
    for region in known[known > 0]:
        inside = (by_patch == region).sum(1)
        best = int(inside.argmax())
        if 2 * inside[best] >= PATCH * PATCH:
            small[best] = codes[labels[region]]
    return small.reshape(height, width, 3).repeat(PATCH, 0).repeat(PATCH, 1)
