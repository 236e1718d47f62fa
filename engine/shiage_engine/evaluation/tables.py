"""Tables as text: of an evaluation for a terminal, of a benchmark as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from . import painter
from .benchmark import Run, by_condition
from .columns import DIGITS, Column, has, short, tables_of, value
from .evaluate import ShotResult
from .summary import Group, by_distance, by_kind, by_shot, summarize
from .work import Works

NAME_WIDTH = 26  # characters
TEXT_WIDTH = 118
HEADLINES = {  # by the lines that were colored: three numbers that count most, and what they are
    "line": (
        ("region_accuracy", "foreground_accuracy", "painted1"),
        "Means over shots. Region accuracy over 10 px / foreground pixel accuracy / share painted at true 98 % (one "
        "threshold a set, such that 98 % of all that is painted is right).",
    ),
    "ink": (
        ("figure_accuracy", "left", "painted1"),
        "Raw drawings, means over shots: pixels of the figure that are right / left unpainted / share painted at "
        "true 98 %.",
    ),
}
DETAILS = {  # the heads of the Markdown tables, by the number below
    "coverage": "painted at the target",
    "selective_accuracy": "right of it",
    "aurc": "AURC",
    "calibration_error": "ECE",
    "trace_accuracy": "beside trace lines",
    "sliver_accuracy": "slivers there",
    "speck_accuracy": "specks",
    "flicker": "flicker",
    "clicks": "clicks to finish",
    "psnr": "PSNR",
    "ssim": "SSIM",
    "raw_psnr": "raw PSNR",
    "raw_ssim": "raw SSIM",
    "st_lpips": "ST-LPIPS",
    "raw_st_lpips": "raw ST-LPIPS",
    "frechet": "Frechet",
    "raw_frechet": "raw Frechet",
    "raw_flicker": "raw flicker",
    "seconds": "s a frame",
    "memory": "MiB",
}


def report(shots: Sequence[ShotResult]) -> list[str]:
    """The lines of an evaluation's tables, and what their columns mean."""
    blocks = [by_shot(shots), by_kind(shots), by_distance(shots), [summarize("mean", shots)]]
    tables = tables_of(blocks[0][0])
    lines: list[str] = []
    for columns in tables:
        lines += [header(columns)]
        for block in blocks:
            lines += [line(group, columns) for group in block] + [""]
    meanings = (f"{column.head}: {column.meaning}" for columns in tables for column in columns)
    return [*lines, *wrap("; ".join(meanings), TEXT_WIDTH)]


def header(columns: Sequence[Column]) -> str:
    """The heads of the columns of `line`."""
    return " ".join([f"{'':{NAME_WIDTH}}", *(f"{column.head:>7}" for column in columns)])


def line(group: Group, columns: Sequence[Column]) -> str:
    """One row."""
    numbers = (f"{value(group, name):7.{DIGITS.get(name, 4)}f}" for _, name, _ in columns)
    return " ".join([f"{group.name:{NAME_WIDTH}}", *numbers])


def markdown(runs: Sequence[Run], works: Works | None = None) -> str:
    """A benchmark: first the headline numbers, a column for each condition; then all others, a table for each.

    `works`: what a painter has left to do, where it was counted.
    """
    parts = [f"{legend}\n\n{_markdown_table(heads, rows)}" for legend, heads, rows in headlines(runs)]
    parts += [f"**{condition}**\n\n{_details(of)}" for condition, of in by_condition(runs).items()]
    for condition, by_method in (works or {}).items():
        rows = [painter.row(method, of_method) for method, of_method in by_method.items()]
        parts.append(
            f"**{condition}: work to finish**\n\n{_markdown_table(('method', *painter.HEADS[1:]), rows)}"
        )
    return "\n\n".join(parts) + "\n"


def headlines(runs: Sequence[Run]) -> list[tuple[str, list[str], list[list[str]]]]:
    """For clean and for raw lines, where there are such runs: the legend, the heads, a row of cells each method."""
    tables = []
    for lines, (names, legend) in HEADLINES.items():
        conditions = by_condition([run for run in runs if run.lines == lines])
        cells = {
            (run.method, condition): " / ".join(short(run.group, name) for name in names)
            for condition, of in conditions.items()
            for run in of
        }
        methods = dict.fromkeys(method for method, _ in cells)
        rows = [[method, *(cells.get((method, one), "") for one in conditions)] for method in methods]
        if rows:
            tables.append((legend, ["method", *conditions], rows))
    return tables


def _details(runs: Sequence[Run]) -> str:
    groups = [run.group for run in runs]
    heads = {name: head for name, head in DETAILS.items() if has(groups[0], name)}
    rows = [[group.name, *(short(group, name) for name in heads)] for group in groups]
    return _markdown_table(["method", *heads.values()], rows)


def _markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
