"""One cut, colored in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from shiage_engine.batch import task
from shiage_engine.batch.records import Record
from shiage_engine.batch.task import color_cut
from shiage_engine.files.images import read_image
from shiage_engine.files.seals import is_sealed
from tests.engine.batch.nights import files_of, task_of
from tests.engine.files.pictures import write_shot


@pytest.mark.slow
def test_a_cut_is_colored_as_the_command_for_one_does(tmp_path: Path) -> None:
    name = "c001.psd"  # which may be a folder
    shot = write_shot(tmp_path / name)
    given = task_of(shot, tmp_path / "out")
    record = color_cut(given)
    assert record == given.folder.done(name, given.digest)
    assert record.frames == 1 and 0 <= record.painted <= 1 and record.failed == ""
    assert main(["colorize", str(shot), "--out", str(tmp_path / "one"), "--method", "few-shot"]) == 0
    alike = files_of(given.folder.result(name)), files_of(tmp_path / "one")
    pictures = [{name: of[name] for name in of if name.endswith(".png")} for of in alike]
    assert pictures[0] == pictures[1] and len(pictures[0]) == 4


@pytest.mark.slow
def test_the_contact_sheet_shows_all_frames(tmp_path: Path) -> None:
    given = task_of(write_shot(tmp_path / "c001"), tmp_path / "out")
    color_cut(given)
    sheet = given.folder.sheet("c001")
    assert is_sealed(sheet)
    height, width = read_image(sheet).shape[:2]
    assert width == 3 * (180 + 2 * 4)  # three frames beside each other, with gaps
    assert height == pytest.approx(180 * 20 / 46 + 2 * 4, abs=2)  # both boxes, of the page 46 x 20


def test_a_broken_cut_is_told_in_a_sentence(tmp_path: Path) -> None:
    shot = write_shot(tmp_path / "c001")
    given = task_of(shot, tmp_path / "out")
    (shot / "line" / "0001.png").write_bytes(b"no picture")
    record = color_cut(given)
    assert "0001.png cannot be read" in record.failed and record.trace == ""
    assert given.folder.read("c001") == record
    assert [path.name for path in given.folder.root.rglob("*") if path.is_file()] == ["c001.json"]


def test_a_fault_of_shiage_costs_its_cut_alone_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(given: object) -> Record:
        raise RuntimeError("no such case")

    monkeypatch.setattr(task, "_colored", failing)
    given = task_of(write_shot(tmp_path / "c001"), tmp_path / "out")
    record = color_cut(given)
    assert record.failed == "Shiage failed here, please report it: RuntimeError: no such case"
    assert "in failing" in record.trace
    assert given.folder.read("c001") == record


def test_a_record_that_cannot_be_written_is_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "records").write_text("no folder")
    given = task_of(write_shot(tmp_path / "c001"), tmp_path / "out")
    (given.cut.path / "line" / "0001.png").write_bytes(b"no picture")
    assert "0001.png cannot be read" in color_cut(given).failed
