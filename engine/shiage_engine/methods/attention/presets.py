"""Presets: the paper's network and lessons, small ones for processors, and medium ones for a GPU."""

from __future__ import annotations

from dataclasses import replace

from ...learning.fit import FitParams
from ..pictures import training
from ..pictures.examples import ExampleParams
from .lesson import LessonParams
from .network import MEDIUM, PAPER, PARTS, SMALL, AttentionParams

NETWORKS = {"paper": PAPER, "medium": MEDIUM, "small": SMALL}
RATES = {"paper": 1e-4, "medium": 1e-3, "small": 1e-3}


def network_params(preset: str, without: frozenset[str] = frozenset()) -> AttentionParams:
    """The sizes of the network of a preset, one of NETWORKS."""
    return replace(NETWORKS[preset], without=without & {*PARTS})


def lesson_params(
    preset: str, size: int, *, without: frozenset[str] = frozenset(), batch: int | None = None
) -> LessonParams:
    """The lessons of a preset, of frames whose longer side is `size` pixels.

    In the small one half of the references are another frame, which moves as drawings do; pixels count by their
    label's area, and the opponent counts a twentieth: in few steps, looking true is no help in being right. What
    places have in common is taught by a loss of its own.
    """
    if preset == "paper":
        params = LessonParams(16, without, examples=ExampleParams(size=size, frame=size, evenness=0.0))
    else:
        examples = ExampleParams(size=size, frame=size)
        params = LessonParams(4, without, adversarial=0.05, match=1.0, bent=0.5, examples=examples)
    return params if batch is None else replace(params, batch=batch)


def fit_params(preset: str, steps: int, rate: float | None = None, seed: int = 0) -> FitParams:
    """How a preset is trained."""
    return training.fit_params(steps, rate or RATES[preset], seed)
