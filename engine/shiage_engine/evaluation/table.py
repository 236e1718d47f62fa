"""Figures as text, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import NamedTuple

from .curves import as_lists, ranking_of
from .evaluate import Settings, ShotResult
from .summary import Group, by_distance, by_kind, by_shot, summarize

NAME = 26  # characters


class Column(NamedTuple):
    """A head, and the figure that stands below it."""

    head: str
    figure: str  # name of a field of Figures or InkFigures, or of Group; or "painted" and an index


REGIONS = (
    Column("region", "region_accuracy"),
    Column("all", "all_region_accuracy"),
    Column("pixel", "pixel_accuracy"),
    Column("figure", "foreground_accuracy"),
    Column("backgr.", "background_iou"),
    Column("specks", "speck_accuracy"),
    Column("traces", "trace_accuracy"),
    Column("slivers", "sliver_accuracy"),
    Column("flicker", "flicker"),
)
PIXELS = (
    Column("figure", "figure_accuracy"),
    Column("best", "best"),
    Column("left", "left"),
    Column("spilled", "spilled"),
)
TRUST = (
    Column("painted", "coverage"),
    Column("right", "selective_accuracy"),
    Column("at .95", "painted0"),
    Column("at .98", "painted1"),
    Column("at .99", "painted2"),
    Column("aurc", "aurc"),
    Column("ece", "calibration_error"),
)
CLICKS = (Column("clicks", "clicks"),)
COST = (Column("s/frame", "seconds"), Column("MiB", "memory"))
LEGEND = """\
region, all: regions over 10 px, and all, that are right; pixel, figure: right by area, and without the background;
backgr.: intersection over union of the background; specks: right to 10 px; traces: right beside trace lines;
slivers: of those, where nowhere wider than some 4 px;
flicker: color changed without cause since the frame before; painted, right: at the target; at .98: what could be
painted so that .98 of it is right, with one threshold for all shots of a row; aurc, ece: of confidence;
clicks: to finish, against one for each region by hand"""
INK_LEGEND = """\
figure: pixels of the figure right; best: the most that whole regions can give; left: pixels of the figure left
unpainted; spilled: pixels of the background painted; painted, right: of the figure, at the target; at .98: what could
be painted so that .98 of it is right, with one threshold for all shots of a row; aurc, ece: of confidence"""


def report(shots: Sequence[ShotResult]) -> list[str]:
    """The lines of the tables of an evaluation."""
    is_ink = not hasattr(shots[0].figures, "region_accuracy")
    blocks = [by_shot(shots), by_kind(shots), by_distance(shots), [summarize("mean", shots)]]
    tables = [(*PIXELS, *TRUST, *COST)] if is_ink else [REGIONS, (*TRUST, *CLICKS, *COST)]
    lines: list[str] = []
    for columns in tables:
        lines += [header(columns)]
        for block in blocks:
            lines += [line(group, columns) for group in block] + [""]
    return [*lines, *(INK_LEGEND if is_ink else LEGEND).split("\n")]


def header(columns: Sequence[Column]) -> str:
    """The heads of the columns of `line`."""
    return " ".join([f"{'':{NAME}}", *(f"{column.head:>7}" for column in columns)])


def line(group: Group, columns: Sequence[Column]) -> str:
    """One row."""
    return " ".join([f"{group.name:{NAME}}", *(_text(column, group) for column in columns)])


def figure(group: Group, name: str) -> float:
    """A figure by the name that a Column has."""
    if name.startswith("painted"):
        return group.painted[int(name[7:])].share
    own = getattr(group, name, None)
    return float(getattr(group.figures, name) if own is None else own)


def as_json(shots: Sequence[ShotResult], settings: Settings) -> str:
    """All figures, for other programs; null where there was nothing to count."""
    found = {
        "references": settings.references,
        "method": shots[0].method,
        "target_accuracy": settings.target_accuracy,
        "lines": settings.lines,
        "character": settings.character,
        "rule": settings.rule,
        "mean": summary(summarize("mean", shots)),
        "kinds": [summary(group) for group in by_kind(shots)],
        "curves": _counted(as_lists(ranking_of(shots))),
        "distances": [summary(group) for group in by_distance(shots)],
        "shots": [
            summary(group) | {"frames": _frames(shot)}
            for group, shot in zip(by_shot(shots), shots, strict=True)
        ],
    }
    return json.dumps(found, indent=1, allow_nan=False) + "\n"


def summary(group: Group) -> dict[str, object]:
    """A group as JSON has it: null for what is no number."""
    return {name: _counted(value) for name, value in asdict(group).items()}


def _frames(shot: ShotResult) -> list[dict[str, object]]:
    return [
        {"frame": frame.name, "distance": frame.distance, "figures": _counted(asdict(frame.judged.figures))}
        for frame in shot.frames
    ]


def _counted(value: object) -> object:
    if isinstance(value, dict):
        return {name: _counted(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_counted(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _text(column: Column, group: Group) -> str:
    value = figure(group, column.figure)
    if column.figure == "memory":
        return f"{value:7.0f}"
    return f"{value:7.2f}" if column.figure in ("seconds", "clicks") else f"{value:7.4f}"
