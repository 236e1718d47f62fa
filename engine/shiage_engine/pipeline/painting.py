"""From a region's label and confidence to the pixels of a frame."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from ..confidence.withdrawal import Verdict, without_suspects
from ..drawing import paint
from ..drawing.preview import small_picture
from ..drawing.shot import Shot
from ..results import PaintedFrame, Preview


def preview_frame(shot: Shot, target: int, scores: np.ndarray) -> Preview:
    """Frame number `target` as it would be painted with these scores, (R + 1, K)."""
    frame = shot.frames[target]
    return Preview(frame.time, small_picture(frame, scores.argmax(1), shot.palette))


def paint_frame(
    shot: Shot, target: int, labels: np.ndarray, verdict: Verdict, withdraw: bool
) -> PaintedFrame:
    """Frame number `target` of the shot, painted with the labels (R + 1,) of its regions.

    `withdraw`: whether the regions that the verdict withdraws are left unpainted.
    """
    start = perf_counter()
    frame = shot.frames[target]
    verdict = without_suspects(verdict, labels, frame.suspect)
    spread = paint.spread(frame.regions)
    withdrawn = verdict.withdrawn & withdraw
    count = len(labels) - 1
    shade = np.rint(1 + 254 * verdict.confidence).astype(np.uint8)
    shade[0] = 0
    return PaintedFrame(
        time=frame.time,
        color=paint.fill(spread, labels, shot.palette),
        withdrawn=withdrawn[spread],
        confidence=shade[spread],
        region_map=spread,
        region_confidence=verdict.confidence,
        regions=count,
        coverage=1 - float(withdrawn[1:].mean()) if count else 1.0,
        seconds=perf_counter() - start,
    )
