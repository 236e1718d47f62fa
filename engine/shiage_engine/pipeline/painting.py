"""From a region's label and confidence to a frame's result."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from ..drawing.preview import small_picture
from ..drawing.shot import Shot
from ..results import FrameResult, Preview
from .spreading import Colored


def preview_frame(shot: Shot, target: int, scores: np.ndarray) -> Preview:
    """Frame number `target` as it would be painted with these scores, (R + 1, K)."""
    frame = shot.frames[target]
    return Preview(frame.time, small_picture(frame, scores.argmax(1), shot.palette))


def frame_result(shot: Shot, target: int, colored: Colored) -> FrameResult:
    """The result of frame number `target` of the shot."""
    start = perf_counter()
    frame = shot.frames[target]
    return FrameResult(
        time=frame.time,
        region_map=frame.spread,
        labels=colored.labels.astype(np.uint16),
        confidence=colored.verdict.confidence,
        painted_steps=colored.verdict.painted_steps,
        withdrawn=colored.verdict.withdrawn,
        palette=shot.palette,
        seconds=perf_counter() - start,
    )
