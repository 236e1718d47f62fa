"""How well a method does on this very shot: reference frames left out of learning, one at a time."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from ..drawing.shot import UNKNOWN, Shot
from ..methods.colorizer import Colorizer
from ..progress import Progress, scaled

MOST = 3  # reference frames to leave out, at most: each costs a learning


def hold_out(
    colorizer: Colorizer, shot: Shot
) -> Generator[Progress, None, list[tuple[np.ndarray, np.ndarray]]]:
    """For some reference frames: scores (R + 1, K) learned from the others, and the painter's labels (R + 1,).

    Nothing where one reference frame alone can teach. Leaves the colorizer having learned a part of the shot.
    """
    references = [i for i in shot.references if (shot.labels[i][1:] != UNKNOWN).any()]
    if len(references) < 2:
        return []
    left_out = references[:: -(-len(references) // MOST)]
    results = []
    for number, reference in enumerate(left_out):
        start, end = number / len(left_out), (number + 1) / len(left_out)
        others = shot.with_references([i for i in references if i != reference])
        yield from scaled(colorizer.learn(others, [reference]), start, end)
        scores = yield from scaled(colorizer.colorize(others, reference), end, end)
        results.append((scores, shot.labels[reference]))
    return results
