"""`shiage recolor`: what it writes, and what it says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.palette_files import palette_content, read_palette
from shiage_engine.protocol.palettes import Color, Entry, Palette, code_of

from shiage_engine.__main__ import main
from shiage_engine.files.images import read_image
from shiage_engine.files.result_folder import ROLES, ResultFolder
from shiage_engine.results import FrameReport, FrameResult, Report
from tests.engine.files.pictures import save

SKIN, HAIR, DUSK, INK = (244, 207, 176), (90, 60, 40), (70, 60, 110), (20, 15, 40)
PALETTE = np.array([[0, 0, 0, 0], [*SKIN, 255], [*HAIR, 255]], np.uint8)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A result of one frame: its second pixel is hair, its third, skin, was withdrawn."""
    frame = FrameResult(
        time=1,
        region_map=np.array([[1, 2, 3]], np.int32),
        labels=np.array([0, 0, 2, 1], np.uint16),
        confidence=np.array([0, 1, 0.9, 0.1], np.float32),
        painted_steps=np.array([0, 21, 21, 0], np.uint8),
        withdrawn=np.array([False, False, False, True]),
        palette=PALETTE,
        seconds=0.25,
    )
    with ResultFolder(tmp_path / "result", {"A": {1: "0001"}}) as output:
        output.write("A", frame)
        output.finish({"A": Report("by-area", PALETTE, (FrameReport(1, 3, 0.6, 0.5, 0.25),))})
    return tmp_path / "result"


def write(path: Path, *entries: tuple[str, Color]) -> Path:
    made = Palette(path.stem, tuple(Entry(name, color) for name, color in entries))
    path.write_bytes(palette_content(made, path))
    return path


def pixels(path: Path) -> list[list[int]]:
    return [list(pixel) for pixel in read_image(path)[0].tolist()]


def test_a_palette_is_written_edited_and_taken(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, out = tmp_path / "day.gpl", tmp_path / "out"
    assert main(["recolor", str(result), "--write-palette", str(day)]) == 0
    assert read_palette(day).entries == (Entry("#f4cfb0", SKIN), Entry("#5a3c28", HAIR))
    day.write_text(day.read_text().replace("244 207 176", " 70  60 110"))
    assert main(["recolor", str(result), "--palette", str(day), "--out", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "#f4cfb0 is now #463c6e",
        "#5a3c28 is now #5a3c28",
    ]
    assert pixels(out / "color" / "0001.png") == [[0, 0, 0, 0], [*HAIR, 255], [0, 0, 0, 0]]
    assert pixels(out / "full" / "0001.png") == [[0, 0, 0, 0], [*HAIR, 255], [*DUSK, 255]]
    for role in ("withdrawn", "confidence"):
        name = Path(role, "0001.png")
        assert (out / name).read_bytes() == (result / name).read_bytes()
    report = json.loads((out / "report.json").read_text())
    assert report["palette"] == [[0, 0, 0, 0], [*DUSK, 255], [*HAIR, 255]]
    assert report["frames"] == json.loads((result / "report.json").read_text())["frames"]


def test_a_recolored_result_is_recolored_again_and_tells_from_what(result: Path, tmp_path: Path) -> None:
    dusk = write(tmp_path / "dusk.aco", ("#f4cfb0", DUSK))
    night = write(tmp_path / "night.kpl", ("#463c6e", INK), ("#5a3c28", DUSK))
    assert main(["recolor", str(result), "--palette", str(dusk), "--out", str(tmp_path / "dusk")]) == 0
    out = tmp_path / "night"
    assert main(["recolor", str(tmp_path / "dusk"), "--palette", str(night), "--out", str(out)]) == 0
    assert pixels(out / "full" / "0001.png") == [[0, 0, 0, 0], [*DUSK, 255], [*INK, 255]]
    report = json.loads((out / "report.json").read_text())
    assert report["recolored"] == {"#f4cfb0": "#140f28", "#5a3c28": "#463c6e"}


def test_names_of_the_former_palette_say_what_is_replaced(result: Path, tmp_path: Path) -> None:
    day = write(tmp_path / "day.gpl", ("skin", SKIN), ("hair", HAIR))
    night = write(tmp_path / "night.gpl", ("hair", INK), ("skin", DUSK), ("sky", (0, 0, 9)))
    out = tmp_path / "out"
    arguments = ["--palette", str(night), "--from", str(day), "--out", str(out)]
    assert main(["recolor", str(result), *arguments]) == 0
    assert pixels(out / "full" / "0001.png") == [[0, 0, 0, 0], [*INK, 255], [*DUSK, 255]]


def test_other_pictures_are_recolored_and_their_lines_stay(result: Path, tmp_path: Path) -> None:
    mixed = (167, 133, 108)
    save(tmp_path / "paint" / "a.png", np.array([[[*SKIN, 255], [*mixed, 255], [0, 0, 0, 255]]], np.uint8))
    night = write(tmp_path / "night.gpl", ("#f4cfb0", DUSK))
    out = tmp_path / "out"
    arguments = [str(tmp_path / "paint"), "--palette", str(night), "--out", str(out)]
    assert main(["recolor", *arguments]) == 0
    assert pixels(out / "a.png") == [[*DUSK, 255], [*mixed, 255], [0, 0, 0, 255]]


def test_stand_ins_near_twins_and_what_is_not_named_are_told(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    night = write(tmp_path / "night.gpl", ("#f4cfb0 stand-in", SKIN))
    assert main(["recolor", str(result), "--palette", str(night), "--out", str(tmp_path / "a")]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "#f4cfb0 is now #f4cfb0",
        "#5a3c28 stays: night does not say what takes its place",
        "#f4cfb0 stand-in was not exchanged",
    ]
    twin = write(tmp_path / "twin.gpl", ("#5a3c28", (244, 207, 175)))
    assert main(["recolor", str(result), "--palette", str(twin), "--out", str(tmp_path / "b")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "#f4cfb0 and #f4cfaf look alike (ΔE 0.4)"


def test_what_cannot_be_done_is_said_and_nothing_is_written(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    night = write(tmp_path / "night.gpl", ("#000001", INK))
    dusk = write(tmp_path / "dusk.gpl", ("#f4cfb0", DUSK))
    for name in ("empty", "broken"):
        (tmp_path / name).mkdir()
    save(tmp_path / "nested" / "A" / "a.png", np.array([[[*SKIN, 255]]], np.uint8))
    (tmp_path / "broken" / "report.json").write_bytes((result / "report.json").read_bytes())
    mine = tmp_path / "mine.gpl"
    mine.write_text("mine")
    out = ["--out", str(tmp_path / "out")]
    for arguments, sentence in (
        ([str(result), "--palette", str(night), *out], "does not say which colors"),
        ([str(result), "--palette", str(night)], "--out"),
        ([str(result), "--palette", str(mine), *out], "does not begin with"),
        ([str(tmp_path / "empty"), "--palette", str(night), *out], "There is no picture"),
        ([str(tmp_path / "nowhere"), "--palette", str(night), *out], "nowhere is not there: name a result"),
        (
            [str(tmp_path / "nested"), "--palette", str(night), *out],
            "lie in folders, as",
        ),
        (
            [str(tmp_path / "broken"), "--palette", str(dusk), *out],
            "color the shot again",
        ),
        ([str(tmp_path / "empty"), "--write-palette", str(tmp_path / "a.gpl")], "There is no"),
        ([str(result), "--write-palette", str(mine)], "is not known as a file of Shiage"),
        ([str(result), "--write-palette", str(tmp_path / "a.png")], "Palettes are .kpl"),
    ):
        assert main(["recolor", *arguments]) == 2
        assert sentence in capsys.readouterr().err
    assert mine.read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")} == {
        "result",
        "empty",
        "nested",
        "broken",
        "night.gpl",
        "dusk.gpl",
        "mine.gpl",
    }


@pytest.mark.parametrize("palette", [4, [4], [10**12], [[1, 2, 3]], [[1, 2, 3, 256]]])
def test_a_report_without_rows_of_colors_has_no_palette(
    palette: object, result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads((result / "report.json").read_text())
    (result / "report.json").write_text(json.dumps(report | {"palette": palette}))
    assert main(["recolor", str(result), "--write-palette", str(tmp_path / "a.gpl")]) == 2
    assert "report.json has no palette: color the shot again" in capsys.readouterr().err


def test_a_picture_that_was_painted_over_is_recolored_as_it_is(result: Path, tmp_path: Path) -> None:
    save(result / "color" / "0001.png", np.array([[[1, 2, 3, 255], [*HAIR, 80], [*HAIR, 255]]], np.uint8))
    night, out = write(tmp_path / "night.gpl", ("#5a3c28", INK)), tmp_path / "out"
    assert main(["recolor", str(result), "--palette", str(night), "--out", str(out)]) == 0
    assert pixels(out / "color" / "0001.png") == [[1, 2, 3, 255], [*INK, 80], [*INK, 255]]
    assert sorted(path.name for path in out.iterdir()) == sorted([*ROLES, "report.json", "files.sha256"])


def test_the_drawings_and_the_timesheet_of_a_cut_keep_their_names(result: Path, tmp_path: Path) -> None:
    for role in ROLES:
        save(result / role / "A" / "A1.png", np.array([[[*SKIN, 255]]], np.uint8))
    (result / "CUT.XDTS").write_text("sheet")
    night, out = write(tmp_path / "night.gpl", ("#f4cfb0", DUSK)), tmp_path / "out"
    assert main(["recolor", str(result), "--palette", str(night), "--out", str(out)]) == 0
    assert pixels(out / "color" / "A" / "A1.png") == [[*DUSK, 255]]
    assert pixels(out / "confidence" / "A" / "A1.png") == [[*SKIN, 255]]
    assert (out / "CUT.XDTS").read_text() == "sheet"


def test_a_console_that_cannot_show_a_name_is_no_matter(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(shown, encoding="ascii"))
    assert main(["recolor", str(result), "--write-palette", str(tmp_path / "夜.gpl")]) == 0
    assert shown.getvalue().endswith(b"\\u591c.gpl: 2 colors\n")


def test_colors_that_became_one_stay_known(result: Path, tmp_path: Path) -> None:
    one = write(tmp_path / "one.gpl", ("#f4cfb0", INK), ("#5a3c28", INK))
    other = write(tmp_path / "other.gpl", (code_of(INK), DUSK))
    for source, palette, out in ((result, one, tmp_path / "a"), (tmp_path / "a", other, tmp_path / "b")):
        assert main(["recolor", str(source), "--palette", str(palette), "--out", str(out)]) == 0
    told = json.loads((tmp_path / "b" / "report.json").read_text())["recolored"]
    assert told == {"#f4cfb0": code_of(DUSK), "#5a3c28": code_of(DUSK)}


def test_hidden_files_beside_pictures_are_passed_over(tmp_path: Path) -> None:
    save(tmp_path / "paint" / "a.png", np.array([[[*SKIN, 255]]], np.uint8))
    (tmp_path / "paint" / "._a.png").write_bytes(b"of a Mac")
    night, out = write(tmp_path / "night.gpl", ("#f4cfb0", DUSK)), tmp_path / "out"
    assert main(["recolor", str(tmp_path / "paint"), "--palette", str(night), "--out", str(out)]) == 0
    assert [path.name for path in out.iterdir()] == ["a.png"]
