"""From a path to a result: a cut of any kind is opened, colored, and goes back under its names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shiage_engine.protocol.options import Options
from shiage_engine.protocol.timesheet import Cel

from shiage_engine.commands.command_line import main
from shiage_engine.cuts.coloring import color_cut, request_of
from shiage_engine.cuts.opening import open_cut
from shiage_engine.errors import InputError
from shiage_engine.files.images import read_image
from shiage_engine.pipeline.reading import read_shot
from shiage_engine.progress import finish
from tests.engine.files.pictures import write_shot
from tests.engine.files.xdts.timesheets import TIMESHEET, write_drawings, write_timesheet
from tests.engine.shots import HEIGHT, LEFT, RED, RIGHT, WIDTH

OPTIONS = Options(method="matcher", withdraw=False)
TWO_CELS = replace(TIMESHEET, cels=(TIMESHEET.cels[0], Cel("B", ((2, "1"), (4, "2"), (6, "3")))))


def test_a_folder_is_a_shot_or_a_cut_with_a_timesheet(tmp_path: Path) -> None:
    assert [*open_cut(write_shot(tmp_path / "shot")).shots] == [""]
    write_drawings(tmp_path / "cut", "A/{}.png", "A/color/{}.png")
    path = write_timesheet(tmp_path / "cut")
    for opened in (open_cut(path), open_cut(path.parent)):
        assert opened.shots["A"].names == {0: "A/1", 4: "A/2", 8: "A/3"}
    path.with_name("other.xdts").write_text("")
    with pytest.raises(InputError, match=r"several timesheets, as c001\.xdts and other\.xdts: name one"):
        open_cut(path.parent)


def test_a_cut_goes_back_under_its_names(tmp_path: Path) -> None:
    for cel in "AB":
        write_drawings(tmp_path / "cut", f"{cel}/{cel}{{:04d}}.png", f"{cel}/color/{cel}{{:04d}}.png")
    path, out = write_timesheet(tmp_path / "cut", TWO_CELS), tmp_path / "out"
    for _ in range(2):  # the second result replaces the first
        finish(color_cut(open_cut(path), out, OPTIONS))
    written = sorted(str(found.relative_to(out)) for found in out.rglob("*") if found.is_file())
    planes = ("color", "confidence", "full", "withdrawn")
    names = [f"{plane}/{cel}/{cel}0002.png" for plane in planes for cel in "AB"]
    assert written == sorted([*names, "c001.xdts", "files.sha256", "report.json"])
    assert (out / "c001.xdts").read_bytes() == path.read_bytes()
    report = json.loads((out / "report.json").read_text())
    assert [*report["frames"]] == ["A/A0002", "B/B0002"]
    assert report["finished"] == ["A/A0001", "A/A0003", "B/B0001", "B/B0003"]
    assert report["method"] == "matcher"
    painted = read_image(out / "color" / "B" / "B0002.png")
    assert (tuple(painted[LEFT]), tuple(painted[RIGHT])) == (RED, (30, 30, 200, 255))


def test_a_cel_of_which_nothing_is_painted_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_drawings(tmp_path / "cut", "A/{}.png", "A/color/{}.png")
    write_drawings(tmp_path / "cut", "B/{}.png", "C/color/{}.png")
    path = write_timesheet(tmp_path / "cut", TWO_CELS)
    assert main(["colorize", str(path), "--method", "matcher", "--out", str(tmp_path / "out")]) == 0
    assert "Cel B was left out: paint one of its drawings first." in capsys.readouterr().out
    assert [folder.name for folder in (tmp_path / "out" / "full").iterdir()] == ["A"]
    assert main(["colorize", str(path), "--references", "none", "--out", str(tmp_path / "other")]) == 2
    assert "Color at least one frame" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


def test_regions_are_shown_of_every_cel(tmp_path: Path) -> None:
    for cel in "AB":
        write_drawings(tmp_path / "cut", f"{cel}/{{}}.png", f"{cel}/color/{{}}.png")
    path = write_timesheet(tmp_path / "cut", TWO_CELS)
    assert main(["regions", str(path), "--out", str(tmp_path / "out")]) == 0
    found = sorted(str(one.relative_to(tmp_path / "out")) for one in (tmp_path / "out").rglob("*.png"))
    assert found == [f"{cel}/{number}.png" for cel in "AB" for number in (1, 2, 3)]


def test_where_a_frame_of_another_size_lies_is_asked_with_its_shot(tmp_path: Path) -> None:
    shot = write_shot(tmp_path / "shot")
    (shot / "shot.json").write_text('{"offset": {"0001": [-12, 4]}}')
    (asked,) = (request_of(one, Options()) for one in open_cut(shot).shots.values())
    places = [frame.position for frame in finish(read_shot(asked)).frames]
    first, moved = (12, 0, WIDTH + 12, HEIGHT + 4), (0, 4, WIDTH + 12, HEIGHT + 4)
    assert places == [first, moved, first]
