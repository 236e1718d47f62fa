"""Colors a cut and puts the result in its place, for whoever colors one or many."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..api import Answer, FrameResult, Options, Preview, Progress, Report, Request, colorize
from ..files.cut import Cut
from ..files.shots import ShotFiles
from ..progress import converted, scaled
from .output import open_output

T = TypeVar("T")


def color_cut(
    cut: Cut, out: Path, options: Options
) -> Generator[Progress | Preview, None, dict[str, Report]]:
    """Color the shots of a cut, one after another, and put the result to `out`; returns their reports by cel.

    Cels of which nothing is painted are left out where something is of others. Raises InputError where the cut cannot
    be colored, or `out` cannot be written.
    """
    shots = worth_coloring(cut, options)
    reports: dict[str, Report] = {}
    with open_output(out, cut) as output:
        for number, (cel, shot) in enumerate(shots.items()):
            work = _written(colorize(request_of(shot, options)), partial(output.write, cel))
            reports[cel] = yield from scaled(work, number / len(shots), (number + 1) / len(shots))
        output.finish(reports)
    return reports


def request_of(shot: ShotFiles, options: Options) -> Request:
    """What is asked for a shot on disk: all that it says of itself, but for a character that the options name."""
    return Request(
        lines=shot.lines,
        colors=shot.colors,
        options=replace(options, character=options.character or shot.notes.character),
        finished=shot.notes.finished,
        partial=shot.notes.partial,
        answers=tuple(Answer(*answer) for answer in shot.notes.answers),
        hints=shot.hints,
        closings=shot.closings,
        sheets=shot.sheets,
        offsets=shot.notes.offsets,
    )


def worth_coloring(cut: Cut, options: Options) -> Mapping[str, ShotFiles]:
    """The shots that have something to learn from; all where none has, or where the character may be known."""
    if options.character:
        return cut.shots
    return {cel: shot for cel, shot in cut.shots.items() if _is_told(shot)} or cut.shots


def _is_told(shot: ShotFiles) -> bool:
    """Whether anything says what colors a shot has."""
    return bool(shot.colors or shot.hints or shot.sheets or shot.notes.character)


def _written(
    work: Generator[Progress | Preview | FrameResult, None, T], write: Callable[[FrameResult], None]
) -> Generator[Progress | Preview, None, T]:
    """Run `work`, write its frames, and pass on all else; returns what `work` returns."""

    def convert(step: Progress | Preview | FrameResult) -> Iterable[Progress | Preview]:
        if isinstance(step, FrameResult):
            write(step)
        else:
            yield step

    return converted(work, convert)
