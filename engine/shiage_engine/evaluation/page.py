"""A benchmark as one HTML page that opens from disk: tables, plots, and a contact sheet of each shot and method."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import numpy as np

from . import risk
from .benchmark import Run
from .curves import picture, ranking_of
from .markdown import number, of_run, view, views
from .plot import Axis, Line, plot
from .summary import Group, by_distance, by_kind, by_shot
from .table import CLICKS, COST, PIXELS, REGIONS, TRUST, Column, figure

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 1500px; margin: 2em auto; padding: 0 1.5em }
table { border-collapse: collapse; margin: 1em 0; font-variant-numeric: tabular-nums; font-size: 13px }
th, td { padding: 3px 9px; text-align: right; border-bottom: 1px solid #e4e6ea; white-space: nowrap }
th { position: sticky; top: 0; background: #f4f5f7; font-weight: 600 }
th:first-child, td:first-child { text-align: left }
tr.best td { background: #eef6ee } tr.head td { background: #fafbfc; font-weight: 600 }
details { margin: .5em 0; border: 1px solid #e4e6ea; border-radius: 6px; padding: .5em .9em }
summary { cursor: pointer } details[open] > summary { margin-bottom: .6em }
.sheets { display: flex; flex-wrap: wrap; gap: 1.5em; align-items: flex-start }
figure { margin: 0; flex: 1 1 45%; min-width: 0 }
figcaption { margin-bottom: .3em } img { max-width: 100%; border: 1px solid #e4e6ea }
.plots { display: flex; flex-wrap: wrap; gap: 1em }
nav a { margin-right: 1.2em } .note { color: #555; max-width: 60em }
"""
NOTE = (
    "region, all: regions over 10 px, and all, that are right. pixel, figure: right by area, and without the "
    "background. backgr.: intersection over union of the background. specks: regions to 10 px that are right. "
    "traces: right beside trace lines. flicker: color changed without cause since the frame before. painted, right: "
    "at the target. at .98: what could be painted so that .98 of it is right, with one threshold for all shots of a "
    "row. aurc, ece: of confidence, less is better. clicks: to finish, against one for each region by hand. All "
    "means over shots; MiB is the largest."
)
INK_NOTE = (
    "Raw drawings, judged by pixels. best: the most that whole regions can give. left: pixels of the figure left "
    "unpainted. spilled: pixels of the background painted."
)
SHEET_NOTE = (
    "Each row is a frame: the line art; the result, with what was withdrawn hatched; the truth; and the errors in "
    "red, those withdrawn left out. Pale blue is unpainted."
)
COVERAGE = Axis("painted", (0, 0.2, 0.4, 0.6, 0.8, 1))
RISK = Axis("wrong of what is painted", (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1), True)
CONFIDENCE = Axis("confidence", (0, 0.2, 0.4, 0.6, 0.8, 1))
ACCURACY = Axis("right", (0, 0.2, 0.4, 0.6, 0.8, 1))


def page(runs: Sequence[Run], digest: str) -> str:
    """The page. Its pictures are where `benchmark` puts contact sheets, relative to the page."""
    names = views(runs)
    links = "".join(f'<a href="#{_anchor(name)}">{escape(name)}</a>' for name in names)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Shiage: benchmark</title>',
        f"<style>{STYLE}</style></head><body>",
        "<h1>Benchmark</h1>",
        f'<p class="note">Engine {escape(digest)}. Baselines are flow, nearest and propagate.</p><nav>{links}</nav>',
    ]
    parts += [_section([run for run in runs if view(run) == name]) for name in names]
    return "\n".join([*parts, "</body></html>", ""])


def _section(runs: Sequence[Run]) -> str:
    is_ink = runs[0].lines == "ink"
    columns = (*PIXELS, *TRUST, *COST) if is_ink else (*REGIONS, *TRUST, *CLICKS, *COST)
    note = INK_NOTE if is_ink else NOTE
    shots = len(runs[0].shots)
    frames = sum(len(shot.frames) for shot in runs[0].shots)
    return "\n".join(
        [
            f'<h2 id="{_anchor(view(runs[0]))}">{escape(view(runs[0]))}</h2>',
            f'<p class="note">{shots} shots, {frames} frames. {note}</p>',
            _table([("", [of_run(run) for run in runs])], columns, mark=True),
            f'<div class="plots">{_risk_plot(runs)}{_confidence_plot(runs)}</div>',
            _folded("By confidence and by threshold, as Ishii et al. 2020 have it", _curves(runs)),
            _folded("By kind of shot", _table([(run.method, by_kind(run.shots)) for run in runs], columns)),
            _folded(
                "By distance from the reference",
                _table([(run.method, by_distance(run.shots)) for run in runs], columns),
            ),
            _folded("By shot", _table([(run.method, by_shot(run.shots)) for run in runs], columns)),
            f'<h3>Contact sheets</h3><p class="note">{SHEET_NOTE}</p>',
            *_sheets(runs),
        ]
    )


def _table(
    blocks: Sequence[tuple[str, Sequence[Group]]], columns: Sequence[Column], mark: bool = False
) -> str:
    """Rows in blocks with a head each; `mark`: color the one with most regions right."""
    rows = [
        "<tr>" + "".join(f"<th>{escape(head)}</th>" for head in ("", *(c.head for c in columns))) + "</tr>"
    ]
    for head, groups in blocks:
        if head:
            rows.append(f'<tr class="head"><td colspan="{len(columns) + 1}">{escape(head)}</td></tr>')
        first = np.nan_to_num([figure(group, columns[0].figure) for group in groups])
        for group, value in zip(groups, first, strict=True):
            cells = "".join(f"<td>{number(group, column.figure)}</td>" for column in columns)
            style = ' class="best"' if mark and value == first.max() else ""
            rows.append(f"<tr{style}><td>{escape(group.name)}</td>{cells}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _risk_plot(runs: Sequence[Run]) -> str:
    curves = [(run.method, risk.curve(ranking_of(run.shots))) for run in runs]
    lines = [Line(name, of.coverage, 1 - of.accuracy) for name, of in curves]
    guide = Line("", np.array([0.0, 1.0]), np.array([0.02, 0.02]))
    return plot("Risk and coverage", COVERAGE, RISK, lines, [guide])


def _confidence_plot(runs: Sequence[Run]) -> str:
    lines = []
    for run in runs:
        bins = risk.reliability(ranking_of(run.shots))
        lines.append(
            Line(run.method, *(np.array([getattr(b, of) for b in bins]) for of in ("confidence", "accuracy")))
        )
    guide = Line("", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    return plot("Accuracy by confidence", CONFIDENCE, ACCURACY, lines, [guide])


def _curves(runs: Sequence[Run]) -> str:
    return "".join(f"<h4>{escape(run.method)}</h4>{picture(ranking_of(run.shots))}" for run in runs)


def _sheets(runs: Sequence[Run]) -> list[str]:
    """For each shot the contact sheets of all methods, folded."""
    parts = []
    for number_, shot in enumerate(runs[0].shots):
        figures = []
        for run in runs:
            group = by_shot(run.shots)[number_]
            parts_of_path = ("shots", run.set, run.references, run.lines, run.method, f"{shot.shot}.png")
            path = quote("/".join(parts_of_path))
            text = (
                f"{run.method}: {number(group, 'region_accuracy')} right, {number(group, 'coverage')} painted"
            )
            figures.append(
                f'<figure><figcaption>{escape(text)}</figcaption><a href="{escape(path)}">'
                f'<img loading="lazy" src="{escape(path)}" alt="{escape(text)}"></a></figure>'
            )
        parts.append(_folded(shot.shot, f'<div class="sheets">{"".join(figures)}</div>'))
    return parts


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{content}</details>"


def _anchor(name: str) -> str:
    return escape(name.replace(", ", "-").replace(" ", "-"))
