"""Presets: the paper's networks and lessons, small ones for processors, and medium ones for a GPU."""

from __future__ import annotations

from dataclasses import replace

from ..pictures.examples import ExampleParams
from .batch import BatchParams
from .lesson import MATCH, TEMPORAL, LessonParams
from .network import CODERS, INPUTS, MEDIUM, PAPER, SMALL, LavcParams
from .train import Schedule

NETWORKS = {"paper": PAPER, "medium": MEDIUM, "small": SMALL}
RATES = {"paper": 1e-4, "medium": 1e-3, "small": 1e-3}
TEMPORAL_SHARE = 4  # steps of the color transform network for one of the temporal network: 40 epochs and 10


def network_params(preset: str, without: frozenset[str] = frozenset()) -> LavcParams:
    """The sizes of the networks of a preset, one of NETWORKS."""
    return replace(NETWORKS[preset], without=without & {*INPUTS})


def lesson_params(
    preset: str, size: int, *, without: frozenset[str] = frozenset(), batch: int | None = None
) -> LessonParams:
    """The lessons of a preset, of frames whose longer side is `size` pixels.

    In the small one the match itself is learned, an example may have one reference alone, pixels count by their
    label's area (most of a frame is background), and the opponent counts a twentieth: in few steps, looking true is
    no help in being right.
    """
    if preset == "paper":
        examples = ExampleParams(size=size, frame=size, evenness=0.0)
        params = LessonParams(BatchParams(examples=examples), without | {MATCH})
    else:
        batches = BatchParams(alone=0.25, examples=ExampleParams(size=size, frame=size))
        params = LessonParams(batches, without, adversarial=0.05)
    if batch is not None:
        params = replace(params, batches=replace(params.batches, batch=batch))
    return params


def schedule(
    preset: str,
    colors: int,
    *,
    match: int | None = None,
    temporal: int | None = None,
    rate: float | None = None,
    seed: int = 0,
    without: frozenset[str] = frozenset(),
    spectral: str = CODERS,
) -> Schedule:
    """How a preset is trained, with `colors` steps of the color transform network.

    All but the paper's learn the match first, in as many steps unless `match` says how many.
    """
    has_match = preset != "paper" and not without & {MATCH, *INPUTS[:1]}
    of_match = colors if match is None else match
    of_time = max(colors // TEMPORAL_SHARE, 1) if temporal is None else temporal
    return Schedule(
        of_match if has_match else 0,
        colors,
        0 if TEMPORAL in without else of_time,
        rate or RATES[preset],
        seed,
        spectral,
    )
