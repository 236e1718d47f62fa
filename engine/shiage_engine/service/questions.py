"""Questions for the wire: what is open in a shot, for the list of a client, and what is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import accumulate

import numpy as np

from ..confidence.withdrawal import PAINTED
from ..drawing.shot import Shot
from ..pipeline import Base
from ..pipeline.places import Place, places
from ..pipeline.questions import Question
from ..pipeline.request import Answer
from ..pipeline.spreading import Colored
from ..protocol.messages import MOST_PLACES, MOST_QUESTIONS
from ..results import Shown
from .shown import packed

Row = dict[str, object]


def questions_report(base: Base, answers: Collection[Answer], kept: Shown | None) -> Row:
    """What is open, and what is shown, as `messages.Done` says; `kept`: whose paint stays."""
    shot, frames = base.colored(answers, kept)
    return {"questions": _rows(base, shot, frames), "shown": packed(base.shown(shot, frames))}


def _rows(base: Base, shot: Shot, frames: Mapping[int, Colored]) -> list[Row]:
    """The open questions, those that settle most first, as many as a report may have."""
    asked = _first(base.questions(frames)[:MOST_QUESTIONS])
    wanted: dict[int, list[int]] = {}
    for question in asked:
        for index, number in question.regions:
            wanted.setdefault(index, []).append(number)
    found = {index: places(shot.frames[index].regions, numbers) for index, numbers in wanted.items()}
    times = [frame.time for frame in shot.frames]
    new = _new_colors(range(len(base.shot.palette), len(shot.palette)), shot, frames)
    rows: list[Row] = []
    for question in asked:
        first, at = question.regions[0], [found[index][number] for index, number in question.regions]
        rows.append(
            {
                "at": [
                    [times[index], *place[:6]] for (index, _), place in zip(question.regions, at, strict=True)
                ],
                "why": question.why,
                "weight": question.weight,
                "colors": [
                    {
                        "color": shot.palette[label].tolist(),
                        "confidence": confidence,
                        "as": _told(base.examples.like(first, at[0], label) or new.get(label), times),
                    }
                    for label, confidence in question.suggestions
                ],
            }
        )
    return rows


def _told(example: tuple[int, Place] | None, times: list[int]) -> list[int]:
    """The place that shows where a suggestion comes from: empty where there is none."""
    return [] if example is None else [times[example[0]], *example[1][:6]]


def _first(asked: list[Question]) -> list[Question]:
    """The first questions, of MOST_PLACES regions together: each region's place is told."""
    regions = accumulate(len(question.regions) for question in asked)
    return [question for question, count in zip(asked, regions, strict=True) if count <= MOST_PLACES]


def _new_colors(
    labels: Collection[int], shot: Shot, frames: Mapping[int, Colored]
) -> dict[int, tuple[int, Place]]:
    """The frame and place of a region that the painter gave each of these labels, which no reference has."""
    found: dict[int, tuple[int, Place]] = {}
    for index, colored in frames.items() if labels else ():
        is_given = (colored.verdict.painted_steps == PAINTED) & np.isin(colored.labels, [*labels])
        given = {int(colored.labels[number]): int(number) for number in np.flatnonzero(is_given)[::-1]}
        at = places(shot.frames[index].regions, given.values()) if given else {}
        found = {label: (index, at[number]) for label, number in given.items()} | found
    return found
