"""Questions for the wire: what is open in a shot, for the list of a client, and what is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import accumulate

from ..drawing.shot import Shot
from ..pipeline import Base
from ..pipeline.places import Examples, Place, places
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
    rows: list[Row] = []
    for question in asked:
        at = [(times[index], found[index][number]) for index, number in question.regions]
        rows.append(
            {
                "at": [[time, *place[:6]] for time, place in at],
                "why": question.why,
                "weight": question.weight,
                "colors": _colors(question, at[0][1], base.examples, times, shot.palette.tolist()),
            }
        )
    return rows


def _first(asked: list[Question]) -> list[Question]:
    """The first questions, of MOST_PLACES regions together: each region's place is told."""
    regions = accumulate(len(question.regions) for question in asked)
    return [question for question, count in zip(asked, regions, strict=True) if count <= MOST_PLACES]


def _colors(
    question: Question, place: Place, examples: Examples, times: list[int], palette: list[list[int]]
) -> list[Row]:
    """The suggestions of a question, likeliest first, each with the place that shows where it comes from."""
    rows: list[Row] = []
    for label, confidence in question.suggestions:
        example = examples.like(question.regions[0], place, label)
        rows.append(
            {
                "color": palette[label],
                "confidence": confidence,
                "as": [] if example is None else [times[example[0]], *example[1][:6]],
            }
        )
    return rows
