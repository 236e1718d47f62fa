"""Presets: the paper's network and lessons, small ones that two cores can train, and medium ones for a GPU."""

from __future__ import annotations

from dataclasses import replace

from ..pictures.examples import ExampleParams
from .lesson import LessonParams
from .network import MEDIUM, PAPER, SMALL, HintedParams

NAMES = {"paper": PAPER, "medium": MEDIUM, "small": SMALL}


def network_params(preset: str) -> HintedParams:
    """The sizes of the network of a preset, one of NAMES."""
    return NAMES[preset]


def lesson_params(
    preset: str,
    size: int,
    *,
    without: frozenset[str] = frozenset(),
    unrolled: int = 3,
    is_gray: bool = False,
    is_snapped: bool | None = None,
    batch: int | None = None,
) -> LessonParams:
    """The lessons of a preset, of frames whose longer side is `size` pixels.

    The paper shows one patch in a hundred. The small network sees from none to three in a hundred, so that it can do
    with as many as the painter gives. Its examples are crops of half the side, its pixels count by their label's area
    (most of a frame is background), and its opponent counts a twentieth: in the few steps that it is trained,
    looking true is no help in being right.
    """
    params = LessonParams(4, without, is_gray, unrolled=unrolled)
    if preset == "paper":
        params = replace(params, examples=ExampleParams(size=size, frame=size, evenness=0.0))
    else:
        crop = ExampleParams(size=size // 2, frame=size, move=0.02)
        params = replace(
            params, hints=(0.0, 0.003, 0.01, 0.03), from_reference=0.75, adversarial=0.05, examples=crop
        )
    params = replace(params, is_snapped=preset != "paper" if is_snapped is None else is_snapped)
    return params if batch is None else replace(params, batch=batch)
