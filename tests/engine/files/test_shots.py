"""A shot on disk: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shiage_engine.commands.command_line import main
from shiage_engine.drawing.segmentation import segment_with_suspects
from shiage_engine.errors import InputError
from shiage_engine.files.shots import open_shot
from shiage_engine.pipeline.reading import line_art_of
from tests.engine.files.pictures import save, write_shot
from tests.engine.shots import color, line


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    return write_shot(tmp_path / "shot")


def test_a_shot_is_its_lines_and_its_colored_frames(shot: Path) -> None:
    files = open_shot(shot)
    assert dict(files.names) == {0: "0000", 1: "0001", 2: "0002"}
    assert list(files.lines) == [0, 1, 2]
    assert list(files.colors) == [0, 2]
    np.testing.assert_array_equal(files.lines[1], line(1))
    np.testing.assert_array_equal(files.colors[2], color(2))


def test_references_can_be_named(shot: Path) -> None:
    assert list(open_shot(shot, ["0002"]).colors) == [2]
    assert list(open_shot(shot, ["2", "0"]).colors) == [2, 0]


def test_a_frame_keeps_its_name(shot: Path) -> None:
    (shot / "line" / "0001.png").rename(shot / "line" / "17.png")
    assert open_shot(shot).names == {0: "0000", 2: "0002", 17: "17"}


@pytest.mark.parametrize(
    "name", ["frame0001.png", "A.0001.png", "A_0001.tga", "原画 1.TIFF", "b-1.webp", "1.PNG"]
)
def test_the_number_before_the_suffix_is_the_frame(shot: Path, name: str) -> None:
    with Image.open(shot / "line" / "0001.png") as picture:
        picture.save(shot / "line" / name, lossless=True)
    if name != "1.PNG":
        (shot / "line" / "0001.png").unlink()
        files = open_shot(shot)
        assert files.names == {0: "0000", 1: Path(name).stem, 2: "0002"}
        np.testing.assert_array_equal(files.lines[1], line(1))
    else:
        with pytest.raises(InputError, match="are the same frame"):
            open_shot(shot)


def test_other_files_are_passed_over(shot: Path) -> None:
    (shot / "line" / "notes.txt").write_text("mine")
    (shot / "line" / "._0001.png").write_text("of a file manager")
    assert len(open_shot(shot).lines) == 3


def test_bad_shots_are_refused_with_a_sentence(shot: Path, tmp_path: Path) -> None:
    def refused(sentence: str, references: list[str] | None = None, folder: Path = shot) -> None:
        with pytest.raises(InputError, match=sentence) as caught:
            open_shot(folder, references)
        assert "\n" not in str(caught.value)

    refused("There is no folder", folder=tmp_path / "none")
    refused("0001 is not in", ["0001"])
    refused("no frame number", ["first"])
    save(shot / "line" / "001.png", line())
    refused("are the same frame")
    (shot / "line" / "001.png").unlink()
    save(shot / "line" / "rough.png", line())
    refused("rough.png is no frame number")
    (shot / "line" / "rough.png").unlink()
    save(shot / "line" / "a\n0005.png", line())
    refused("line break in its name")
    (shot / "line" / "a\n0005.png").unlink()
    (shot / "line" / "0002.png").unlink()
    refused("0002.png has no line art")
    for path in shot.glob("*/*.png"):
        path.unlink()
    refused("There is no line art")


def test_a_shot_may_have_no_paint_at_all(shot: Path) -> None:
    assert dict(open_shot(shot, []).colors) == {}


def test_closing_strokes_close_regions_and_are_no_lines(shot: Path, tmp_path: Path) -> None:
    """A stroke across a box makes two regions of one; the picture of regions shows as much."""
    box = line(1)
    top, left = np.argwhere(box[..., 0] == 0).min(0)
    strokes = np.zeros_like(box)
    strokes[top : top + 20, left + 8 : left + 10] = 40, 40, 200, 255
    save(shot / "closing" / "0001.png", strokes)
    files = open_shot(shot)
    assert list(files.closings) == [1]
    art, drawn = line_art_of(files.lines, files.closings, 1)
    assert drawn is not None
    np.testing.assert_array_equal(drawn, strokes[..., 3] > 0)
    without, with_strokes = (segment_with_suspects(art, 0, strokes)[0] for strokes in (None, drawn))
    assert with_strokes.max() == without.max() + 1
    out = tmp_path / "regions"
    assert main(["regions", str(shot), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["0000.png", "0001.png", "0002.png"]
    assert main(["regions", str(shot), "--out", str(out)]) == 2  # it is not empty any more
    save(shot / "closing" / "0007.png", strokes)
    with pytest.raises(InputError, match=r"0007\.png has no line art"):
        open_shot(shot)


def test_model_sheets_are_one_picture_or_lines_and_paint_apart(shot: Path) -> None:
    assert open_shot(shot).sheets == {}
    save(shot / "sheet" / "front.png", color())
    save(shot / "sheet" / "line" / "back.png", line())
    save(shot / "sheet" / "color" / "back.png", color(1))
    sheets = open_shot(shot).sheets
    assert list(sheets) == ["back", "front"]
    assert sheets["front"].line is None
    np.testing.assert_array_equal(sheets["front"].color, color())
    np.testing.assert_array_equal(sheets["back"].line, line())
    np.testing.assert_array_equal(sheets["back"].color, color(1))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (["line/a"], "line/a.png has no picture in .*color: put a.png there as well"),
        (["color/a"], "color/a.png has no picture in .*line: put a.png there as well"),
        (["a", "line/a", "color/a"], "are one model sheet by name: rename one of them"),
    ],
)
def test_model_sheets_that_cannot_be_told_are_said(shot: Path, names: list[str], sentence: str) -> None:
    for name in names:
        save(shot / "sheet" / f"{name}.png", color())
    with pytest.raises(InputError, match=sentence):
        open_shot(shot)


def test_two_model_sheets_of_one_name_are_said(shot: Path) -> None:
    save(shot / "sheet" / "a.png", color())
    (shot / "sheet" / "a.tga").touch()
    with pytest.raises(InputError, match=r"a.png and a.tga in .* have one name: rename one"):
        open_shot(shot)
