"""Export: a new folder with the frames as pictures, and the timesheet of their holds; nothing else is touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from shiage import exporting
from shiage.client.protocol.locks import locked
from shiage.client.protocol.timesheet import parse
from shiage.controller import Controller
from shiage.exporting import APART, PAINT, TOGETHER
from shiage.growing import growing, rename
from shiage.guard import Refused
from shiage.qt import QtGui
from tests.failpoints import deaths
from tests.plugin.fakes import PALETTE, SCENE, SIZE, FakeClient, FakeHost
from tests.plugin.jobs import begin

Until = Callable[[Callable[[], bool]], None]
RED = bytes((0, 0, 255, 255))  # BGRA


@pytest.fixture
def colored(controller: Controller, client: FakeClient, host: FakeHost, until: Until) -> Controller:
    """A controller with a result of two frames, whose first pixel is red."""
    begin(controller, client, until, 5)
    client.label(1, 2, 5)
    client.finished.emit(1, {"palette": PALETTE, "coverage": 0.5})
    until(lambda: controller.job is None)
    for time in SCENE.times:
        host.layers.plane("colors", time)[:] = bytes(len(host.layers.plane("colors", time)))
        host.layers.plane("colors", time)[:4] = RED
    return controller


def export(controller: Controller, until: Until, folder: Path, how: str) -> None:
    controller.exporting.export(str(folder), how)
    assert controller.exporting.is_busy
    until(lambda: not controller.exporting.is_busy)


def pixel(path: Path, x: int = 0) -> tuple[int, ...]:
    """Red, green, blue and alpha, and the picture has the size of the frames."""
    picture = QtGui.QImage(str(path))
    assert (picture.width(), picture.height()) == SIZE
    color = picture.pixelColor(x, 0)
    return (color.red(), color.green(), color.blue(), color.alpha())


def test_lines_and_paint_go_apart_with_the_timesheet(
    colored: Controller, host: FakeHost, until: Until, tmp_path: Path
) -> None:
    export(colored, until, tmp_path, APART)
    made = tmp_path / "cut 1 frames"
    names = [f"A{number:04d}.png" for number in range(1, len(SCENE.times) + 1)]
    found = sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())
    assert found == sorted(
        ["cut 1.xdts", *(f"{plane}/{name}" for plane in ("color", "line") for name in names)]
    )
    for time, name in zip(SCENE.times, names, strict=True):
        assert pixel(made / "color" / name) == (255, 0, 0, 255)
        assert pixel(made / "color" / name, 1) == (0, 0, 0, 0)
        assert pixel(made / "line" / name) == (time, time, time, 255)
    sheet = parse((made / "cut 1.xdts").read_text(encoding="utf-8"))
    assert (sheet.name, sheet.duration) == ("cut 1", 12)
    assert sheet.cels[0].changes == tuple((time, str(n)) for n, time in enumerate(SCENE.times, 1))
    assert host.finished[0].is_closed
    assert colored.notice.startswith(f"Exported {len(names)} frames to {made}. 0 questions are open")
    assert [path.name for path in tmp_path.iterdir()] == ["cut 1 frames"]


def test_together_lines_multiply_the_paint(colored: Controller, until: Until, tmp_path: Path) -> None:
    export(colored, until, tmp_path, TOGETHER)
    for number, time in enumerate(SCENE.times, 1):
        path = tmp_path / "cut 1 frames" / "A" / f"A{number:04d}.png"
        assert pixel(path) == (time, 0, 0, 255)
        assert pixel(path, 1) == (time, time, time, 255)


def test_paint_goes_alone_into_a_folder_of_another_name_where_one_is(
    colored: Controller, until: Until, tmp_path: Path
) -> None:
    (tmp_path / "cut 1 frames").write_text("mine")
    export(colored, until, tmp_path, PAINT)
    assert (tmp_path / "cut 1 frames").read_text() == "mine"
    assert sorted(path.name for path in (tmp_path / "cut 1 frames 2").iterdir()) == ["color", "cut 1.xdts"]


def test_what_a_krita_that_died_left_is_swept_and_nothing_else(
    colored: Controller, until: Until, tmp_path: Path
) -> None:
    dead, alive, linked, theirs = (f".shiage.{digit * 16}.growing" for digit in ("0", "1", "2", "x"))
    for name in (dead, alive, theirs, ".shiage-backup", "kept"):
        (tmp_path / name / "color").mkdir(parents=True)
        (tmp_path / name / "color" / "A0001.png").write_text("half")
    (tmp_path / linked).symlink_to(tmp_path / "kept")
    (tmp_path / f".shiage.{'0' * 16}.lock").touch()
    with locked(tmp_path / f".shiage.{'1' * 16}.lock"):
        export(colored, until, tmp_path, APART)
        left = sorted(path.name for path in tmp_path.iterdir())
    others = [alive, f".shiage.{'1' * 16}.lock", linked, theirs, ".shiage-backup", "kept"]
    assert left == sorted([*others, "cut 1 frames"])
    assert all((tmp_path / name / "color" / "A0001.png").exists() for name in (alive, theirs, linked))


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_after_a_death_at_any_moment_the_frames_are_whole_or_not_there(tmp_path: Path) -> None:
    def write() -> None:
        with growing(str(tmp_path)) as hidden:
            (Path(hidden) / "a.png").write_text("whole")
            rename(hidden, str(tmp_path / "frames"))

    for _ in deaths(write):
        for whole in tmp_path.glob("frames*"):
            assert (whole / "a.png").read_text() == "whole"
    with growing(str(tmp_path)):
        pass
    assert all(path.name.startswith("frames") for path in tmp_path.iterdir())


def test_a_name_that_is_taken_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_another(former: str, new: str, given: Callable[[str, str], None] = os.rename) -> None:
        if new.endswith("frames"):
            (tmp_path / "frames" / "theirs").mkdir(parents=True)
        given(former, new)

    monkeypatch.setattr(os, "rename", after_another)
    with growing(str(tmp_path)) as hidden:
        assert rename(hidden, str(tmp_path / "frames")) == str(tmp_path / "frames 2")
    assert [path.name for path in (tmp_path / "frames").iterdir()] == ["theirs"]


def test_what_is_stopped_leaves_nothing(
    colored: Controller, host: FakeHost, until: Until, tmp_path: Path
) -> None:
    colored.exporting.export(str(tmp_path), APART)
    until(lambda: any(tmp_path.rglob("*.png")))
    colored.exporting.stop()
    assert not any(tmp_path.iterdir()) and host.finished[0].is_closed
    assert not colored.exporting.is_busy


@pytest.mark.parametrize("case", [(0, "the disk is full. Remove what"), (1 << 30, "choose another")])
def test_a_picture_that_is_not_saved_is_named_with_what_to_do(
    case: tuple[int, str],
    colored: Controller,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free, sentence = case
    monkeypatch.setattr(exporting, "image", lambda *_: QtGui.QImage())  # which cannot be saved
    monkeypatch.setattr("shutil.disk_usage", lambda _: Mock(free=free))
    export(colored, until, tmp_path, PAINT)
    assert f"A0001.png cannot be written: {sentence}" in colored.notice
    assert not any(tmp_path.iterdir())


def test_without_a_result_or_a_folder_it_is_said(
    controller: Controller, colored: Controller, host: FakeHost, until: Until, tmp_path: Path
) -> None:
    export(colored, until, tmp_path / "gone", APART)
    assert "gone cannot be written: No such file or directory. Choose another folder." in controller.notice
    assert host.finished[0].is_closed
    host.scene = SCENE
    with pytest.raises(Refused, match="press Auto-colorize first"):
        controller.exporting.export(str(tmp_path), APART)
