"""One cut: what a worker is given, and what it makes of it."""

from __future__ import annotations

import contextlib
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from .. import api
from ..cuts.coloring import request_of, worth_coloring
from ..cuts.opening import open_cut
from ..cuts.output import folder_output
from ..errors import InputError, sentence_of
from ..progress import finish
from ..protocol.options import Options
from ..results import FrameResult, Report
from .contact_sheet import ContactSheet, write_contact_sheet
from .listing import NamedCut, Size
from .records import NightFolder, Record


@dataclass(frozen=True)
class Task:
    """A cut to be colored."""

    cut: NamedCut
    size: Size
    digest: str  # see `listing.digest_of`
    options: Options
    folder: NightFolder
    characters: frozenset[str] = frozenset()  # see `listing.characters_of`


def color_cut(task: Task) -> Record:
    """Color a cut: write its result, contact sheet and record. Whatever goes wrong costs this cut alone."""
    start = perf_counter()
    try:
        record = _colored(task)
        record = replace(record, seconds=round(perf_counter() - start, 2))
        task.folder.write(record)
    except Exception as error:
        return fail(task, error, perf_counter() - start)
    return record


def fail(task: Task, error: Exception, seconds: float = 0.0) -> Record:
    """Record that a cut failed, in a sentence."""
    told, trace = sentence_of(error), ""
    if told is None:
        told = f"Shiage failed here, please report it: {type(error).__name__}: {error}"
        trace = "".join(traceback.format_exception(error))
    record = Record(task.cut.name, task.digest, seconds=round(seconds, 2), failed=told, trace=trace)
    with contextlib.suppress(InputError):  # where nothing can be written, it is told all the same
        task.folder.write(record)
    return record


def _colored(task: Task) -> Record:
    name, folder = task.cut.name, task.folder
    cut = open_cut(task.cut.path)
    shots = worth_coloring(cut, task.options)
    questions: Counter[str] = Counter()
    reports: dict[str, Report] = {}
    sheets = {cel: ContactSheet(shot) for cel, shot in shots.items()}
    with folder_output(folder.result(name), cut) as output:
        for cel, shot in shots.items():

            def take(step: object, cel: str = cel) -> None:
                if isinstance(step, FrameResult):
                    output.write(cel, step)
                    sheets[cel].add(step)

            request = replace(request_of(shot, task.options), keeps=False)
            base = finish(api.color_base(request))
            reports[cel] = finish(base.results(request.answers), take)
            _, frames = base.colored(request.answers)
            questions.update(question.why for question in base.questions(frames))
        output.finish(reports)
    write_contact_sheet(folder.sheet(name), [sheet.picture() for sheet in sheets.values()])
    painted = [frame.area_coverage for report in reports.values() for frame in report.frames]
    return Record(name, task.digest, len(painted), round(float(np.mean(painted)), 4), dict(questions))
