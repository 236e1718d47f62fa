"""Model sheets from other shots of the same character."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.errors import InputError
from shiage_engine.evaluation import evaluate as evaluate_module
from shiage_engine.evaluation.evaluate import Settings, evaluate
from shiage_engine.evaluation.model_sheets import find_sheets
from shiage_engine.progress import finish
from tests.engine.evaluation.sets import write_shot
from tests.engine.shots import BY_AREA, color


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three shots of one character, and one of another."""
    for name in ("a", "b", "c", "other"):
        write_shot(tmp_path / name)
    labels = {"labels": [{"id": 2, "rgb": [1, 2, 3]}, {"id": 3, "rgb": [4, 5, 6]}]}
    (tmp_path / "other" / "palette.json").write_text(json.dumps(labels))
    return tmp_path


def test_sheets_are_frames_of_the_next_shots_of_the_same_character(folder: Path) -> None:
    assert list(find_sheets(folder / "b", 1)) == ["c 0001"]
    assert list(find_sheets(folder / "b", 4)) == ["c 0001", "a 0001", "c 0000", "a 0000"]
    np.testing.assert_array_equal(find_sheets(folder / "b", 2)["a 0001"].color, color(1))
    assert find_sheets(folder / "other", 1) == {}


def test_sheets_may_be_of_one_shot(folder: Path) -> None:
    assert list(find_sheets(folder / "a", 2, "c")) == ["c 0000", "c 0001"]


def test_too_few_are_said(folder: Path) -> None:
    with pytest.raises(InputError, match="There are no 7 frames for model sheets of b: ask for 6"):
        find_sheets(folder / "b", 7)


def test_shots_without_sheets_are_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_module, "METHODS", BY_AREA)
    shots = finish(evaluate(folder, Settings("none", model_sheets=1), processes=0))
    assert [(shot.shot, len(shot.frames)) for shot in shots] == [("a", 3), ("b", 3), ("c", 3)]
    shots = finish(evaluate(folder, Settings("none", model_sheets=1, sheets_from="c"), processes=0))
    assert [shot.shot for shot in shots] == ["a", "b", "other"]
    with pytest.raises(InputError, match="Baselines know no model sheets"):
        finish(evaluate(folder, Settings("none", Options(method="flow"), model_sheets=1), processes=0))
    for name in "bc":
        shutil.rmtree(folder / name)
    with pytest.raises(InputError, match="has another of the same character"):
        finish(evaluate(folder, Settings("none", model_sheets=1), processes=0))
