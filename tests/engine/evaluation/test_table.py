"""Figures as text for people and for programs."""

from __future__ import annotations

import json

from shiage_engine.evaluation.evaluate import ShotFigures
from shiage_engine.evaluation.metrics import Figures
from shiage_engine.evaluation.table import as_json, header, line

FIGURES = Figures(0.25, 0.5, 0.75, 1, float("nan"), 0.125, 0)
SHOT = ShotFigures("walk", 3, FIGURES, 1.5)


def test_rows_stand_under_their_heads() -> None:
    heads, row = header(), line("walk", FIGURES, 1.5)
    assert len(heads) == len(row)
    assert row.split() == ["walk", "0.2500", "0.5000", "0.7500", "1.0000", "nan", "0.1250", "0.0000", "1.50"]
    assert len(heads.split()) == len(row.split())


def test_json_is_json_even_where_there_was_nothing_to_count() -> None:
    def refuse(word: str) -> float:
        raise ValueError(word)

    found = json.loads(as_json([SHOT], FIGURES), parse_constant=refuse)
    (shot,) = found["shots"]
    assert (shot["shot"], shot["frames"], shot["seconds"]) == ("walk", 3, 1.5)
    assert shot["figures"] == found["mean"]
    assert found["mean"]["background_iou"] is None
    assert found["mean"]["coverage"] == 0.125
