"""What is painted stays: once a painter has gone on from a result, a new one changes only what was open in it.

With each frame that is finished the others are colored anew. Whoever has looked a frame over must not have to do it
again, so paint that was shown is kept as it was. Where the new run would rather have another color, that is a
question (see `questions`), and new paint has to be surer than in a first run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

from ..confidence.withdrawal import PAINTED, Verdict
from ..drawing.shot import Frame, Shot
from ..protocol.messages import ACCURACIES
from ..protocol.options import Options
from ..results import Shown, ShownFrame
from .spreading import Colored

SURE_LATER = 0.95  # least confidence of new paint after a first run; what is easy was painted then


def shown(shot: Shot, frames: Mapping[int, Colored]) -> Shown:
    """`frames` of `shot`, by target, as they are shown."""
    by_time = {
        shot.frames[target].time: ShownFrame(
            _digest(shot.frames[target]), colored.labels, colored.verdict.painted_steps
        )
        for target, colored in frames.items()
    }
    return Shown(shot.palette, by_time)


def keep_painted(
    anew: Mapping[int, Colored], before: Shown, shot: Shot, options: Options
) -> dict[int, Colored]:
    """The target frames `anew` with the paint that was shown at the accuracy of `options`.

    All colors of `before` must be in the palette of `shot`. A frame whose drawing is another one by now is as it is
    anew. The painter's own paint and answers are not kept here: they are given, or have been taken back.
    """
    labels = np.array([0, *(shot.label_of[tuple(color)] for color in before.palette[1:].tolist())])
    kept = dict(anew)
    for target, colored in anew.items():
        drawing = shot.frames[target]
        frame = before.frames.get(drawing.time)
        regions = _regions_as_shown(frame, drawing) if frame else None
        if frame and regions is not None:
            kept[target] = _kept(
                colored, labels[frame.labels[regions]], frame.painted_steps[regions], options
            )
    return kept


def _regions_as_shown(frame: ShownFrame, drawing: Frame) -> np.ndarray | None:
    """The region of `frame` that each region of a drawing is, or was part of until paint parted it: (R + 1,).

    None where another drawing was shown.
    """
    for shown_as in (drawing, drawing.as_drawn):
        if shown_as and (frame.digest, len(frame.labels)) == (_digest(shown_as), shown_as.count + 1):
            found = np.arange(drawing.count + 1)
            if shown_as is not drawing:
                found[drawing.regions] = shown_as.regions
            return found
    return None


def _kept(anew: Colored, labels: np.ndarray, steps: np.ndarray, options: Options) -> Colored:
    """One frame; `labels`, `steps`: as it was shown, (R + 1,)."""
    asked = sum(accuracy < options.target_accuracy for accuracy in ACCURACIES)
    confidence, new_steps, withdrawn = anew.verdict
    is_kept = (steps > asked) & (steps != PAINTED) & (new_steps != PAINTED)
    is_open = ~is_kept & (new_steps != PAINTED) & (confidence < SURE_LATER)
    is_open[0] = False
    is_other = is_kept & (labels != anew.labels)
    verdict = Verdict(
        np.where(is_other, 1 - confidence, confidence),
        np.where(is_kept, steps, np.where(is_open, np.minimum(new_steps, asked), new_steps)),
        ~is_kept & (withdrawn | is_open) & options.withdraw,
    )
    return Colored(np.where(is_kept, labels, anew.labels), verdict)


def _digest(drawing: Frame) -> str:
    return hashlib.blake2b(drawing.areas.tobytes(), digest_size=8).hexdigest()
