"""Coloring a shot, from line art and reference paint to painted frames.

The path that command line, engine and tests take.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import cycle
from time import perf_counter
from typing import NamedTuple

import numpy as np

from ..confidence import calibration_of
from ..confidence.withdrawal import (
    SHARE_THRESHOLD,
    Figure,
    Thresholds,
    Verdict,
    by_share,
    by_threshold,
    keep_known,
    without_labels,
    without_leaked,
    without_merged,
    without_suspects,
    without_withdrawal,
)
from ..drawing.adjacency import across_openings
from ..drawing.shot import Frame, Shot
from ..errors import InputError
from ..lazy import Once
from ..methods.colorizer import Colorizer
from ..methods.method import SHARE, Method
from ..methods.shared import settling
from ..methods.shared.tracks import Links, Region, joined, repeated
from ..progress import Progress, finish, scaled
from ..protocol.messages import ACCURACIES
from ..protocol.options import Options
from ..results import FrameReport, FrameResult, HintReport, Preview, Report, Shown
from ..specks.candidates import SLIVERS, SPECKS
from ..specks.choice import NO_SPECKS, Choice, belong, choose
from .disagreement import Disagreement, find_disagreements, nearer_wins, open_labels
from .hints import with_hints
from .keeping import keep_painted, shown
from .painting import frame_result, preview_frame
from .places import Examples
from .questions import Frame as AskedFrame
from .questions import Question, Ranked, ask, ranked
from .reading import ReadPaint, check_fits, read_shot
from .request import AUTO, NOTHING_GIVEN, Answer, Request, checked, has_unknown_character
from .shades import most_confidence, shaded_labels
from .specks import color_specks, recolor_specks
from .spreading import Colored, answer_colors, answered_regions, known_regions, spread_answers

NOT_FINITE = (
    "The answers of this method's weights are not finite numbers: choose another method, or train it again."
)
LOOKED_AT = 2  # finished frames at most, to tell what slivers are
PREVIEW_SECONDS = 3.0  # between two previews while a method learns
PREVIEW_REST = 9.0  # times as long as a preview took pass before the next one: a tenth of the time at most


class Done(NamedTuple):
    """The share of the work of `color_base` that is done when the shot is read, and when it is learned."""

    read: float
    learned: float


PAINTING = 0.85  # share of the whole work that is done when painting begins
QUICK, SLOW = Done(0.18, 0.94), Done(0.05, 0.91)


@dataclass
class Base:
    """A shot that is colored from its references, before the painter's answers: what a correction starts from."""

    shot: Shot
    method: Method
    options: Options
    judged: Mapping[int, Colored]  # by target: each region by its own scores
    colorizer: Colorizer
    specks: Once[int, Choice]  # by frame: what its specks take after
    slivers: Once[int, Choice]  # the same of its slivers
    ranked: Mapping[int, Ranked]  # by target: its regions' likeliest colors
    partial: Sequence[int] = ()  # times of the references that are painted in part
    hints: tuple[HintReport, ...] = ()
    disagreements: Sequence[Disagreement] = ()
    paint: ReadPaint = field(default_factory=ReadPaint)  # of references
    _linking: Generator[Progress, None, Links] | None = None
    _linked: Links | None = None

    @cached_property
    def frames(self) -> Once[int, Colored]:
        """The target frames, each made when it is first asked for: its specks take after larger regions."""
        return Once(
            self.judged,
            lambda target: color_specks(
                self.judged[target], self.specks[target], self.options, self._slivers_of(target)
            ),
        )

    def prepare(self) -> Generator[Progress, None, Links]:
        """All that answers need, made once: when they are given, or while a worker is idle.

        Returns the links along which they are followed. May be stopped after any step: the next call goes on from
        there.
        """
        for target in self.frames.missing():
            self.frames[target]
            yield Progress(0, "Coloring specks")
        self._linking = self._linking or self.colorizer.links(self.shot)
        while self._linked is None:
            try:
                step = next(self._linking)
            except StopIteration as stop:
                self._linked = joined(stop.value, repeated(self.shot.frames))
            else:
                yield step
        return self._linked

    def results(
        self, answers: Collection[Answer], kept: Shown | None = None
    ) -> Generator[Progress | FrameResult, None, Report]:
        """The target frames with the answers, in order of time; what is painted in `kept` stays."""
        if answers or kept or self.shot.partial:
            yield from scaled(self.prepare(), 0, 0)
        shot, frames = self.colored(answers, kept)
        done: list[FrameReport] = []
        for number, target in enumerate(shot.targets):
            yield Progress(number / len(shot.targets), "Painting")
            frame = frame_result(shot, target, frames[target])
            done.append(
                FrameReport(frame.time, frame.regions, frame.coverage, frame.area_coverage, frame.seconds)
            )
            yield frame
        finished = [shot.frames[i].time for i in shot.finished]
        told = tuple(one.report(self.shot) for one in self.disagreements if not one.is_with_sheet)
        taught = [shot.sheets[i - len(shot.in_time)] for i in shot.references if i not in shot.in_time]
        sheets = tuple(dict.fromkeys(taught))  # a sheet of several figures is one
        return Report(
            self.method.name, shot.palette, tuple(done), finished, self.partial, self.hints, told, sheets
        )

    def colored(
        self, answers: Collection[Answer], kept: Shown | None = None
    ) -> tuple[Shot, Mapping[int, Colored]]:
        """The target frames with the answers, and the shot with all their colors in its palette."""
        shot = self.shot
        frames: Mapping[int, Colored] = self.frames
        if kept is not None:
            shot = shot.with_colors(kept.palette[1:])
            frames = keep_painted(frames, kept, shot, self.options)
        shot = shot.with_colors(answer_colors(answers))
        return shot, self._answered(shot, frames, answered_regions(shot, answers))

    def shown(self, shot: Shot, frames: Mapping[int, Colored]) -> Shown:
        """What `colored` returned, to be kept."""
        return shown(shot, frames)

    def questions(self, frames: Mapping[int, Colored]) -> list[Question]:
        """What is open in the frames of `colored`, what settles most first."""
        asked = {
            target: AskedFrame(
                colored,
                self.ranked[target],
                self._areas[target],
                self.specks[target].specks,
                self.shot.frames[target].first_suspect,
            )
            for target, colored in frames.items()
        }
        return ask(asked, self._links, self.shot.finished, self._least_sure)

    def _answered(
        self, shot: Shot, frames: Mapping[int, Colored], answers: Mapping[Region, int]
    ) -> Mapping[int, Colored]:
        """`frames` with the answers, and with what follows from them and from partly painted frames."""
        known = {**known_regions(shot), **answers}
        spread = frames
        if known:
            spread = spread_answers(frames, known, self._links, self._areas, self._thresholds)
        if spread is self.frames:
            return frames
        return {
            target: colored
            if colored is self.frames[target]
            else recolor_specks(colored, self.specks[target], self.options, self._slivers_of(target))
            for target, colored in spread.items()
        }

    def _slivers_of(self, target: int) -> Choice:
        """What the slivers of a target take after.

        None in a shot whose slivers are details of their own, nor where lines are open and slivers are what is left
        between closings.
        """
        is_open = self.shot.frames[target].opening > 0
        return self.slivers[target] if self._slivers_belong and not is_open else NO_SPECKS

    @cached_property
    def _slivers_belong(self) -> bool:
        """Whether most slivers of some finished frames, evenly over the shot, have the colors of larger regions."""
        finished = self.shot.finished
        some = [*finished][:: max(-(-len(finished) // LOOKED_AT), 1)]
        return belong((self.slivers[i], finished[i]) for i in some)

    @property
    def _links(self) -> Links:
        return finish(self.prepare())

    @cached_property
    def examples(self) -> Examples:
        """The regions that the painter painted, to show where a suggestion comes from."""
        return Examples(self.shot)

    @cached_property
    def _areas(self) -> Mapping[int, np.ndarray]:
        """The pixels of each region of each target, i64 (R + 1,)."""
        return {target: self.shot.frames[target].areas for target in self.frames}

    @property
    def _least_sure(self) -> float:
        """What is painted for the first time is at least so sure: kept paint that no longer is, is asked about."""
        return SHARE_THRESHOLD if self.options.rule == SHARE else self._thresholds.asked

    @property
    def _thresholds(self) -> Thresholds:
        """Those of the first press, whatever is answered since."""
        calibration = calibration_of(self.method.name, len(self.shot.finished), len(self.shot.sheets))
        return Thresholds.of(calibration, self.options.target_accuracy, ACCURACIES)


def colorize(
    request: Request, methods: Mapping[str, Method]
) -> Generator[Progress | Preview | FrameResult, None, Report]:
    """Color every frame that is not finished.

    `methods`: those to choose from, the best one first. Raises InputError, with a sentence for the painter, where
    the request cannot be met.
    """
    base = yield from scaled(color_base(request, methods), 0, PAINTING)
    return (yield from scaled(base.results(request.answers, request.kept), PAINTING, 1))


def color_base(
    request: Request, methods: Mapping[str, Method], former: Base | None = None
) -> Generator[Progress | Preview, None, Base]:
    """Color the shot from its references alone: the part of `colorize` that no answer of the painter changes.

    `former`: the same drawings by the same method, colored from other references. It saves reading and describing the
    drawings again, and is used up: its colorizer learns anew.
    """
    request, method = checked(request, methods)
    done = QUICK if method.is_quick else SLOW
    # A slow method would go on from what it learned of the other references.
    colorizer = former.colorizer if former and method.is_quick else method.make(request.options.character)
    colorizer.keeps = request.keeps
    if has_unknown_character(request, method):
        yield Progress(0, f"Nothing is known of {request.options.character}: going by the references alone")
    paint = former.paint if former else ReadPaint()
    shot = yield from scaled(read_shot(request, former.shot.frames if former else (), paint), 0, done.read)
    same = _with_same_regions(former.shot, shot) if former else frozenset()
    colorizer.forget({*range(len(shot.frames))} - same)
    partial = [shot.frames[i].time for i in sorted(shot.partial)]
    shot, hints = with_hints(shot, request.hints)
    if method.needs_any and not shot.known:
        raise InputError(NOTHING_GIVEN)
    if not shot.targets:
        raise InputError("Every frame of this shot is finished already: leave at least one frame to color.")
    shot = shot.with_colors(colorizer.palette())
    check_fits(shot)  # hints, and what is kept of a character, may have added colors
    rule = method.rule if request.options.rule == AUTO else request.options.rule
    has_previews = request.watch and not method.is_quick
    yield from _learn(shot, colorizer, done, has_previews)
    scores = yield from _score(shot, colorizer, done, request.watch)
    disagreements = find_disagreements(shot, colorizer)
    scores = [
        settling.keep_known(shot, target, nearer_wins(disagreements, target, of_frame))
        for target, of_frame in zip(shot.targets, scores, strict=True)
    ]
    options = replace(request.options, rule=rule)
    likeliest = {target: ranked(of_frame) for target, of_frame in zip(shot.targets, scores, strict=True)}
    judged: dict[int, Colored] = {}
    shaded = shaded_labels(shot)
    for target, of_frame in zip(shot.targets, scores, strict=True):
        doubted = open_labels(disagreements, target)
        verdict = _verdict(shot, target, method, of_frame, options, doubted=doubted, shaded=shaded)
        judged[target] = Colored(of_frame.argmax(1), verdict)
    specks = _choices(shot.frames, SPECKS, former.specks if former else None, same)
    slivers = _choices(shot.frames, SLIVERS, former.slivers if former else None, same)
    return Base(
        shot,
        method,
        options,
        judged,
        colorizer,
        specks,
        slivers,
        likeliest,
        partial,
        hints,
        disagreements,
        paint,
    )


def _with_same_regions(former: Shot, shot: Shot) -> frozenset[int]:
    """Frames whose regions are the same as before, by index: not where paint parts them now, or no longer."""
    pairs = enumerate(zip(former.frames, shot.frames, strict=True))
    return frozenset(
        i for i, (one, other) in pairs if one is other or np.array_equal(one.regions, other.regions)
    )


def _choices(
    frames: Sequence[Frame], sizes: range, before: Once[int, Choice] | None, same: Collection[int]
) -> Once[int, Choice]:
    """What the regions of these sizes take after, by frame; `before`: where the frames `same` were as they are."""
    made = {} if before is None else {i: one for i, one in before.made().items() if i in same}
    return Once(range(len(frames)), lambda i: choose(frames[i].regions, frames[i].line_art, sizes), made)


def _learn(
    shot: Shot, colorizer: Colorizer, done: Done, has_previews: bool
) -> Generator[Progress | Preview, None, None]:
    """Learn the shot; previews show its targets in turn as they would be painted now."""
    targets, due = cycle(shot.targets), perf_counter() + PREVIEW_SECONDS
    for step in scaled(colorizer.learn(shot), done.read, done.learned):
        yield step
        if has_previews and perf_counter() >= due:
            start, target = perf_counter(), next(targets)
            scores = yield from scaled(colorizer.colorize(shot, target), step.fraction, step.fraction)
            yield preview_frame(shot, target, settling.keep_known(shot, target, scores))
            due = perf_counter() + max(PREVIEW_SECONDS, PREVIEW_REST * (perf_counter() - start))


def _score(
    shot: Shot, colorizer: Colorizer, done: Done, has_previews: bool
) -> Generator[Progress | Preview, None, list[np.ndarray]]:
    """The scores of all target frames. Raises InputError where they are no numbers, as huge weights give."""
    scores = []
    for number, target in enumerate(shot.targets):
        start, end = (done.learned + (1 - done.learned) * n / len(shot.targets) for n in (number, number + 1))
        of_frame = yield from scaled(colorizer.colorize(shot, target), start, end)
        if not np.isfinite(of_frame).all():
            raise InputError(NOT_FINITE)
        scores.append(settling.keep_known(shot, target, of_frame))
        if has_previews:
            yield preview_frame(shot, target, scores[-1])
    return scores


def _verdict(
    shot: Shot,
    target: int,
    method: Method,
    scores: np.ndarray,
    options: Options,
    *,
    doubted: Collection[int],
    shaded: np.ndarray,
) -> Verdict:
    """What is withdrawn of frame number `target`; `options` name the rule. `doubted`, `shaded`: labels."""
    frame, labels = shot.frames[target], scores.argmax(1)
    if options.rule == SHARE:
        verdict = by_share(scores, ACCURACIES)
    else:
        calibration = calibration_of(method.name, len(shot.finished), len(shot.sheets))
        most = most_confidence(frame, labels, shaded)
        verdict = by_threshold(
            scores, calibration, options.target_accuracy, ACCURACIES, shot.purity, most=most
        )
    finished = [
        Figure.of(known, shot.frames[i].areas, shot.painted.get(i, 0)) for i, known in shot.finished.items()
    ]
    if frame.first_suspect <= frame.count:
        openings = across_openings(frame.spread, frame.line_art.kind)
        verdict = without_suspects(verdict, labels, frame.first_suspect, openings)
    verdict = without_merged(verdict, frame.merged)
    verdict = without_leaked(verdict, labels, frame.areas, finished)
    verdict = without_labels(verdict, labels, doubted)
    if not options.withdraw:
        verdict = without_withdrawal(verdict)
    return verdict if target not in shot.partial else keep_known(verdict, shot.partial[target])
