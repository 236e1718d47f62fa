"""A result on disk: what is written, what it replaces, and what is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.images import read_image
from shiage_engine.files.result_folder import ResultFolder
from shiage_engine.results import FrameReport, FrameResult, Report
from tests.engine.files.pictures import write_shot

RESULT = FrameResult(
    time=1,
    region_map=np.array([[1, 2]], np.int32),
    labels=np.array([0, 1, 2], np.uint16),
    confidence=np.array([0, 0.98, 0.15], np.float32),
    painted_steps=np.array([0, 21, 0], np.uint8),
    withdrawn=np.array([False, False, True]),
    palette=np.array([[0, 0, 0, 0], [9, 8, 7, 255], [1, 2, 3, 255]], np.uint8),
    seconds=0.25,
)


REPORT = Report(
    "by-area",
    np.array([[0, 0, 0, 0], [9, 8, 7, 255]], np.uint8),
    (FrameReport(1, 2, 0.5, 0.75, 0.25),),
    partial=(1,),
)


def write_result(out: Path) -> None:
    with ResultFolder(out, {1: "0001"}) as output:
        output.write(RESULT)
        output.finish(REPORT)


def as_kept(path: Path) -> object:
    """The values in a picture's file, of whatever type and number of channels."""
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)).tolist()


def test_a_result_is_four_pictures_a_frame_and_a_report(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write_result(out)
    assert sorted(path.name for path in out.iterdir()) == [
        "color",
        "confidence",
        "full",
        "report.json",
        "withdrawn",
    ]
    assert read_image(out / "color" / "0001.png").tolist() == [[[9, 8, 7, 255], [0, 0, 0, 0]]]
    assert read_image(out / "full" / "0001.png").tolist() == RESULT.color().tolist()
    assert as_kept(out / "withdrawn" / "0001.png") == [[0, 255]]
    assert as_kept(out / "confidence" / "0001.png") == [[250, 39]]
    assert json.loads((out / "report.json").read_text()) == {
        "method": "by-area",
        "palette": [[0, 0, 0, 0], [9, 8, 7, 255]],
        "finished": [],
        "partly_painted": ["0001"],
        "frames": {"0001": {"regions": 2, "coverage": 0.5, "area_coverage": 0.75, "seconds": 0.25}},
    }
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_former_result_is_replaced(tmp_path: Path) -> None:
    write_result(tmp_path / "out")
    (tmp_path / "out" / "color" / "0009.png").write_text("of the former run")
    write_result(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out" / "color").iterdir()] == ["0001.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("place", ["there", "not there"])
def test_a_result_goes_where_a_link_points(tmp_path: Path, place: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / place)
    write_result(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / place / "report.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"link", "there", place})


def test_a_run_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    write_result(tmp_path / "out")
    with pytest.raises(RuntimeError), ResultFolder(tmp_path / "out", {1: "0001"}) as output:
        output.write(RESULT)
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "report.json").exists()


def test_an_empty_folder_is_used_and_others_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_result(tmp_path / "empty")
    with pytest.raises(InputError, match="no result of Shiage"):
        ResultFolder(write_shot(tmp_path / "shot"), {})
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        ResultFolder(tmp_path / "file", {})
    with pytest.raises(InputError, match="Cannot write into"), ResultFolder(tmp_path / "file" / "out", {}):
        pass
