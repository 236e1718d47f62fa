"""A result on disk: what is written, what it replaces, and what is left behind."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
from shiage_engine.protocol import locks

from shiage_engine.errors import InputError
from shiage_engine.files.images import read_image
from shiage_engine.files.result_folder import ROLES, ResultFolder, _foreign, is_whole
from shiage_engine.results import DisagreementReport, FrameReport, FrameResult, Report
from tests.engine.files.pictures import save, write_shot
from tests.failpoints import deaths

Change = Callable[[Path], None]

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
    disagreements=(
        DisagreementReport((1, 1), np.array([[51, 102, 204, 255], [51, 136, 51, 255]], np.uint8)),
    ),
)


def write_result(out: Path) -> None:
    with ResultFolder(out, {"": {1: "0001"}}) as output:
        output.write("", RESULT)
        output.finish({"": REPORT})


def as_kept(path: Path) -> object:
    """The values in a picture's file, of whatever type and number of channels."""
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)).tolist()


def test_a_result_is_four_pictures_a_frame_and_a_report(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write_result(out)
    assert sorted(path.name for path in out.iterdir()) == [
        "color",
        "confidence",
        "files.sha256",
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
        "sheets": [],
        "partly_painted": ["0001"],
        "hints": {},
        "disagreements": [{"frames": ["0001", "0001"], "colors": ["#3366cc", "#338833"]}],
        "frames": {"0001": {"regions": 2, "coverage": 0.5, "area_coverage": 0.75, "seconds": 0.25}},
    }
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_the_manifest_is_what_sha256sum_writes(tmp_path: Path) -> None:
    write_result(tmp_path / "out")
    lines = (tmp_path / "out" / "files.sha256").read_text().splitlines()
    names = [*(f"{role}/0001.png" for role in ROLES), "report.json"]
    assert lines == [
        f"{hashlib.sha256((tmp_path / 'out' / name).read_bytes()).hexdigest()}  {name}"
        for name in sorted(names)
    ]


def test_a_former_result_is_replaced(tmp_path: Path) -> None:
    with ResultFolder(tmp_path / "out", {"": {1: "0009"}}) as output:
        output.write("", RESULT)
        output.finish({"": REPORT})
    (tmp_path / "out" / "full" / "0009.png").unlink()  # by the painter, who does not need it
    write_result(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out" / "color").iterdir()] == ["0001.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def add_a_file(out: Path) -> None:
    (out / "color").mkdir(parents=True, exist_ok=True)
    (out / "color" / "0009.png").write_text("by hand")


def retouch(out: Path) -> None:
    (out / "color" / "0001.png").write_text("by hand")


def add_a_folder(out: Path) -> None:
    (out / "notes").mkdir(parents=True)


def add_a_link(out: Path) -> None:
    (out / "color").mkdir(parents=True, exist_ok=True)
    (out / "color" / "0002.png").symlink_to("elsewhere")


def annotate(out: Path) -> None:
    (out / "report.json").write_text("by hand")


BY_OTHERS = [add_a_file, retouch, add_a_folder, add_a_link, annotate]


def everything(folder: Path) -> dict[str, bytes | None]:
    """The content of all files below `folder`; None for folders and links."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("change", BY_OTHERS)
def test_what_others_did_to_a_former_result_is_kept(tmp_path: Path, change: Change) -> None:
    write_result(tmp_path / "out")
    change(tmp_path / "out")
    before = everything(tmp_path)
    with pytest.raises(InputError, match="are not known: remove the folder"):
        write_result(tmp_path / "out")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("change", [add_a_file, add_a_folder])
def test_a_folder_that_others_make_meanwhile_is_kept_and_the_result_is_beside(
    tmp_path: Path, change: Change
) -> None:
    (tmp_path / "out.2").write_text("taken")
    with (
        pytest.raises(InputError, match=r"not of Shiage.*out\.3"),
        ResultFolder(tmp_path / "out", {"": {1: "0001"}}) as output,
    ):
        output.write("", RESULT)
        change(tmp_path / "out")
        made = everything(tmp_path / "out")
        output.finish({"": REPORT})
    assert everything(tmp_path / "out") == made
    assert (tmp_path / "out.3" / "report.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.2", "out.3"]


@pytest.mark.parametrize("change", BY_OTHERS)
def test_what_others_do_to_a_former_result_meanwhile_is_kept(tmp_path: Path, change: Change) -> None:
    write_result(tmp_path / "out")
    with (
        pytest.raises(InputError, match="not of Shiage"),
        ResultFolder(tmp_path / "out", {"": {1: "0001"}}) as output,
    ):
        output.write("", RESULT)
        change(tmp_path / "out")
        made = everything(tmp_path / "out")
        output.finish({"": REPORT})
    assert everything(tmp_path / "out") == made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.2"]


def test_what_others_add_at_the_last_moment_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the former result and its being renamed."""
    write_result(tmp_path / "out")
    rename = Path.rename

    def after_all(path: Path, target: Path) -> Path:
        if path == tmp_path / "out" and target.suffix == ".former":
            add_a_file(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", after_all)
    with pytest.raises(InputError, match=r"not of Shiage.*out\.2"):
        write_result(tmp_path / "out")
    assert (tmp_path / "out" / "color" / "0009.png").read_text() == "by hand"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.2"]


def test_a_former_result_that_may_not_be_moved_stays_and_the_new_one_is_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As another user's on a shared disk, or on Windows one of whose pictures is open somewhere."""
    write_result(tmp_path / "out")
    before, rename = everything(tmp_path / "out"), Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == tmp_path / "out":
            raise PermissionError(errno.EPERM, "Operation not permitted")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(
        InputError, match=r"out cannot be replaced \(Operation not permitted\) and .*out\.2\."
    ):
        write_result(tmp_path / "out")
    assert everything(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.2"]
    assert is_whole(tmp_path / "out.2")


def test_two_cannot_write_one_result_at_once(tmp_path: Path) -> None:
    with ResultFolder(tmp_path / "out", {}), pytest.raises(InputError, match="Another program"):
        ResultFolder(tmp_path / "out", {}).__enter__()
    assert [*tmp_path.iterdir()] == []


def test_the_lock_of_another_user_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a shared disk: root may open it, so this is told by a stand-in."""
    (tmp_path / ".out.lock").touch()
    monkeypatch.setattr(locks, "take", Mock(side_effect=PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(
        InputError, match=r"Another user is writing .*out, or was .* have \.out\.lock removed"
    ):
        write_result(tmp_path / "out")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_after_a_death_at_any_moment_the_old_or_the_new_result_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def write_new() -> None:
        with ResultFolder(out, {"": {1: "0002"}}) as output:
            output.write("", RESULT)
            output.finish({"": REPORT})

    def frames() -> list[str]:
        return [path.stem for path in (out / "color").iterdir()]

    write_result(out)
    found = []
    for _ in deaths(write_new):
        with ResultFolder(out, {}):  # begins, and is given up
            found += frames()
            assert _foreign(out) is None
            assert len(everything(out)) == len(ROLES) * 2 + 2
        write_new()
        assert (frames(), [path.name for path in tmp_path.iterdir()]) == (["0002"], ["out"])
        shutil.rmtree(out)
        write_result(out)
    assert found[0] == "0001"
    assert found[-1] == "0002"
    assert found == sorted(found)


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with ResultFolder(tmp_path / "out", {"": {1: "0001"}}) as output:
        output.write("", RESULT)
        monkeypatch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(
            InputError, match=r"color/0001\.png cannot be written: the disk .* is full .* Remove"
        ):
            output.write("", RESULT)
        monkeypatch.setattr(Path, "write_text", refuse)
        with pytest.raises(
            InputError, match=r"report\.json cannot be written: the disk .* is full .* Remove"
        ):
            output.finish({"": REPORT})
    assert [*tmp_path.iterdir()] == []


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
    with pytest.raises(RuntimeError), ResultFolder(tmp_path / "out", {"": {1: "0001"}}) as output:
        output.write("", RESULT)
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "report.json").exists()


def test_an_empty_folder_is_used_and_others_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_result(tmp_path / "empty")
    with pytest.raises(InputError, match="are not known: remove the folder"):
        ResultFolder(write_shot(tmp_path / "shot"), {})
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        ResultFolder(tmp_path / "file", {})
    with pytest.raises(InputError, match="Cannot write into"), ResultFolder(tmp_path / "file" / "out", {}):
        pass


@pytest.mark.parametrize("content", ["", f"{'0' * 64}  notes.txt\n", "mine"])
def test_a_file_of_the_manifests_name_alone_is_not_ours(content: str, tmp_path: Path) -> None:
    """As `sha256sum * > files.sha256` writes it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "files.sha256").write_text(content)
    with pytest.raises(InputError, match="holds what is not known as a result of Shiage"):
        write_result(tmp_path / "out")
    assert (tmp_path / "out" / "files.sha256").read_text() == content


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders")
def test_a_pipe_in_the_place_of_a_manifest_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / "files.sha256")
    with pytest.raises(InputError, match="holds what is not known as a result of Shiage"):
        write_result(tmp_path / "out")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no Unicode")
@pytest.mark.parametrize(
    "link",
    [
        ".out.0123456789abcdef.growing",
        ".out.0123456789abcdef.former",
        ".out.0123456789abcdef.growing/color",
    ],
)
def test_what_a_link_points_to_is_not_swept(link: str, tmp_path: Path) -> None:
    """A link that looks like what a run that died has left, or lies in such a folder."""
    mine, place = tmp_path / "mine" / "color" / "0001.png", tmp_path / link
    save(mine, np.zeros((2, 2, 4), np.uint8))
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(mine.parent if place.name == "color" else tmp_path / "mine")
    write_result(tmp_path / "out")
    assert mine.is_file() and place.is_symlink()
    assert (tmp_path / "out" / "report.json").is_file() and not (tmp_path / "out").is_symlink()


def test_frames_whose_names_are_no_utf_8_are_known_again(tmp_path: Path) -> None:
    for _ in range(2):
        with ResultFolder(tmp_path / "out", {"": {1: os.fsdecode(b"\x83J0001")}}) as output:
            output.write("", RESULT)
            output.finish({"": REPORT})
    assert (tmp_path / "out" / "color" / os.fsdecode(b"\x83J0001.png")).is_file()


def test_nothing_stays_of_a_result_whose_timesheet_is_called_in_capitals(tmp_path: Path) -> None:
    for _ in range(2):
        with ResultFolder(tmp_path / "out", {"": {1: "0001"}}, {"CUT.XDTS": b"a timesheet"}) as output:
            output.write("", RESULT)
            output.finish({"": REPORT})
    assert not [*tmp_path.glob(".*.former")]
