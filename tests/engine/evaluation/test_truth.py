"""Shots whose truth is known, on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from shiage_engine.errors import InputError
from shiage_engine.evaluation.truth import DRAWN, MODEL, PROCEDURAL, kind_of, paper_regions, reference_times
from tests.engine.shots import BACKGROUND, LEFT, RIGHT, line


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("first", [10]),
        ("middle", [30]),
        ("first-last", [10, 50]),
        ("every-1", [10, 20, 30, 40, 50]),
        ("every-2", [10, 30, 50]),
        ("every-4", [10, 50]),
        ("every-9", [10]),
    ],
)
def test_reference_times(mode: str, expected: Sequence[int]) -> None:
    assert reference_times([30, 50, 10, 40, 20], mode) == expected


def test_a_shot_of_one_frame_has_one_reference() -> None:
    for mode in ("first", "middle", "first-last", "every-3"):
        assert reference_times([7], mode) == [7]


@pytest.mark.parametrize("mode", ["last", "every-", "every-0", "every--1", "every-x", "every-²", ""])
def test_other_references_are_refused_in_a_sentence(mode: str) -> None:
    with pytest.raises(InputError, match="choose first, middle, first-last or every-4"):
        reference_times([1, 2], mode)


def test_regions_to_judge_are_of_paper() -> None:
    drawing = line()
    drawing[20, 10, :3] = 249
    regions = paper_regions(drawing, 250)
    assert len({regions[at] for at in (BACKGROUND, LEFT, RIGHT)} - {0}) == 3
    assert regions[20, 10] == regions[11, 20] == 0
    assert paper_regions(drawing, 249)[20, 10] == regions[LEFT]


@pytest.mark.parametrize(
    ("meta", "kind"),
    [
        ({"source": "by hand"}, DRAWN),
        ({"characters": ["proc:1", "proc:2:hair=long"]}, PROCEDURAL),
        ({"characters": ["witch"]}, MODEL),
        ({"characters": ["proc:1", "witch"]}, MODEL),
        ([], DRAWN),
    ],
)
def test_kinds_of_shots(meta: object, kind: str, tmp_path: Path) -> None:
    assert kind_of(tmp_path) == DRAWN
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    assert kind_of(tmp_path) == kind


def test_a_broken_description_is_said(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(InputError, match="is no JSON"):
        kind_of(tmp_path)
