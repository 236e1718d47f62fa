"""When a cut counts as done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from shiage_engine.batch.records import NightFolder, Record
from shiage_engine.errors import InputError
from shiage_engine.files.result_folder import MANIFEST, REPORT

RECORD = Record("c001", "d1", frames=10, painted=0.9, questions={"unsure": 3, "gap": 1}, seconds=2.5)


@pytest.fixture
def folder(tmp_path: Path) -> NightFolder:
    """A folder where c001 is done."""
    found = NightFolder(tmp_path)
    result = found.result("c001")
    result.mkdir(parents=True)
    (result / REPORT).write_text("{}")
    (result / MANIFEST).write_text(f"{'0' * 64}  {REPORT}\n")
    found.sheet("c001").parent.mkdir()
    found.sheet("c001").write_bytes(b"a picture")
    found.write(RECORD)
    return found


def test_a_record_is_read_as_it_was_written(folder: NightFolder) -> None:
    assert folder.read("c001") == RECORD
    assert RECORD.open == 4
    assert folder.read("c002") is None


def test_a_cut_is_done_while_nothing_has_changed(folder: NightFolder) -> None:
    assert folder.done("c001", "d1") == RECORD
    assert folder.done("c001", "d2") is None
    folder.write(replace(RECORD, failed="Its disk was full."))
    assert folder.done("c001", "d1") is None


@pytest.mark.parametrize("gone", ["cuts/c001/report.json", "cuts/c001/files.sha256", "sheets/c001.png"])
def test_a_cut_of_which_something_is_gone_is_not_done(folder: NightFolder, gone: str) -> None:
    (folder.root / gone).unlink()
    assert folder.done("c001", "d1") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"name": "c001"}', "\x00"])
def test_a_record_that_is_none_is_like_no_record(folder: NightFolder, content: str) -> None:
    folder.record("c001").write_text(content)
    assert folder.read("c001") is None


def test_a_file_of_others_is_not_replaced(folder: NightFolder) -> None:
    folder.record("c002").write_text("mine")
    with pytest.raises(InputError, match="not of Shiage"):
        folder.write(replace(RECORD, name="c002"))
    assert folder.record("c002").read_text() == "mine"


def test_the_folder_of_a_night_is_no_file_and_not_among_the_cuts(tmp_path: Path) -> None:
    cuts = tmp_path / "cuts"
    cuts.mkdir()
    (tmp_path / "file").touch()
    for out, sentence in (("file", "is a file"), ("cuts", "among the cuts"), ("cuts/out", "among the cuts")):
        with pytest.raises(InputError, match=sentence):
            NightFolder.at(tmp_path / out, cuts)
    with pytest.raises(InputError, match="among the cuts"):
        NightFolder.at(cuts / "a" / "out", tmp_path / "list.txt", cuts / "b", cuts / "a")
    with pytest.raises(InputError, match="choose another folder for the results, as"):
        NightFolder.at(cuts, cuts / "a")
    assert NightFolder.at(cuts / "night", cuts / "a").root == cuts / "night"
    assert NightFolder.at(tmp_path / "cuts-out", cuts).root == tmp_path / "cuts-out"


def test_a_page_of_others_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>My own page</h1>")
    with pytest.raises(InputError, match="not known as a file of Shiage"):
        NightFolder.at(tmp_path, tmp_path / "cuts" / "a")
