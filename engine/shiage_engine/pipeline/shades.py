"""Shades: which regions may be lit or in shadow, where one model sheet alone teaches.

A sheet shows its figure in one light. A color that lies beside another across a trace line there is one of two shades
of a part. In another light a whole region of that part may have the other shade, and nothing of its shape tells: of
regions without a trace line that were sure of such a color, 78 to 84 of 100 were right on 60 generated shots, however
sure they were, and 98 of all others (tools/fit_sheets.py). Several sheets mostly show a part in both lights.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from ..drawing.adjacency import touching
from ..drawing.shot import UNKNOWN, Frame, Shot

SURE_SHADE = 0.8  # the most confidence of such a region
# Pixels of a trace line between two regions of a sheet, for their colors to be shades of a part.
LEAST_BORDER = 6


def shaded_labels(shot: Shot) -> np.ndarray:
    """Labels that a shot's one sheet shows in two shades, rising; none where frames or other sheets teach as well."""
    if len(shot.sheets) != 1 or any(i in shot.in_time for i in shot.references):
        return np.zeros(0, int)
    (sheet,) = set(range(len(shot.frames))) - {*shot.in_time}
    labels, trace = shot.labels[sheet], _trace(shot.frames[sheet]).tocoo()
    pairs = np.stack([labels[trace.row], labels[trace.col]])[:, trace.data >= LEAST_BORDER]
    is_pair = (pairs[0] != pairs[1]) & (pairs != 0).all(0) & (pairs != UNKNOWN).all(0)
    return np.unique(pairs[:, is_pair])


def most_confidence(frame: Frame, labels: np.ndarray, shaded: np.ndarray) -> np.ndarray | None:
    """How sure each region may be, f32 (R + 1,); None where all may be.

    `labels`: i32 (R + 1,), what each is to be painted with; `shaded`: as from `shaded_labels`.
    """
    if not len(shaded):
        return None
    is_whole = np.asarray(_trace(frame).sum(1)).ravel() == 0
    return np.where(is_whole & np.isin(labels, shaded), np.float32(SURE_SHADE), np.float32(1))


def _trace(frame: Frame) -> csr_array:
    """Border lengths over trace lines, f32 (R + 1, R + 1)."""
    return touching(frame.spread, frame.line_art.kind).trace
