"""Two engines side by side; here both are this one, on two boxes that move."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation.session_costs import CORRECTION, FINISHED, NEXT, session_costs
from shiage_engine.evaluation.speed import Row, compare, table
from shiage_engine.progress import finish
from tests.engine.evaluation.sets import write_shot


def test_the_table_has_the_ratio_of_each_figure() -> None:
    *_, row = table([Row("walk", "whole shot, CPU s", 3.0, 12.0)]).splitlines()
    assert row == "| walk | whole shot, CPU s | 3.00 | 12.00 | 0.25 |"


def test_what_changes_after_the_first_press_is_measured(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    costs = session_costs(tmp_path / "walk", "first-last")
    assert set(costs) == {CORRECTION, NEXT, FINISHED}
    assert all(cost > 0 for cost in costs.values())


def test_a_shot_of_few_frames_is_no_measure(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=3)
    with pytest.raises(InputError, match="too few frames"):
        session_costs(tmp_path / "walk", "first-last")


def test_a_python_without_an_engine_is_named(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 'No module named shiage_engine' >&2\nexit 1\n")
    other.chmod(0o755)
    with pytest.raises(InputError, match=f"{other}.*failed: No module named shiage_engine"):
        finish(compare(other, [tmp_path], "first-last"))


@pytest.mark.slow
def test_the_command_compares_this_engine_with_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shot(tmp_path / "set" / "walk", frames=4)
    out = tmp_path / "out"
    arguments = ["--sets", str(tmp_path / "set"), "--references", "first-last", "--speed", sys.executable]
    assert main(["benchmark", str(out), *arguments]) == 0
    written, _, _ = (out / "speed.md").read_text().partition("<!--")  # the seal
    assert written in capsys.readouterr().out
    for what in ("peak MB", CORRECTION, FINISHED):
        assert what in written
