"""Shots as small label maps."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.methods.pictures.training_shots import prepare
from shiage_engine.progress import finish
from tests.engine.methods.pictures.sets import write_set


def test_labels_are_spread_under_the_lines_and_count_from_unpainted(tmp_path: Path) -> None:
    (found,) = finish(prepare([write_set(tmp_path / "set")], 24, tmp_path / "cache"))
    labels, inks = found.labels.unpack(), found.inks.unpack()
    assert (found.frames, found.colors) == (4, 3)
    assert labels.shape == inks.shape == (4, 32, 32)  # 24 pixels, filled up to a multiple of 16
    assert labels[0, 12, 7] == 1 and labels[0, 12, 15] == 2 and labels[0, 0, 0] == 0
    assert labels[0, 12, 3] in (0, 1), "a line belongs to the region beside it"
    assert inks.max() == 255 and not inks[:, 24:].any()


@pytest.mark.parametrize("plane", ["line", "label"])
def test_what_was_prepared_is_used_again_until_a_drawing_or_its_truth_changes(
    plane: str, tmp_path: Path
) -> None:
    folder, cache = write_set(tmp_path / "set"), tmp_path / "cache"
    finish(prepare([folder], 24, cache))
    (file,) = cache.glob("*.npz")
    before = file.stat().st_mtime_ns
    finish(prepare([folder], 24, cache))
    assert file.stat().st_mtime_ns == before
    os.utime(folder / "one" / plane / "0001.png", ns=(before + 10**9, before + 10**9))
    finish(prepare([folder], 24, cache))
    assert file.stat().st_mtime_ns != before


def test_a_frame_without_background_has_no_label_zero(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", frames=1)
    cv2.imwrite(str(folder / "one" / "label" / "0000.png"), np.full((48, 48), 5, np.uint8))
    (found,) = finish(prepare([folder], 32, tmp_path / "cache"))
    assert found.colors == 2 and (found.labels.unpack() == 1).all()


def test_shots_of_two_sets_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    sets = [write_set(tmp_path / name / "set") for name in ("a", "b")]
    with pytest.raises(InputError, match="same name"):
        finish(prepare(sets, 24, tmp_path / "cache"))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There are no shots"):
        finish(prepare([tmp_path], 24, tmp_path / "cache"))
