"""A benchmark as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from .benchmark import Run
from .ink import InkFigures
from .summary import Group, summarize
from .table import Column, figure

NONE = "-"  # there was nothing to count
HEADLINE = ("region_accuracy", "foreground_accuracy", "painted1")
INK_HEADLINE = ("figure_accuracy", "left", "painted1")
MORE = (
    Column("painted at the target", "coverage"),
    Column("right of it", "selective_accuracy"),
    Column("AURC", "aurc"),
    Column("ECE", "calibration_error"),
    Column("beside trace lines", "trace_accuracy"),
    Column("slivers there", "sliver_accuracy"),
    Column("specks", "speck_accuracy"),
    Column("flicker", "flicker"),
    Column("clicks to finish", "clicks"),
    Column("s a frame", "seconds"),
    Column("MiB", "memory"),
)
LEGEND = (
    "Means over shots. Region accuracy over 10 px / foreground pixel accuracy / share painted at true 98 % (one "
    "threshold a set, such that 98 % of all that is painted is right)."
)
INK_LEGEND = (
    "Raw drawings, means over shots: pixels of the figure that are right / left unpainted / share painted at true "
    "98 %."
)


def tables(runs: Sequence[Run]) -> str:
    """All tables: first the three figures that count, a column for each set, then for each set all others."""
    parts = []
    for lines, legend, names in (("line", LEGEND, HEADLINE), ("ink", INK_LEGEND, INK_HEADLINE)):
        of_lines = [run for run in runs if run.lines == lines]
        if of_lines:
            parts.append(f"{legend}\n\n{_headline(of_lines, names)}")
    parts += [_more([run for run in runs if view(run) == of]) for of in views(runs)]
    return "\n\n".join(parts) + "\n"


def views(runs: Sequence[Run]) -> list[str]:
    """What methods were compared on, each once, in order."""
    return list(dict.fromkeys(view(run) for run in runs))


def view(run: Run) -> str:
    """The set, the references and the lines of a run, for people."""
    return f"{run.set}, {run.references}" + (", raw ink" if run.lines == "ink" else "")


def of_run(run: Run) -> Group:
    """The figures of a run, named by its method."""
    return summarize(run.method, run.shots)


def number(group: Group, name: str) -> str:
    """A figure in as many digits as it deserves; a dash where there was nothing to count."""
    if isinstance(group.figures, InkFigures) and name == "region_accuracy":
        name = "figure_accuracy"
    value = figure(group, name)
    if isnan(value):
        return NONE
    if name == "memory":
        return f"{value:.0f}"
    return f"{value:.2f}" if name in ("seconds", "clicks") else f"{value:.3f}".removeprefix("0")


def _headline(runs: Sequence[Run], names: Sequence[str]) -> str:
    of = {(run.method, view(run)): of_run(run) for run in runs}
    columns = views(runs)
    rows = []
    for method in dict.fromkeys(run.method for run in runs):
        cells = [
            " / ".join(number(of[method, column], name) for name in names) if (method, column) in of else ""
            for column in columns
        ]
        rows.append([method, *cells])
    return _table(["method", *columns], rows)


def _more(runs: Sequence[Run]) -> str:
    groups = [of_run(run) for run in runs]
    columns = [column for column in MORE if _has(groups[0], column)]
    rows = [[group.name, *(number(group, column.figure) for column in columns)] for group in groups]
    return f"**{view(runs[0])}**\n\n" + _table(["method", *(column.head for column in columns)], rows)


def _has(group: Group, column: Column) -> bool:
    return hasattr(group, column.figure) or hasattr(group.figures, column.figure)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
