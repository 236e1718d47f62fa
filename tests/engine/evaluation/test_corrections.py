"""What right labels do to other regions, on shots of two boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.__main__ import main
from shiage_engine.evaluation import corrections as module
from shiage_engine.evaluation.corrections import Effect, correct_shot, table
from tests.engine.evaluation.sets import write_shot
from tests.engine.shots import BY_AREA


@pytest.fixture(autouse=True)
def by_area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "METHODS", BY_AREA)


def test_a_right_label_counts_all_other_regions(tmp_path: Path) -> None:
    """Three regions a frame, four frames, two of them to be colored: one box is labeled in each."""
    write_shot(tmp_path / "walk", frames=4)
    one, both = correct_shot(tmp_path / "walk", [1, 5], Options(target_accuracy=0.01))
    assert one == Effect("walk", 1, 4, 4, 4, 0, 0, 4, 4)
    assert both == Effect("walk", 5, 2, 2, 2, 0, 0, 2, 2)  # what is left is background


def test_the_table_has_all_shots_and_the_worst() -> None:
    effects = [Effect("a", 1, 10, 5, 7, 2, 0, 8, 8), Effect("b", 1, 10, 9, 8, 0, 1, 9, 7)]
    _, line = table(effects)
    assert "0.700 -> 0.750" in line and "0.850 -> 0.750" in line
    assert line.endswith("-0.100, -0.200")


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_shot(tmp_path / "walk")
    assert main(["evaluate", str(tmp_path), "--corrections", "1,2", "--processes", "0"]) == 0
    assert capsys.readouterr().out.count(" -> ") == 4
