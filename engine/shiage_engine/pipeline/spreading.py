"""Answers: the painter's color of a region is kept there, and followed along the region's track.

A result is a function of references and answers alone, whatever the order in which they came. Answers change only
what is withdrawn without them: paint that is shown, and other answers, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ..confidence.withdrawal import Thresholds, Verdict, keep_known
from ..drawing.shot import UNKNOWN, Shot
from ..methods.shared.tracks import WEAKEST, Region, chance, follow, pair_features
from .request import Answer

T = TypeVar("T")
FOLLOWED = 0.9  # least chance that an answer holds for a region on its track, to paint that region
LIKELY = 0.5  # the same, to suggest the answer's color there


@dataclass(frozen=True)
class Colored:
    """The labels of one target frame and what is withdrawn of it."""

    labels: np.ndarray  # i64 (R + 1,)
    verdict: Verdict


def answered_regions(shot: Shot, answers: Iterable[Answer]) -> dict[Region, int]:
    """Label of each region that has an answer, by frame and id; of several for one region the last by place counts.

    Answers of times that are no frame, of finished frames, and outside of the frame are passed over: their region is
    gone. All colors must be in the shot's palette.
    """
    index = {shot.frames[i].time: i for i in shot.targets}
    found: dict[Region, int] = {}
    maps: dict[int, np.ndarray] = {}
    for time, x, y, color in sorted(answers):
        if time not in index:
            continue
        frame = index[time]
        if frame not in maps:
            maps[frame] = shot.frames[frame].spread
        height, width = maps[frame].shape
        if 0 <= y < height and 0 <= x < width and maps[frame][y, x] > 0:
            found[frame, int(maps[frame][y, x])] = shot.label_of[color] if color[3] else 0
    return found


def answer_colors(answers: Iterable[Answer]) -> np.ndarray:
    """The colors of answers, u8 (N, 4), in order of value."""
    return np.array(sorted({answer.color for answer in answers if answer.color[3]}), np.uint8).reshape(-1, 4)


def known_regions(shot: Shot) -> dict[Region, int]:
    """Label of each region of the partly painted frames that the painter painted, by frame and id."""
    return {
        (frame, int(number)): int(labels[number])
        for frame, labels in shot.partial.items()
        for number in np.flatnonzero(labels != UNKNOWN)
        if number
    }


def spread_answers(
    base: Mapping[int, Colored],
    answers: Mapping[Region, int],
    links: Mapping[Region, Sequence[tuple[Region, float]]],
    areas: Mapping[int, np.ndarray],
    thresholds: Thresholds,
) -> dict[int, Colored]:
    """The target frames as they are with the answers.

    `base`: by target, without them; `links`: see `shared.tracks`; `areas`: by target, i64 (R + 1,).
    """
    # By region: the chance that its color is the label, and the label, negative.
    followed: dict[Region, tuple[float, int]] = {}
    for start, label in sorted(answers.items()):
        for region, strength in follow(links, start, WEAKEST).items():
            frame, number = region
            if frame not in base or region in answers or not base[frame].verdict.withdrawn[number]:
                continue
            likely = chance(
                pair_features(
                    strength,
                    abs(frame - start[0]),
                    base[frame].labels[number] == label,
                    float(base[frame].verdict.confidence[number]),
                    (int(areas[start[0]][start[1]]), int(areas[frame][number])),
                )
            )
            if likely >= LIKELY:
                followed[region] = max(followed.get(region, (0.0, 0)), (likely, -label))
    return {
        frame: _with(colored, _of_frame(answers, frame), _of_frame(followed, frame), thresholds)
        for frame, colored in base.items()
    }


def _of_frame(regions: Mapping[Region, T], frame: int) -> dict[int, T]:
    return {number: value for (of_frame, number), value in regions.items() if of_frame == frame}


def _with(
    base: Colored,
    answers: Mapping[int, int],
    followed: Mapping[int, tuple[float, int]],
    thresholds: Thresholds,
) -> Colored:
    """One frame with the labels of its answers, and of the regions on tracks of others."""
    if not answers and not followed:
        return base
    labels = base.labels.copy()
    confidence, painted, withdrawn = (part.copy() for part in base.verdict)
    for number, (likely, negative) in followed.items():
        labels[number], confidence[number] = -negative, likely
        if likely >= FOLLOWED:
            painted[number] = sum(likely >= least for least in thresholds.steps)
            withdrawn[number] = likely < thresholds.asked
    known = np.full(len(labels), UNKNOWN, np.int32)
    for number, label in answers.items():
        labels[number] = known[number] = label
    return Colored(labels, keep_known(Verdict(confidence, painted, withdrawn), known))
