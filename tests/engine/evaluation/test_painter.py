"""A painter who does not get tired, on shots of two boxes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation import painter as module
from shiage_engine.evaluation.painter import Work, finish_shot, shown_right, table
from shiage_engine.files.images import read_ids, write_image
from tests.engine.evaluation.sets import IS_BLUE, IS_RED, write_shot
from tests.engine.shots import BY_AREA

WORK = Work("a", 10, 8, 4, 2, 1, 3, 1, 0, 5, 4, 2, 0.5, ((0, 0.5), (1, 0.8), (2, 1.0)), ((0, 0.5), (4, 1.0)))


@pytest.fixture(autouse=True)
def by_area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "METHODS", BY_AREA)


def test_where_all_is_right_and_sure_there_is_nothing_to_do(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    work = finish_shot(tmp_path / "walk", Options(target_accuracy=0.01))
    assert (work.regions, work.by_hand, work.alone, work.actions) == (6, 4, 0, 0)
    assert work.curve[-1] == (0, 1.0)


def test_what_is_right_but_withdrawn_is_accepted_at_once(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    work = finish_shot(tmp_path / "walk", Options(target_accuracy=1))
    assert work.alone == 6  # each region by itself
    assert work.curve_alone[::3] == ((0, 0), (3, 0.5), (6, 1))
    assert work.actions == 1 and work.asked == 0
    assert [right for _, right in work.curve] == [0, 1]


def test_or_frame_by_frame_while_something_is_wrong_in_a_later_one(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    _turn_blue(tmp_path / "walk" / "label" / "0002.png")
    work = finish_shot(tmp_path / "walk", Options(target_accuracy=1))
    assert (work.asked, work.actions) == (1, 3)  # a frame accepted, an answer, and the other frame accepted
    assert [right for _, right in work.curve] == [0, 0.5, pytest.approx(4 / 6), 1]


def test_a_wrong_suggestion_is_answered_once(tmp_path: Path) -> None:
    """The truth of the frame in the middle has the left box blue: its suggestion, red, is wrong."""
    write_shot(tmp_path / "walk")
    _turn_blue(tmp_path / "walk" / "label" / "0001.png")
    withdrawn = finish_shot(tmp_path / "walk", Options(target_accuracy=1))
    assert (withdrawn.asked, withdrawn.actions) == (1, 2)  # the answer, and the frame accepted
    painted = finish_shot(tmp_path / "walk", Options(target_accuracy=0.01))
    assert (painted.asked, painted.actions, painted.alone) == (0, 2, 2)  # found, and painted


def _turn_blue(file: Path) -> None:
    """In truth the left box is blue there."""
    label = read_ids(file)
    write_image(file, np.where(label == IS_RED, IS_BLUE, label).astype(np.uint8))


def test_a_shot_without_targets_is_an_error(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=2)
    with pytest.raises(InputError, match="nothing is left to color"):
        finish_shot(tmp_path / "walk", Options())


def test_the_curve_is_read_at_a_share_of_the_actions_by_hand() -> None:
    assert [shown_right(WORK, share) for share in (0, 0.12, 0.13, 1)] == [0.5, 0.5, 0.8, 1.0]
    assert [shown_right(WORK, share, alone=True) for share in (0.4, 0.5)] == [0.5, 1.0]


def test_the_table_has_each_shot_and_all_together() -> None:
    _, one, everything = table([WORK])
    assert one.split(" | ")[1:] == ["8", "0.500", "0.250", "0.500", "1", "3, 0.333", "0", "0.500", "0.5"]
    assert everything.startswith("all 1 shots | 8")


def test_the_command_prints_it_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_shot(tmp_path / "set" / "walk")
    file = tmp_path / "work.json"
    assert (
        main(["evaluate", str(tmp_path / "set"), "--painter", "--json", str(file), "--processes", "0"]) == 0
    )
    assert "all 1 shots" in capsys.readouterr().out
    (work,) = json.loads(file.read_text())["shots"]
    assert work["shot"] == "walk"
