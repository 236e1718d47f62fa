"""What is asked of the pipeline, and whether it can be done: wrong requests get a sentence before any work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from ..characters import checked_name
from ..drawing.model_sheets import ModelSheet
from ..errors import InputError
from ..learning.kept import is_kept
from ..methods.method import CHARACTER, HINTS, REFERENCES, RULES, Method
from ..protocol.options import AUTOMATIC_GAP, Options
from ..results import Shown

AUTO = "auto"
NOTHING_GIVEN = "Color at least one frame of this shot first, or put dabs of color on a hint layer."
LARGEST_GAP_ALLOWED = 50  # pixels; a ball wider than this closes limbs, not gaps


class Answer(NamedTuple):
    """The painter's color of one region."""

    time: int
    x: int
    y: int  # of a pixel inside the region
    color: tuple[int, int, int, int]  # RGBA; alpha 0: stays unpainted


@dataclass(frozen=True)
class Request:
    """All that a result depends on."""

    lines: Mapping[int, np.ndarray]  # time -> line art, u8 RGBA (H, W, 4); each is read once
    colors: Mapping[int, np.ndarray]  # time -> paint of that reference frame, u8 RGBA (H, W, 4)
    options: Options = field(default_factory=Options)
    watch: bool = False  # yield previews
    finished: Collection[int] = ()  # references whose unpainted regions stay unpainted, as the painter said
    partial: Collection[int] = ()  # references whose unpainted regions are to be colored; others are judged
    answers: tuple[Answer, ...] = ()  # the painter's colors of single regions
    # time -> dabs of color that say what the regions under them have, u8 RGBA (H, W, 4), transparent elsewhere
    hints: Mapping[int, np.ndarray] = field(default_factory=dict)
    # time -> strokes that close regions and are no lines, drawn as line art is, u8 RGBA (H, W, 4)
    closings: Mapping[int, np.ndarray] = field(default_factory=dict)
    sheets: Mapping[str, ModelSheet] = field(default_factory=dict)  # by name: model sheets
    # time -> (x, y) of its top left, from that of frames without, in pixels: where a frame of another size belongs
    offsets: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    kept: Shown | None = None  # a result whose paint stays, see `keeping`
    keeps: bool = True  # whether methods that keep what they learn of a character do so; else they read alone


def checked(request: Request, methods: Mapping[str, Method]) -> tuple[Request, Method]:
    """The request with the character's name normalized, and the method to use, one of `methods`, the best one first.

    Raises InputError where the request is not sound in itself, or lacks what the method cannot do without.
    """
    options = replace(request.options, character=checked_name(request.options.character))
    request = replace(request, options=options)
    _check_frames(request)
    check_options(options, methods)
    method = automatic(request, methods) if options.method == AUTO else methods[options.method]
    if REFERENCES in method.needs and not (request.colors or request.sheets):
        unknown = has_unknown_character(request, method)
        why = f"Nothing is known of {request.options.character}. " if unknown else ""
        raise InputError(f"{why}Color at least one frame of this shot first.")
    if CHARACTER in method.needs and not request.options.character:
        raise InputError("This method needs the name of a character that it was trained on: give the name.")
    if method.needs_any and not method.needs_any & _given(request):
        raise InputError(NOTHING_GIVEN)
    return request, method


def _given(request: Request) -> set[str]:
    """What the request has of what a method may need."""
    given = {REFERENCES: request.colors, HINTS: request.hints, CHARACTER: request.options.character}
    return {name for name, value in given.items() if value}


def has_unknown_character(request: Request, method: Method) -> bool:
    """Whether the method could use what was learned of the character, and nothing was: a mistyped name?"""
    if not request.options.character or CHARACTER not in method.takes or method.keeps:
        return False
    return not is_kept(method.weights, request.options.character)


def _check_frames(request: Request) -> None:
    if not request.lines:
        raise InputError("This shot has no line art: draw at least one frame.")
    stray = sorted(set(request.colors) - set(request.lines))
    if stray:
        raise InputError(f"Reference frame {stray[0]} has no line art: draw its lines or do not use it.")
    unknown = sorted(set(request.closings) - set(request.lines))
    if unknown:
        raise InputError(
            f"The closing strokes of frame {unknown[0]} have no line art: draw its lines or remove them."
        )
    astray = sorted(set(request.hints) - set(request.lines))
    if astray:
        raise InputError(f"The hints of frame {astray[0]} have no line art: draw its lines or remove them.")
    unpainted = sorted({*request.finished, *request.partial} - set(request.colors))
    if unpainted:
        raise InputError(
            f"Frame {unpainted[0]} is called finished or partly painted, but has no paint: paint it first."
        )
    both = sorted(set(request.finished) & set(request.partial))
    if both:
        raise InputError(f"Frame {both[0]} is called both finished and partly painted: choose one.")


def check_options(options: Options, methods: Mapping[str, Method]) -> None:
    """Raise InputError where the options make no sense, whatever they are for, or no method is of that name."""
    if options.method not in (AUTO, *methods):
        raise InputError(
            f"There is no method {options.method!r}: choose one of {AUTO}, {', '.join(methods)}."
        )
    if not 0 < options.target_accuracy <= 1:
        raise InputError("The target accuracy must be above 0 and at most 1, for example 0.98.")
    if options.rule not in (AUTO, *RULES):
        raise InputError(f"There is no rule {options.rule!r}: choose one of {AUTO}, {', '.join(RULES)}.")
    check_gap(options.largest_gap)


def check_gap(largest_gap: int) -> None:
    """Raise InputError where `largest_gap` is not one that can be closed."""
    if largest_gap != AUTOMATIC_GAP and not 0 <= largest_gap <= LARGEST_GAP_ALLOWED:
        raise InputError(
            f"The largest gap must be from 0 (leave gaps open) to {LARGEST_GAP_ALLOWED} pixels, or {AUTOMATIC_GAP}: "
            "what fits the drawing."
        )


def automatic(request: Request, methods: Mapping[str, Method]) -> Method:
    """The best method: the first; without a painted frame one that was trained on the character, or needs hints."""
    first, *_ = methods.values()
    if request.colors or request.sheets:
        return first
    possible = (
        method
        for method in methods.values()
        if method.is_ready
        and REFERENCES not in method.needs
        and (
            is_kept(method.weights, request.options.character)
            or (request.hints and HINTS in method.needs_any)
        )
    )
    return next(possible, first)
