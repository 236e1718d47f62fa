"""Figures as text for people and for programs."""

from __future__ import annotations

import json

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.evaluation.columns import COST, REGIONS
from shiage_engine.evaluation.evaluate import JudgedFrame, Settings, ShotResult
from shiage_engine.evaluation.ink import Pixels
from shiage_engine.evaluation.metrics import Figures, Regions
from shiage_engine.evaluation.summary import as_json, by_distance, by_kind, ranking_of, summarize
from shiage_engine.evaluation.tables import header, line, report


def frame(right: list[int], confidence: list[float], distance: int = 1) -> JudgedFrame:
    """A frame of regions of the figure, larger than specks, away from trace lines."""
    count = len(right)
    no = np.zeros(count, bool)
    area, change = np.full(count, 20), np.full(count, -1, np.int8)
    sure, shift = np.array(confidence, np.float32), np.full(count, np.nan, np.float32)
    return JudgedFrame(
        "0001", distance, Regions(area, np.array(right, bool), ~no, no, no, sure, no, no, change, shift)
    )


SURE = ShotResult("walk", "drawn", "m", (frame([1, 1, 0, 0], [0.9, 0.8, 0.7, 0.1]),), 1.5, 100)
UNSURE = ShotResult(
    "run", "rendered", "m", (frame([1, 0], [0.5, 0.6]), frame([1, 1], [0.2, 0.2], 9)), 0.5, 200
)


def test_one_threshold_for_all_is_not_the_best_of_each() -> None:
    """At 0.8 two of the eight regions are painted, both right; below, one of three is wrong."""
    group = summarize("mean", [SURE, UNSURE])
    at_95 = group.painted[0]
    assert (at_95.accuracy, round(at_95.threshold, 6)) == (0.95, 0.8)
    assert at_95.pooled == 2 / 8
    assert at_95.share == (2 / 4 + 0 / 4) / 2
    assert at_95.own == (2 / 4 + 0) / 2
    assert (group.shots, group.frames, group.seconds, group.memory) == (2, 3, 1, 200)
    assert isinstance(group.figures, Figures)
    assert group.figures.region_accuracy == (0.5 + 0.75) / 2  # shots weigh the same, and frames in a shot


def test_groups() -> None:
    assert [(group.name, group.shots) for group in by_kind([SURE, UNSURE])] == [("drawn", 1), ("rendered", 1)]
    near, far = by_distance([SURE, UNSURE])
    assert (near.name, near.shots, near.frames) == ("1 frame away", 2, 2)
    assert isinstance(far.figures, Figures)
    assert (far.name, far.figures.region_accuracy) == ("8+ frames away", 1)


def test_rows_stand_under_their_heads() -> None:
    for columns in (REGIONS, COST):
        heads, row = header(columns), line(summarize("walk", [SURE]), columns)
        assert len(heads) == len(row)
        assert len(heads.split()) + 1 == len(row.split())
    assert line(summarize("walk", [SURE]), REGIONS).split()[:3] == ["walk", "0.5000", "0.5000"]


def test_a_report_has_a_row_for_each_group_in_all_tables() -> None:
    rows = [text.split("  ")[0] for text in report([SURE, UNSURE])]
    assert [rows.count(name) for name in ("walk", "run", "drawn", "8+ frames away", "mean")] == [4] * 5


def test_a_report_of_raw_drawings_has_figures_of_their_own() -> None:
    yes, ten = np.ones(1, bool), np.array([10])
    pixels = Pixels(ten, ten - 4, ten - 1, ten * 0, ~yes, ~yes, np.array([0.5], np.float32))
    rows = report([ShotResult("walk", "drawn", "m", (JudgedFrame("0001", 1, pixels),), 1, 1)])
    assert rows[0].split()[:4] == ["figure", "best", "left", "spilled"]
    assert rows[1].split()[:5] == ["walk", "0.6000", "0.9000", "0.0000", "nan"]


def test_json_is_json_even_where_there_was_nothing_to_count() -> None:
    def refuse(word: str) -> float:
        raise ValueError(word)

    found = json.loads(as_json([SURE, UNSURE], Settings("first", Options("m"))), parse_constant=refuse)
    walk, run = found["shots"]
    assert (walk["name"], len(walk["frames"]), walk["seconds"]) == ("walk", 1, 1.5)
    assert run["frames"][1]["distance"] == 9
    assert run["painted"][0]["threshold"] is None  # nothing reaches it
    assert found["mean"]["figures"]["background_iou"] is None
    assert (found["method"], found["references"]) == ("m", "first")


def test_frames_of_all_shots_are_one_ranking() -> None:
    assert len(ranking_of([SURE, UNSURE]).confidence) == 8
    found = json.loads(as_json([SURE, UNSURE], Settings("first", Options("m"))))["curves"]
    assert sum(one["weight"] for one in found["by_confidence"]) == pytest.approx(1)
    assert [point["threshold"] for point in found["by_threshold"]][16] == 0.8


def test_a_reports_legend_names_every_column() -> None:
    legend = " ".join(report([SURE, UNSURE]))
    assert all(f"{head}: {meaning}" in legend for head, _, meaning in (*REGIONS, *COST))
