"""A benchmark as one HTML page that opens from disk: tables, plots, and a contact sheet of each shot and method.

Needs matplotlib for the plots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from ..files.pages import rendered
from . import painter, plots
from .baselines import BASELINES
from .benchmark import Run, by_condition
from .columns import Column, has, short, tables_of, value
from .painter import Work
from .summary import Group, by_distance, by_kind, by_shot, ranking_of
from .tables import headlines
from .work import Works

TEMPLATE = Path(__file__).with_name("page.html.jinja")


class Sheet(NamedTuple):
    """A contact sheet of one method."""

    text: str
    address: str  # relative to the page


class Section(NamedTuple):
    """All runs of one condition."""

    title: str
    anchor: str
    runs: Sequence[Run]
    columns: Sequence[Column]
    best: float  # the largest number of the first column
    plot: str  # SVG
    curves: dict[str, str]  # method -> SVG
    tables: dict[str, list[tuple[str, list[Group]]]]  # title -> for each method, its groups
    sheets: dict[str, list[Sheet]]  # shot -> a sheet for each method
    work: str  # SVG: what a painter has left to do; empty where that was not counted
    work_rows: Sequence[Sequence[str]]  # the same in numbers, a row for each method


def page(runs: Sequence[Run], digest: str, works: Works | None = None) -> str:
    """The page. Its pictures are where `benchmark` puts contact sheets, relative to the page."""
    works = works or {}
    return rendered(
        TEMPLATE,
        digest=digest,
        baselines=sorted(BASELINES),
        headlines=headlines(runs),
        sections=[
            _section(condition, of, works.get(condition, {})) for condition, of in by_condition(runs).items()
        ],
        work_heads=("method", *painter.HEADS[1:]),
        short=short,
        value=value,
    )


def _section(title: str, runs: Sequence[Run], works: Mapping[str, Sequence[Work]]) -> Section:
    columns = [column for table in tables_of(runs[0].group) for column in table]
    groupings = {
        "By kind of shot": by_kind,
        "By distance from the reference": by_distance,
        "By shot": by_shot,
    }
    return Section(
        title=title,
        anchor=title.replace(", ", "-").replace(" ", "-"),
        runs=runs,
        columns=columns,
        best=max(np.nan_to_num(value(run.group, columns[0].name)) for run in runs),
        plot=plots.methods(runs),
        curves={run.method: plots.confidence(ranking_of(run.shots)) for run in runs},
        tables={
            name: [(run.method, grouped(run.shots)) for run in runs] for name, grouped in groupings.items()
        },
        sheets={
            shot.shot: [_sheet(run, number) for run in runs] for number, shot in enumerate(runs[0].shots)
        },
        work=plots.work(works) if works else "",
        work_rows=[painter.row(method, of_method) for method, of_method in works.items()],
    )


def _sheet(run: Run, number: int) -> Sheet:
    group = by_shot(run.shots)[number]
    right = short(group, "region_accuracy" if has(group, "region_accuracy") else "figure_accuracy")
    text = f"{run.method}: {right} right, {short(group, 'coverage')} painted"
    path = ("shots", run.set, run.references, run.lines, run.method, f"{run.shots[number].shot}.png")
    return Sheet(text, quote("/".join(path)))
