"""Answers: the painter's color of a region is kept there, and followed along the region's track.

A result is a function of references and answers alone, whatever the order in which they came. Answers change only
what is withdrawn without them: paint that is shown, and other answers, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ..confidence.withdrawal import Verdict, keep_known
from ..drawing.shot import UNKNOWN, Shot
from ..methods.shared.tracks import Region, follow
from .request import Answer

T = TypeVar("T")
SURE = 0.9  # least strength of the weakest link of a track along which an answer is followed
LIKELY = 0.5  # the same, to regions whose label is that of the answer already
RIGHT_SURE, RIGHT_LIKELY = 0.97, 0.955  # share of the regions that are right there (see `shared.tracks`)


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
    label_of = {tuple(color): label for label, color in reversed([*enumerate(shot.palette.tolist())])}
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
            found[frame, int(maps[frame][y, x])] = label_of[color] if color[3] else 0
    return found


def answer_colors(answers: Iterable[Answer]) -> np.ndarray:
    """The colors of answers, u8 (N, 4), in order of value."""
    return np.array(sorted({answer.color for answer in answers if answer.color[3]}), np.uint8).reshape(-1, 4)


def spread_answers(
    base: Mapping[int, Colored],
    answers: Mapping[Region, int],
    links: Mapping[Region, Sequence[tuple[Region, float]]],
    steps: int,
) -> dict[int, Colored]:
    """The target frames as they are with the answers.

    `base`: by target, without them; `links`: see `shared.tracks`; `steps`: how many accuracies there are, at all of
    which a region that follows an answer is painted.
    """
    followed: dict[Region, tuple[float, int]] = {}  # of a region: the strength of the track, and the label
    for start, label in sorted(answers.items()):
        for region, strength in follow(links, start, LIKELY).items():
            frame, number = region
            if frame not in base or region in answers or not base[frame].verdict.withdrawn[number]:
                continue
            agrees = base[frame].labels[number] == label
            if (strength >= SURE or agrees) and (strength, -label) > followed.get(region, (0.0, 0)):
                followed[region] = (strength, -label)
    return {
        frame: _with(colored, _of_frame(answers, frame), _of_frame(followed, frame), steps)
        for frame, colored in base.items()
    }


def _of_frame(regions: Mapping[Region, T], frame: int) -> dict[int, T]:
    return {number: value for (of_frame, number), value in regions.items() if of_frame == frame}


def _with(
    base: Colored, answers: Mapping[int, int], followed: Mapping[int, tuple[float, int]], steps: int
) -> Colored:
    """One frame with the labels of its answers, and of the regions on tracks of others."""
    if not answers and not followed:
        return base
    labels = base.labels.copy()
    confidence, painted, withdrawn = (part.copy() for part in base.verdict)
    for number, (strength, negative) in followed.items():
        labels[number] = -negative
        confidence[number] = RIGHT_SURE if strength >= SURE else RIGHT_LIKELY
        painted[number], withdrawn[number] = steps, False
    known = np.full(len(labels), UNKNOWN, np.int32)
    for number, label in answers.items():
        labels[number] = known[number] = label
    return Colored(labels, keep_known(Verdict(confidence, painted, withdrawn), known))
