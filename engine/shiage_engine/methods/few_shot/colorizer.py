"""Few-shot: learn a shot in region space, from its reference frames alone and in seconds.

Every frame is described region by region. A forest learns the labels of the references and of deformed copies of
them; a metric learned from the copies, and from how regions change through the whole shot, finds the nearest
reference region. Both scores are fused, then settled with neighbors in space and in time.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ...drawing.bands import bands
from ...drawing.descriptors import Described, describe
from ...drawing.regions import SPECK
from ...drawing.shot import UNKNOWN, Shot
from ...limits import DISTANCES, LESSONS
from ...progress import Progress, scaled
from ..colorizer import Colorizer
from ..matcher.following import matched_links
from ..shared.relaxation import DARK, softmax
from ..shared.settling import FrameLinks, SettlingParams, lasting, settle, weighed
from ..shared.tracks import Links
from .deformation import deformed
from .forest import Lessons, predict
from .links import link_frames
from .metric import Metric, learn_metric, lesson_step, squared_distances

# Least share of the frame's edge for a background; an object that leaves the frame has less.
BACKGROUND = 1 / 3
# Known regions that are compared at once: beside all 114,000 of a crowd only 36 others fitted into DISTANCES, which
# took three times as long.
KNOWN_AT_ONCE = 1 << 14
# Squared distance to the nearest reference region, in the metric, at which familiarity is one half.
FAMILIAR = 100.0


@dataclass(frozen=True)
class FewShotParams:
    """Sizes and weights, chosen by experiment (see docs/experiments.md)."""

    copies: int = 8  # deformed copies of a reference, at most
    copies_of_all: int = 16  # of all references together, where this leaves two of each
    samples: int = 1000  # regions in all copies of a reference, about: crowds get fewer copies
    trees: int = 40  # a multiple of `forest.TREES_AT_ONCE`
    split_features: float = 0.2  # share of the descriptors that a split of a tree looks at
    nearest: float = 0.7  # weight of the nearest reference region beside the forest
    settling: SettlingParams = field(default_factory=SettlingParams)


class KnownRegions(NamedTuple):
    """The regions of the references whose labels are known, in order of these."""

    placed: np.ndarray  # f32 (N, D), in the metric
    labels: np.ndarray  # i32 (N,), ascending

    @classmethod
    def of(cls, shot: Shot, described: list[Described], metric: Metric) -> KnownRegions:
        references = [
            (described[i], labels)
            for i, labels in shot.known.items()
            if i in shot.in_time or i in shot.examples
        ]
        rows_of = _lesson_rows(references)
        labels = _labels(references, rows_of)
        order = np.argsort(labels, kind="stable")
        placed = metric.transform(_features(references, rows_of)[order])
        return cls(placed, labels[order])

    def nearest(self, placed: np.ndarray, colors: int) -> np.ndarray:
        """Squared distance of regions, f32 (R + 1, D) in the metric, to the nearest of each label: f64 (R + 1, K).

        Infinite where there is none.
        """
        nearest = np.full((len(placed), colors), np.inf)
        for some in bands((len(self.placed),), KNOWN_AT_ONCE):
            known = self.placed[some]
            labels, first = np.unique(self.labels[some], return_index=True)
            for rows in bands((len(placed), len(known)), DISTANCES):
                distance = np.minimum.reduceat(squared_distances(placed[rows], known), first, axis=1)
                nearest[rows, labels] = np.minimum(nearest[rows, labels], distance)
        return nearest


@dataclass(frozen=True)
class Evidence:
    """What few-shot learned of a shot, before settling; each list by frame."""

    described: list[Described]
    links: FrameLinks
    own: list[np.ndarray]  # f32 (R + 1, K), rows sum to one: by a region's own descriptors
    familiar: list[np.ndarray]  # f64 (R + 1,) in (0, 1]: 1 where a reference has the same descriptors


@dataclass
class FewShot(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    params: FewShotParams = field(default_factory=FewShotParams)
    # By frame; may be shared with other methods.
    described: dict[int, Described] = field(default_factory=dict)
    _scores: list[np.ndarray] = field(default_factory=list)
    # By reference frame, as many as were needed.
    _copies: dict[int, list[Described]] = field(default_factory=dict)

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Learn the shot and settle the scores of all its frames: they depend on one another."""
        found = yield from scaled(self.gather(shot), 0, 0.9)
        yield Progress(0.9, "Settling neighbors")
        settled = settle(shot, found.described, found.links, found.own, self.params.settling)
        evidence = zip(settled, found.own, found.familiar, found.described, strict=True)
        self._scores = [_trusted(*of_frame) for of_frame in evidence]

    def gather(self, shot: Shot) -> Generator[Progress, None, Evidence]:
        """Learn the shot, region by region; neighbors are not taken into account yet."""
        for number, frame in enumerate(shot.frames):
            yield Progress(0.3 * number / len(shot.frames), "Describing regions")
            if number not in self.described:
                self.described[number] = describe(frame.line_art, frame.regions, frame.position)
        for number, reference in enumerate(shot.examples):
            start, end = (0.3 + 0.3 * n / len(shot.examples) for n in (number, number + 1))
            yield Progress(start, "Deforming reference frames")
            yield from scaled(self._deform(shot, reference), start, end)
        described = [self.described[i] for i in range(len(shot.frames))]
        copies = {i: self._copies[i][: self._copies_of(shot, i)] for i in shot.examples}
        yield Progress(0.6, "Learning the reference frames")
        metric = _metric([described[i] for i in shot.in_time], described, copies)
        by_forest = yield from self._predict(shot, described, copies)
        if sum(len(one.area) for of_reference in copies.values() for one in of_reference) > LESSONS:
            self._copies, copies = {}, {}  # made again, should the shot be learned again
        known = KnownRegions.of(shot, described, metric)
        own, familiar = [], []
        for i, of_frame in enumerate(by_forest):
            yield Progress(0.8 + 0.2 * i / len(described), "Comparing regions")
            nearest = known.nearest(metric.transform(described[i].features), len(shot.palette))
            own.append(self._own_scores(of_frame, nearest))
            familiar.append(1 / (1 + nearest.min(1) / FAMILIAR))
        in_time = [described[i] for i in shot.in_time]
        links = link_frames(in_time, metric, self.params.settling.reach)
        return Evidence(described, [*links, *([] for _ in shot.sheets)], own, familiar)

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to its trust, see `_trusted`."""
        yield Progress(0, "Coloring")
        return self._scores[frame]

    def forget(self, frames: Collection[int]) -> None:
        """See `methods.colorizer.Colorizer`."""
        for i in frames:
            self.described.pop(i, None)
            self._copies.pop(i, None)

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Those of the matcher."""
        return (yield from matched_links(shot, self.described))

    def _deform(self, shot: Shot, reference: int) -> Generator[Progress, None, None]:
        """Deform a reference and describe it, as often as it was not yet."""
        frame = shot.frames[reference]
        copies, count = self._copies.setdefault(reference, []), self._copies_of(shot, reference)
        seeds = range(1000 * reference + len(copies), 1000 * reference + count)
        for copy in deformed(frame.line_art, frame.regions, seeds):
            copies.append(describe(*copy, frame.position))
            yield Progress(len(copies) / count, "Deforming reference frames")

    def _copies_of(self, shot: Shot, reference: int) -> int:
        """How many deformed copies of a reference are learned from."""
        params = self.params
        wanted = params.samples // len(lasting(self.described[reference]))
        most = min(params.copies, params.copies_of_all // len(shot.examples))
        return max(min(most, wanted), 2)

    def _predict(
        self, shot: Shot, described: list[Described], copies: dict[int, list[Described]]
    ) -> Generator[Progress, None, list[np.ndarray]]:
        """Probabilities of all frames, f32 (R + 1, K) each, by a forest of the references and their copies."""
        known = [
            (one, shot.known[reference])
            for reference in copies
            for one in (described[reference], *copies[reference])
        ]
        rows_of = _thinned(_lesson_rows(known))
        lessons = Lessons(_features(known, rows_of), _labels(known, rows_of))
        asked, params = [one.features for one in described], self.params
        forest = predict(lessons, asked, len(shot.palette), params.trees, params.split_features)
        return (yield from scaled(forest, 0.6, 0.8))

    def _own_scores(self, by_forest: np.ndarray, nearest: np.ndarray) -> np.ndarray:
        """Scores by a region's own descriptors, (R + 1, K); as from `_predict` and from `KnownRegions`."""
        by_nearest = softmax(-nearest / max(float(np.median(nearest.min(1))), 1e-6))
        both = np.log(by_forest + DARK) + self.params.nearest * np.log(by_nearest + DARK)
        return softmax(both).astype(np.float32)


def _known(labels: np.ndarray) -> np.ndarray:
    """Regions to learn from: bool (R + 1,)."""
    known = labels != UNKNOWN
    known[0] = False
    return known


def _lesson_rows(frames: list[tuple[Described, np.ndarray]]) -> list[np.ndarray]:
    """Which regions of references and copies are learned from, bool (R + 1,) each: the known ones that are no specks;
    in a drawing of specks alone, all known ones.

    A copy may have fewer: its last regions may lie outside of its frame.
    """
    for least in (SPECK + 1, 1):
        found = [_known(labels[: len(one.area)]) & (one.area >= least) for one, labels in frames]
        if any(rows.any() for rows in found):
            break
    return found


def _thinned(rows_of: list[np.ndarray]) -> list[np.ndarray]:
    """As many of these regions as memory allows for: every n-th."""
    step = lesson_step(sum(int(rows.sum()) for rows in rows_of))
    thinned = [np.zeros_like(rows) for rows in rows_of]
    for rows, all_rows in zip(thinned, rows_of, strict=True):
        rows[np.flatnonzero(all_rows)[::step]] = True
    return thinned


def _labels(frames: list[tuple[Described, np.ndarray]], rows_of: list[np.ndarray]) -> np.ndarray:
    """The labels (N,) of regions of references and copies."""
    return np.concatenate(
        [labels[: len(rows)][rows] for (_, labels), rows in zip(frames, rows_of, strict=True)]
    )


def _features(frames: list[tuple[Described, np.ndarray]], rows_of: list[np.ndarray]) -> np.ndarray:
    """Their descriptors (N, D)."""
    return np.concatenate([one.features[rows] for (one, _), rows in zip(frames, rows_of, strict=True)])


def _metric(
    in_time: list[Described], described: list[Described], copies: dict[int, list[Described]]
) -> Metric:
    """The metric of the frames `in_time`, whose references, by index in `described`, have `copies`."""
    found = []  # the copies of each reference, and which regions are whole in all of them
    for reference, of_reference in copies.items():
        all_copies = [described[reference], *of_reference]
        count = min(len(one.area) for one in all_copies)
        whole = np.all([one.area[:count] >= 1 for one in all_copies], axis=0)
        whole[0] = False
        found.append((all_copies, np.flatnonzero(whole)))
    step = lesson_step(sum(len(all_copies) * len(whole) for all_copies, whole in found))
    stacks = [np.stack([one.features[whole[::step]] for one in all_copies]) for all_copies, whole in found]
    return learn_metric([one.features[lasting(one)] for one in in_time], stacks)


def _trusted(settled: np.ndarray, own: np.ndarray, familiar: np.ndarray, described: Described) -> np.ndarray:
    """Settled scores, each row scaled to its trust: familiarity times the winner's share before settling.

    The background has another shape in every pose, so that it is never familiar: a region that holds much of the
    frame's edge and is to be left unpainted has trust 1.
    """
    winner = settled.argmax(1)
    trust = familiar * own[np.arange(len(own)), winner]
    trust[(described.edge_share >= BACKGROUND) & (winner == 0)] = 1
    return weighed(settled, trust)
