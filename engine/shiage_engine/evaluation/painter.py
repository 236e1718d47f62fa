"""A painter who does not get tired: how much work is left from Auto-colorize to a finished shot.

The painter paints the references, and then goes through the frames in order. In each the first question about a
region that is wrong is answered with the truth, which counts as one action, until none is left; paint that is wrong
and not asked about counts as two, for it has to be found first. One more action accepts the rest of the frame, and
the frame is a reference for the others, in which all stays that is painted; where nothing is wrong in any of them, it
accepts all. Specks are counted apart: they are accepted with their frame, and each that is wrong then counts as two.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from ..drawing.regions import areas, specks_by_area
from ..errors import InputError
from ..files.seals import FIELD
from ..methods.shared.tracks import Region
from ..pipeline import Base, Request, color_base
from ..pipeline.questions import Question
from ..pipeline.request import Answer
from ..pipeline.spreading import Colored
from ..progress import Progress, finish
from ..protocol.options import Options
from ..registry import METHODS
from ..results import Shown
from . import workers
from .baselines import BASELINES
from .truth import CLEAR, UNCLEAR, TruthShot, open_truth, shot_folders, true_colors

TO_FIND = 2  # actions for what is wrong though painted: to find it, and to paint it
EARLY = 0.05  # of the actions by hand
HEADS = (
    *("shot", "by hand", "alone", "actions", "right after 5 %", "asked", "settled, wrong", "broken"),
    *("specks", "seconds"),
)


@dataclass(frozen=True)
class Work:
    """What it took to finish one shot. Of regions over 10 pixels whose true color is clear, but for `specks...`."""

    shot: str
    regions: int  # in frames that are no references
    by_hand: int  # actions to fill each of them that is not left unpainted
    alone: int  # actions if no answer were followed and no frame accepted, see `curve_alone`
    actions: int
    asked: int  # questions that were answered
    settled: int  # regions that were painted after an answer to another one, or once a frame was finished
    settled_wrong: int  # of these
    broken: int  # painted right before an answer, and not so after it
    specks: int
    specks_by_hand: int
    specks_actions: int  # for specks that are wrong when their frame has been accepted
    seconds: float  # that the painter waited after answers and finished frames
    curve: tuple[tuple[int, float], ...]  # actions so far, and the share of the regions that is shown right
    # The same if what is withdrawn or wrong were answered one by one, frame after frame.
    curve_alone: tuple[tuple[int, float], ...]


@dataclass
class _Truth:
    """The truth of one frame."""

    color: np.ndarray  # i64 (R + 1,): packed; UNCLEAR where it is not known
    is_speck: np.ndarray  # bool (R + 1,)
    pixel: np.ndarray  # i64 (R + 1, 2): x and y of a pixel of each region

    @property
    def counts(self) -> np.ndarray:
        """Regions over 10 pixels whose color is clear, bool (R + 1,)."""
        counted: np.ndarray = (self.color != UNCLEAR) & ~self.is_speck
        return counted

    @property
    def specks(self) -> np.ndarray:
        """Specks whose color is clear, bool (R + 1,)."""
        specks: np.ndarray = (self.color != UNCLEAR) & self.is_speck
        return specks


@dataclass
class _Desk:
    """The shot as it lies before the painter."""

    shot: TruthShot
    request: Request
    base: Base
    truth: dict[int, _Truth]  # by time
    answers: list[Answer] = field(default_factory=list)
    kept: Shown | None = None  # what was shown when the last frame was finished
    frames: Mapping[int, Colored] = field(default_factory=dict)  # the targets by index, with the answers
    seconds: float = 0.0
    settled: int = 0
    settled_wrong: int = 0
    broken: int = 0
    # By time: is painted, is right.
    shown: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def look(self, answered: Mapping[int, np.ndarray] | None = None) -> None:
        """Take in the target frames with all answers; what has changed by itself is counted.

        `answered`: by time, ids of the regions that just got an answer, which are no change by itself.
        """
        start = perf_counter()
        shot, self.frames = self.base.colored(self.answers, self.kept)
        self.seconds += perf_counter() - start if answered is not None else 0.0
        palette = np.ascontiguousarray(shot.palette).view(np.uint32).ravel().astype(np.int64)
        for index, colored in self.frames.items():
            time = shot.frames[index].time
            truth = self.truth[time]
            painted, right = ~colored.verdict.withdrawn, palette[colored.labels] == truth.color
            if time in self.shown:
                others = truth.counts.copy()
                others[(answered or {}).get(time, np.zeros(0, np.int64))] = False
                was_painted, was_right = self.shown[time]
                new = others & painted & ~was_painted
                self.settled += int(new.sum())
                self.settled_wrong += int((new & ~right).sum())
                self.broken += int((others & was_painted & was_right & ~(painted & right)).sum())
            self.shown[time] = painted, right

    def shown_right(self) -> float:
        """The share of the regions that is painted right."""
        right = sum(
            int((painted & is_right & self.truth[t].counts).sum())
            for t, (painted, is_right) in self.shown.items()
        )
        return right / max(sum(int(truth.counts.sum()) for truth in self.truth.values()), 1)

    def answer(self, regions: Sequence[Region]) -> None:
        """The truth about some regions of a frame, by index and id, told to the engine."""
        told: dict[int, list[int]] = {}
        for index, number in regions:
            time = self.base.shot.frames[index].time
            truth = self.truth[time]
            if truth.color[number] != UNCLEAR:
                x, y = truth.pixel[number].tolist()
                r, g, b, a = np.array([truth.color[number]], np.uint32).view(np.uint8).tolist()
                self.answers.append(Answer(time, x, y, (r, g, b, a)))
                told.setdefault(time, []).append(number)
        self.look({time: np.array(numbers) for time, numbers in told.items()})

    def is_right(self, time: int) -> bool:
        """Is nothing wrong in a frame, painted or suggested?"""
        return not (self.truth[time].counts & ~self.shown[time][1]).any()

    def is_open(self, time: int, of_specks: bool) -> bool:
        """Is anything in a frame unpainted yet?"""
        truth = self.truth[time]
        counted = truth.specks if of_specks else truth.counts
        return bool((counted & ~self.shown[time][0]).any())

    def wrong_specks(self, time: int) -> int:
        return int((self.truth[time].specks & ~self.shown[time][1]).sum())

    def finish_frames(self, times: Sequence[int]) -> None:
        """The frames are painted, and references from now on."""
        for time in times:
            everything = np.ones(len(self.truth[time].color), bool)
            self.shown[time] = everything, everything
        colors = {**self.request.colors, **{time: self.shot.paint(time) for time in times}}
        self.request = replace(self.request, colors=colors, finished=[*colors])
        before, self.answers = self.answers, [one for one in self.answers if one.time not in times]
        if len(colors) < len(self.shot.times):
            start = perf_counter()
            self.kept = self.base.shown(*self.base.colored(before, self.kept))
            self.base = finish(color_base(self.request, {**METHODS, **BASELINES}, self.base))
            self.seconds += perf_counter() - start
            self.look({})


def painter(
    folder: Path, options: Options, references: str = "first-last", processes: int = 1
) -> Generator[Progress, None, list[Work]]:
    """The work on all shots of a set, in order of name."""
    shots = shot_folders(folder)
    tasks = [(shot, options, references) for shot in shots]
    return (yield from workers.run(finish_shot, tasks, [shot.name for shot in shots], processes))


def finish_shot(folder: Path, options: Options, references: str = "first-last") -> Work:
    """The work on one shot."""
    shot = open_truth(folder, references)
    if len(shot.given) == len(shot.times):
        raise InputError(f"With the references {references} nothing is left to color in {folder}.")
    request = Request(shot.lines, dict(shot.colors), options, finished=[*shot.colors])
    base = finish(color_base(request, {**METHODS, **BASELINES}))
    targets = [base.shot.frames[index].time for index in base.shot.targets]
    desk = _Desk(shot, request, base, {time: _truth(shot, base, time) for time in targets})
    desk.look()
    counted = [(desk.truth[time], *desk.shown[time]) for time in targets]
    by_hand = sum(int((truth.counts & (truth.color > 0)).sum()) for truth, _, _ in counted)
    alone = _one_by_one([(painted[truth.counts], right[truth.counts]) for truth, painted, right in counted])
    way = _go_through(desk, targets)
    all_specks = [truth.color[truth.specks] for truth in desk.truth.values()]
    return Work(
        folder.name,
        regions=sum(int(truth.counts.sum()) for truth in desk.truth.values()),
        by_hand=by_hand,
        alone=alone[-1][0],
        actions=way.curve[-1][0],
        asked=way.asked,
        settled=desk.settled,
        settled_wrong=desk.settled_wrong,
        broken=desk.broken,
        specks=sum(map(len, all_specks)),
        specks_by_hand=sum(int((colors > 0).sum()) for colors in all_specks),
        specks_actions=way.specks_actions,
        seconds=desk.seconds,
        curve=tuple(way.curve),
        curve_alone=alone,
    )


@dataclass
class _Way:
    """What the painter did until the shot was finished, as in `Work`."""

    curve: list[tuple[int, float]]
    asked: int = 0
    specks_actions: int = 0


def _go_through(desk: _Desk, left: list[int]) -> _Way:
    """Answer, accept and finish frame after frame; `left`: the times of those that are not finished."""
    way = _Way([(0, desk.shown_right())])
    while left:
        actions = way.curve[-1][0]
        while (wrong := _first_wrong(desk, left[0])) is not None:
            part, cost = wrong
            desk.answer(part)
            way.asked += cost == 1
            actions += cost
            way.curve.append((actions, desk.shown_right()))
        accepted = left if all(map(desk.is_right, left)) else left[:1]
        accepts = any(desk.is_open(time, False) for time in accepted)
        actions += accepts
        way.specks_actions += any(desk.is_open(time, True) for time in accepted) and not accepts
        way.specks_actions += TO_FIND * sum(map(desk.wrong_specks, accepted))
        left = left[len(accepted) :]
        desk.finish_frames(accepted)
        way.curve.append((actions, desk.shown_right()))
    return way


def _first_wrong(desk: _Desk, time: int) -> tuple[list[Region], int] | None:
    """What the painter answers next in a frame, and how many actions that takes; None: nothing is wrong in it.

    The first question of the frame, in the product's order, about a region that is wrong; then what is painted wrong.
    """
    index = next(index for index in desk.base.shot.targets if desk.base.shot.frames[index].time == time)
    truth = desk.truth[time]
    painted, right = desk.shown[time]
    wrong = truth.counts & ~right
    if not wrong.any():
        return None
    for question in desk.base.questions(desk.frames):
        own = [number for frame, number in question.regions if frame == index]
        if own and wrong[own[0]]:
            return _same_truth(desk, question, truth.color[own[0]]), 1
    number = int(np.flatnonzero(wrong)[0])
    return [(index, number)], TO_FIND if painted[number] else 1


def _same_truth(desk: _Desk, question: Question, color: int) -> list[Region]:
    """The regions of a question that have this true color: a painter sees where the part is another one."""
    shot = desk.base.shot
    return [
        (f, number)
        for f, number in question.regions
        if desk.truth[shot.frames[f].time].color[number] == color
    ]


def _one_by_one(frames: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[tuple[int, float], ...]:
    """The curve where what is withdrawn, and what is painted wrong, is answered each by itself.

    `frames`: of each, which regions are painted, and which are right, bool (N,).
    """
    painted, right = (np.concatenate(part) for part in zip(*frames, strict=True))
    cost = np.where(painted, TO_FIND, 1)[~(painted & right)]
    actions = np.cumsum(np.append(0, cost)).tolist()
    shown = (len(painted) - len(cost) + np.arange(len(actions))) / max(len(painted), 1)
    return tuple(zip(actions, shown.tolist(), strict=True))


def _truth(shot: TruthShot, base: Base, time: int) -> _Truth:
    """The truth of a frame, by the regions that the engine found."""
    frame = next(frame for frame in base.shot.frames if frame.time == time)
    regions = frame.regions
    area = areas(regions)
    is_speck = specks_by_area(area)
    color = true_colors(shot, time, regions, np.where(is_speck, 0, CLEAR))
    place = np.zeros(len(area), np.int64)
    place[regions.ravel()] = np.arange(regions.size)
    y, x = np.divmod(place, regions.shape[1])
    return _Truth(color, is_speck, np.column_stack([x, y]))


def shown_right(work: Work, share: float, *, alone: bool = False) -> float:
    """The share of the regions that is shown right after this share of the actions by hand.

    `alone`: where each is answered by itself.
    """
    curve = work.curve_alone if alone else work.curve
    return [right for actions, right in curve if actions <= share * work.by_hand][-1]


def table(works: Sequence[Work]) -> list[str]:
    """Lines for the console: each shot, their mean, and all together."""
    rows = [HEADS, *(row(work.shot, [work]) for work in works), row(f"all {len(works)} shots", works)]
    return [" | ".join(cells) for cells in rows]


def row(name: str, works: Sequence[Work]) -> tuple[str, ...]:
    """What HEADS name, of some shots: sums, and means of shares."""
    settled = sum(work.settled for work in works)
    return (
        name,
        f"{sum(work.by_hand for work in works)}",
        f"{_mean(works, 'alone'):.3f}",
        f"{_mean(works, 'actions'):.3f}",
        f"{np.mean([shown_right(work, EARLY) for work in works]):.3f}",
        f"{sum(work.asked for work in works)}",
        f"{settled}, {sum(work.settled_wrong for work in works) / max(settled, 1):.3f}",
        f"{sum(work.broken for work in works)}",
        f"{_mean(works, 'specks_actions', 'specks_by_hand'):.3f}",
        f"{sum(work.seconds for work in works):.1f}",
    )


def _mean(works: Sequence[Work], what: str, against: str = "by_hand") -> float:
    """The mean over shots of a number of actions as share of those by hand."""
    return float(np.mean([getattr(work, what) / max(getattr(work, against), 1) for work in works]))


def as_json(works: Sequence[Work]) -> str:
    """All numbers of all shots."""
    return json.dumps(FIELD | {"shots": [asdict(work) for work in works]}, indent=1) + "\n"
