"""Shots whose truth is known, on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shiage_engine.errors import InputError
from shiage_engine.evaluation.truth import (
    DRAWN,
    MODEL,
    PROCEDURAL,
    kind_of,
    open_truth,
    paper_regions,
    read_palette,
    reference_times,
    shot_folders,
)
from tests.engine.evaluation.sets import write_shot
from tests.engine.shots import BACKGROUND, HEIGHT, LEFT, RIGHT, WIDTH, line


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("none", []),
        ("first", [10]),
        ("middle", [30]),
        ("first-last", [10, 50]),
        ("first-middle-last", [10, 30, 50]),
        ("every-1", [10, 20, 30, 40, 50]),
        ("every-2", [10, 30, 50]),
        ("every-4", [10, 50]),
        ("every-9", [10]),
        ("even-1", [10]),
        ("even-2", [10, 50]),
        ("even-4", [10, 20, 30, 50]),
        ("even-9", [10, 20, 30, 40, 50]),
    ],
)
def test_reference_times(mode: str, expected: Sequence[int]) -> None:
    assert reference_times([30, 50, 10, 40, 20], mode) == expected


def test_a_shot_of_one_frame_has_one_reference() -> None:
    for mode in ("first", "middle", "first-last", "first-middle-last", "every-3"):
        assert reference_times([7], mode) == [7]


@pytest.mark.parametrize(
    "mode", ["last", "every-", "every-0", "every--1", "every-x", "every-²", "even-0", ""]
)
def test_other_references_are_refused_in_a_sentence(mode: str) -> None:
    with pytest.raises(
        InputError, match="choose none, first, middle, first-last, first-middle-last, every-4 or even-5"
    ):
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
        ({"characters": 5}, DRAWN),
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


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (np.zeros((HEIGHT, WIDTH, 3), np.uint8), "one whole number a pixel"),
        (np.zeros((HEIGHT - 1, WIDTH), np.uint8), "size of the line art"),
        (np.full((HEIGHT, WIDTH), 300, np.uint16), "ids over 255"),
        (None, "none of PNG, TGA, TIFF, WEBP, or broken"),
        (np.full((HEIGHT, WIDTH), 77, np.uint8), "the id 77, which palette.json lacks"),
    ],
)
def test_a_truth_that_cannot_be_is_named(tmp_path: Path, label: np.ndarray | None, said: str) -> None:
    write_shot(tmp_path / "shot")
    path = tmp_path / "shot" / "label" / "0001.png"
    if label is None:
        path.write_bytes(b"no picture")
    else:
        Image.fromarray(label).save(path)
    shot = open_truth(tmp_path / "shot", "first")
    with pytest.raises(InputError, match=rf"0001\.png .*{said}"):
        shot.label(1, (HEIGHT, WIDTH))


def test_shots_that_still_grow_are_passed_over(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    write_shot(tmp_path / ".shot.77.growing")
    assert shot_folders(tmp_path) == [tmp_path / "shot"]


@pytest.mark.parametrize(
    "labels",
    [
        [{"id": 255, "rgb": [1, 2, 3]}],
        [{"id": 2.5, "rgb": [1, 2, 3]}],
        [{"id": 2, "rgb": [1, 2]}, {"id": 3, "rgb": [1, 2]}],
    ],
)
def test_a_palette_that_cannot_be_is_said(labels: object, tmp_path: Path) -> None:
    path = tmp_path / "palette.json"
    path.write_text(json.dumps({"labels": labels}))
    with pytest.raises(InputError, match="holds no palette"):
        read_palette(path)
