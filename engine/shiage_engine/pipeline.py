"""From line art and reference paint to painted frames: the path that command line, engine and tests take."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from time import perf_counter
from typing import NamedTuple

import numpy as np

from .characters import checked_name
from .colorizers import METHODS, Method, automatic
from .colorizers.base import Colorizer, Factory, Remembering
from .colorizers.held_out import hold_out
from .confidence import prior_of
from .confidence.withdrawal import CALIBRATED, RULES, SHARE, Verdict, by_share, by_target, without_suspects
from .drawing import line_art, paint, palette, regions, specks
from .drawing.preview import small_picture
from .drawing.shot import UNKNOWN, Frame, Shot
from .errors import InputError
from .lazy import Lazy
from .learning.kept import is_kept
from .progress import Progress, scaled

LARGEST_GAP = 50  # a ball wider than this closes limbs, not gaps
PREVIEW_SECONDS = 3.0  # between two previews while a method learns
PREVIEW_REST = 9.0  # times as long as a preview took, at least, pass before the next


class Done(NamedTuple):
    """Shares of the whole work that are done when its parts are."""

    read: float
    tried: float  # on references that were held out
    learned: float
    scored: float


QUICK, SLOW = Done(0.15, 0.4, 0.8, 0.85), Done(0.05, 0.05, 0.85, 0.93)


@dataclass(frozen=True)
class Request:
    """All that a result depends on."""

    lines: Mapping[int, np.ndarray]  # time -> line art, u8 RGBA (H, W, 4), all of one size; each is read once
    colors: Mapping[int, np.ndarray]  # time -> paint of that reference frame, u8 RGBA (H, W, 4)
    method: str = "auto"  # of METHODS; "auto" is the best one for what is given
    target_accuracy: float = 0.98  # of the painted regions, in (0, 1]
    withdraw: bool = True
    rule: str = "auto"  # of RULES: what a region's confidence is; "auto" is what the method goes by
    largest_gap: int = 4  # pixels; openings in lines up to this size are closed
    character: str = ""  # who is drawn, by the name that what was learned of her goes by; "": nobody known
    watch: bool = False  # yield previews


@dataclass(frozen=True)
class Painted:
    """One finished frame."""

    time: int
    color: np.ndarray  # u8 RGBA (H, W, 4): the full paint, before withdrawal
    withdrawn: np.ndarray  # bool (H, W)
    confidence: (
        np.ndarray
    )  # u8 (H, W): 1..255 in a region, the line shared out among them; 0 where there is none
    region_map: np.ndarray  # i32 (H, W): the region of each pixel, the line shared out among them
    region_confidence: np.ndarray  # f32 (R + 1,) in [0, 1]: what `confidence` shows, exactly
    regions: int
    coverage: float  # share of the regions that are painted
    seconds: float


@dataclass(frozen=True)
class Preview:
    """How a frame would be painted as things stand."""

    time: int
    picture: np.ndarray  # u8 RGBA (h, w, 4), as `drawing.preview.small_picture` makes it


@dataclass(frozen=True)
class FrameReport:
    """What is worth keeping of a painted frame when its pixels are gone."""

    time: int
    regions: int
    coverage: float
    seconds: float


@dataclass(frozen=True)
class Report:
    """What a job came to."""

    method: str
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    frames: tuple[FrameReport, ...]


def colorize(
    request: Request, methods: Mapping[str, Factory] | None = None
) -> Generator[Progress | Preview | Painted, None, Report]:
    """Color every frame that is no reference, each given out as soon as it is ready.

    `methods`: those to choose from, METHODS if not given. Raises InputError, with a sentence for the painter,
    where the request cannot be met.
    """
    methods = METHODS if methods is None else methods
    request = replace(request, character=checked_name(request.character))
    method = _checked_method(request, methods)
    if len(request.colors) == len(request.lines):
        raise InputError(
            "Every frame of this shot is a reference already: leave at least one frame to color."
        )
    colorizer = methods[method](request.character)
    _check_needs(request, colorizer)
    part = QUICK if colorizer.is_quick else SLOW
    if _is_stranger(request, methods[method]):
        yield Progress(0, f"Nothing is known of {request.character}: going by the references alone")
    shot = yield from scaled(read_shot(request), 0, part.read)
    if isinstance(colorizer, Remembering):
        shot = shot.with_colors(colorizer.palette())
    rule = _rule(request, methods[method])
    held_out = []
    if rule != SHARE and colorizer.is_quick:
        held_out = yield from scaled(hold_out(colorizer, shot), part.read, part.tried)
    yield from _learn(shot, colorizer, part, request.watch)
    scores = yield from _score(shot, colorizer, part, request.watch)
    if rule == SHARE:
        verdicts = by_share(scores)
    else:
        is_speck = [regions.specks(shot.frames[target].regions) for target in shot.targets]
        prior = prior_of(method)
        calibration = replace(prior, shift=prior.shift_for(held_out))
        verdicts = by_target(scores, is_speck, calibration, request.target_accuracy, shot.purity)
    done: list[FrameReport] = []
    for number, target in enumerate(shot.targets):
        yield Progress(part.scored + (1 - part.scored) * number / len(shot.targets), "Painting")
        painted = _paint(shot, target, scores[number].argmax(1), verdicts[number], request.withdraw)
        done.append(FrameReport(painted.time, painted.regions, painted.coverage, painted.seconds))
        yield painted
    return Report(method, shot.palette, tuple(done))


def learn(request: Request, methods: Mapping[str, Factory] | None = None) -> Generator[Progress, None, None]:
    """Learn the reference frames for the character of the request, who must have a name, and color nothing.

    For methods that keep what they learn. Raises InputError as `colorize` does.
    """
    methods = METHODS if methods is None else methods
    request = replace(request, character=checked_name(request.character))
    method = _checked_method(request, methods)
    if not request.character:
        raise InputError("What is learned is kept by the character's name: give the name.")
    colorizer = methods[method](request.character)
    _check_needs(request, colorizer)
    made = methods[method]
    if not isinstance(colorizer, Remembering) or not (isinstance(made, Method) and made.keeps):
        raise InputError(f"The method {method} keeps nothing that it learns: choose patch.")
    lines = Lazy([*request.colors], request.lines.__getitem__)
    shot = yield from scaled(read_shot(replace(request, lines=lines)), 0, SLOW.read)
    yield from scaled(colorizer.learn(shot.with_colors(colorizer.palette()), []), SLOW.read, 1)


def _checked_method(request: Request, methods: Mapping[str, Factory]) -> str:
    """The name of the method to use; raises InputError where the request is not sound in itself."""
    if not request.lines:
        raise InputError("This shot has no line art: draw at least one frame.")
    stray = sorted(set(request.colors) - set(request.lines))
    if stray:
        raise InputError(f"Reference frame {stray[0]} has no line art: draw its lines or do not use it.")
    if not 0 < request.target_accuracy <= 1:
        raise InputError("The target accuracy must be above 0 and at most 1, for example 0.98.")
    if request.rule not in ("auto", *RULES):
        raise InputError(f"There is no rule {request.rule!r}: choose one of auto, {', '.join(RULES)}.")
    if not 0 <= request.largest_gap <= LARGEST_GAP:
        raise InputError(f"The largest gap must be from 0 (leave gaps open) to {LARGEST_GAP} pixels.")
    method = request.method
    if method == "auto":
        method = automatic(methods, request.character, bool(request.colors))
    if method not in methods:
        raise InputError(f"There is no method {method!r}: choose one of auto, {', '.join(methods)}.")
    return method


def _check_needs(request: Request, colorizer: Colorizer) -> None:
    """Raise InputError where the request lacks what the method cannot do without."""
    if "references" in colorizer.needs and not request.colors:
        raise InputError("Color at least one frame of this shot first.")
    if "character" in colorizer.needs and not request.character:
        raise InputError("This method needs the name of a character that it was trained on: give the name.")


def _is_stranger(request: Request, made: Factory) -> bool:
    """Whether the method could use what was learned of the character, and nothing was: a slip of the pen?"""
    if not request.character or not isinstance(made, Method) or "character" not in made.takes or made.keeps:
        return False
    return not is_kept(made.weights, request.character)


def _rule(request: Request, made: Factory) -> str:
    """What regions are withdrawn by: what the request says, or else the method."""
    if request.rule != "auto":
        return request.rule
    return made.rule if isinstance(made, Method) else CALIBRATED


def read_shot(request: Request) -> Generator[Progress, None, Shot]:
    """The shot of a request, segmented, with its palette and the labels of its reference frames."""
    frames = yield from _read_frames(request)
    return _read_references(request, frames)


def _read_frames(request: Request) -> Generator[Progress, None, list[Frame]]:
    """The frames of the shot in order of time, segmented."""
    frames: list[Frame] = []
    size: tuple[int, ...] = ()
    for number, time in enumerate(sorted(request.lines)):
        yield Progress(number / len(request.lines), "Reading the line art")
        rgba = request.lines[time]
        size = size or rgba.shape[:2]
        _check_size(f"The line art of frame {time}", rgba, size)
        art = line_art.read(rgba)
        sure = regions.segment(art, request.largest_gap)
        parted = regions.split_suspects(sure, art, request.largest_gap)
        frames.append(Frame.of(time, art, parted, int(sure.max(initial=0)) + 1))
    return frames


def _read_references(request: Request, frames: list[Frame]) -> Shot:
    """The shot with its palette and the labels of its reference frames."""
    if not request.colors:
        return Shot(frames, np.zeros((1, 4), np.uint8), {})
    index = {frame.time: i for i, frame in enumerate(frames)}
    size = frames[0].packed_ink.shape

    def color(time: int) -> np.ndarray:
        rgba = request.colors[time]
        _check_size(f"The paint of frame {time}", rgba, size)
        return rgba

    times = sorted(request.colors)
    colors, labels, purity = palette.read_references(
        Lazy(times, color),
        Lazy(times, lambda time: frames[index[time]].line_art),
        Lazy(times, lambda time: frames[index[time]].regions),
    )
    if len(colors) == 1 or all((of_region[1:] == UNKNOWN).all() for of_region in labels.values()):
        raise InputError("The reference frames hold no paint: color at least one frame of this shot first.")
    return Shot(frames, colors, {index[time]: of_region for time, of_region in labels.items()}, purity)


def _check_size(what: str, rgba: np.ndarray, size: tuple[int, ...]) -> None:
    if rgba.shape[:2] != tuple(size):
        (height, width), (right_height, right_width) = rgba.shape[:2], size
        raise InputError(
            f"{what} is {width} x {height} pixels, but the first line art is {right_width} x {right_height}: "
            "make all frames one size."
        )


def _learn(
    shot: Shot, colorizer: Colorizer, part: Done, watch: bool
) -> Generator[Progress | Preview, None, None]:
    """Learn the shot. For who watches a slow method, its targets are shown in turn as they would be painted now."""
    targets, due = cycle(shot.targets), perf_counter() + PREVIEW_SECONDS
    for step in scaled(colorizer.learn(shot), part.tried, part.learned):
        yield step
        if watch and not colorizer.is_quick and perf_counter() >= due:
            start, target = perf_counter(), next(targets)
            scores = yield from scaled(colorizer.colorize(shot, target), step.fraction, step.fraction)
            yield _preview(shot, target, scores)
            due = perf_counter() + max(PREVIEW_SECONDS, PREVIEW_REST * (perf_counter() - start))


def _score(
    shot: Shot, colorizer: Colorizer, part: Done, watch: bool
) -> Generator[Progress | Preview, None, list[np.ndarray]]:
    """The scores of all target frames, specks taking after their neighbors."""
    scores = []
    for number, target in enumerate(shot.targets):
        start, end = (
            part.learned + (part.scored - part.learned) * n / len(shot.targets) for n in (number, number + 1)
        )
        of_frame = yield from scaled(colorizer.colorize(shot, target), start, end)
        frame = shot.frames[target]
        scores.append(specks.blend(of_frame, frame.regions, frame.line_art))
        if watch:
            yield _preview(shot, target, scores[-1])
    return scores


def _preview(shot: Shot, target: int, scores: np.ndarray) -> Preview:
    frame = shot.frames[target]
    return Preview(frame.time, small_picture(frame, scores.argmax(1), shot.palette))


def _paint(shot: Shot, target: int, labels: np.ndarray, verdict: Verdict, withdraw: bool) -> Painted:
    """Paint frame number `target` of the shot with the labels (R + 1,) of its regions."""
    start = perf_counter()
    frame = shot.frames[target]
    verdict = without_suspects(verdict, labels, frame.suspect)
    spread = paint.spread(frame.regions)
    withdrawn = verdict.withdrawn & withdraw
    count = len(labels) - 1
    shade = np.rint(1 + 254 * verdict.confidence).astype(np.uint8)
    shade[0] = 0
    return Painted(
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
