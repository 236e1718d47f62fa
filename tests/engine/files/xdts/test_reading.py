"""A cut with a timesheet: drawings are found under the names that studios give them; what is missing is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from shiage_engine.protocol.timesheet import Cel, Timesheet, dump

from shiage_engine.errors import InputError
from shiage_engine.files.xdts.drawings import plain
from shiage_engine.files.xdts.reading import open_timesheet
from tests.engine.files.pictures import save
from tests.engine.files.xdts.timesheets import TIMESHEET, write_drawings, write_timesheet
from tests.engine.shots import RED, color, line


@pytest.mark.parametrize(
    ("lines", "paint"),
    [
        ("A/{:04d}.png", "A/color/{:04d}.png"),
        ("A/line/A{}.png", "A/color/A_{:04d}.png"),
        ("line/A/{}.png", "color/A/{}.png"),
        ("line/A_{:04d}.png", "color/c001_A_{:04d}.png"),
        ("c001/a/A.{:04d}.png", "c001/Color/A{:04d}.png"),
    ],
)
def test_a_cels_drawings_are_frames_when_they_are_first_seen(tmp_path: Path, lines: str, paint: str) -> None:
    write_drawings(tmp_path, lines, paint)
    cut = open_timesheet(write_timesheet(tmp_path))
    assert [*cut.shots] == ["A"]  # there is no drawing of the book
    shot = cut.shots["A"]
    assert shot.names == {time: f"A/{Path(lines.format(n)).stem}" for time, n in ((0, 1), (4, 2), (8, 3))}
    for time, number in ((0, 1), (4, 2), (8, 3)):
        np.testing.assert_array_equal(shot.lines[time], line(number))
    assert [*shot.colors] == [0, 8]
    np.testing.assert_array_equal(shot.colors[8], color(3))
    assert cut.copies == {"c001.xdts": dump(TIMESHEET).encode()}


def test_pictures_of_every_kind_are_drawings(tmp_path: Path) -> None:
    write_drawings(tmp_path, "A/{}.png", "A/color/{}.png")
    for number, (suffix, options) in enumerate(
        [("tga", {"compression": "tga_rle"}), ("tif", {"compression": "tiff_lzw"}), ("tiff", {})], 1
    ):
        path = tmp_path / "A" / f"{number}.png"
        Image.fromarray(line(number)).save(path.with_suffix(f".{suffix}"), **options)
        path.unlink()
    shot = open_timesheet(write_timesheet(tmp_path)).shots["A"]
    assert all((shot.lines[time] == line(number)).all() for time, number in ((0, 1), (4, 2), (8, 3)))


def test_references_are_chosen_by_the_names_of_the_result(tmp_path: Path) -> None:
    write_drawings(tmp_path, "A/A{:04d}.png", "A/color/A{:04d}.png")
    path = write_timesheet(tmp_path)
    assert [*open_timesheet(path, ["A/A0003"]).shots["A"].colors] == [8]
    assert not open_timesheet(path, []).shots["A"].colors
    with pytest.raises(InputError, match="frame A/A0002 is not colored"):
        open_timesheet(path, ["A/A0002"])


def test_hints_closings_and_notes_go_with_a_cel(tmp_path: Path) -> None:
    write_drawings(tmp_path, "A/{}.png", "A/color/{}.png")
    save(tmp_path / "A" / "hint" / "2.png", color(2))
    save(tmp_path / "A" / "closing" / "2.png", color(2))
    (tmp_path / "A" / "shot.json").write_text('{"finished": ["3"], "answers": {"2": [[1, 2, "#c81e1e"]]}}')
    shot = open_timesheet(write_timesheet(tmp_path)).shots["A"]
    assert ([*shot.hints], [*shot.closings], shot.notes.finished) == ([4], [4], (8,))
    assert shot.notes.answers == ((4, 1, 2, RED),)


def test_what_is_missing_or_twofold_is_said_in_a_sentence(tmp_path: Path) -> None:
    def refused(sentence: str) -> None:
        with pytest.raises(InputError, match=sentence) as caught:
            open_timesheet(path)
        assert "\n" not in str(caught.value)

    path = write_timesheet(tmp_path)
    refused(r"There are no drawings of the cels of .* as A/A0001\.png")
    write_drawings(tmp_path, "A/{}.png", "A/color/{}.png")
    save(tmp_path / "A" / "line" / "A0002.png", line(2))
    refused(r"A0002\.png and .*2\.png are the same drawing of cel A: remove one")
    (tmp_path / "A" / "line" / "A0002.png").unlink()
    (tmp_path / "A" / "2.png").unlink()
    refused("shows drawing 2 of cel A, and there is none")
    write_timesheet(tmp_path, Timesheet("", 3, (Cel("../A", ((0, "1"),)),)))
    refused("which no folder can have")
    path.write_text(dump(TIMESHEET)[:-30])
    refused(r"c001\.xdts cannot be read as a timesheet: it is cut short or broken")
    path.write_bytes(b"\xff\xfe")
    refused("no text in UTF-8")
    path.write_bytes(bytes((1 << 24) + 1))
    refused("larger than 16 MiB")


@pytest.mark.parametrize(
    ("name", "cel", "expected"),
    [
        ("0001", "A", "1"),
        ("A0001", "A", "1"),
        ("a_001a", "A", "1a"),
        ("c012_A_0010", "A", "10"),
        ("0000", "A", "0"),
        ("frame0020", "A", "20"),
        ("1_2", "A", "1_2"),
        ("key", "A", "key"),
        ("A", "A", "a"),
        ("10", "1", "10"),
        ("1_0002", "1", "2"),
        ("BA0001", "A", "1"),
        ("髪_0003", "髪", "3"),
    ],
)
def test_one_drawing_has_one_plain_name(name: str, cel: str, expected: str) -> None:
    assert plain(name, cel) == expected


@pytest.mark.parametrize("name", ["B_0001", "BA_0001", "0001", "A"])
def test_a_drawing_of_another_cel_is_told_in_a_shared_folder(name: str) -> None:
    assert plain(name, "A", is_shared=True) is None
