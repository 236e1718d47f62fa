"""Sets in the layout of PaintBucket-Character, there and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation.paintbucket import decode, encode, export
from shiage_engine.evaluation.paintbucket_import import import_set
from shiage_engine.evaluation.truth import open_truth, paper_regions
from shiage_engine.files.images import read_image, write_image
from shiage_engine.progress import finish
from tests.engine.evaluation.sets import IS_BLUE, IS_RED, NO_TRUTH, UNPAINTED, write_shot
from tests.engine.shots import BACKGROUND, BLUE, HEIGHT, LEFT, RED, RIGHT, WIDTH, color, line


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A character of three frames in their layout, without what is ours alone."""
    write_shot(tmp_path / "set" / "walk")
    finish(export(tmp_path / "set", tmp_path / "theirs"))
    (tmp_path / "theirs" / "walk" / "palette.json").unlink()
    return tmp_path / "theirs"


def test_ids_are_colors_and_back() -> None:
    ids = np.array([[-1, 0, 5, 261, 65541, 2**24 - 1]], np.int32)
    assert encode(ids)[0].tolist() == [
        [255, 255, 255, 0],
        [0, 0, 0, 255],
        [0, 0, 5, 255],
        [0, 1, 5, 255],
        [1, 0, 5, 255],
        [255, 255, 255, 255],
    ]
    np.testing.assert_array_equal(decode(encode(ids)), ids)


def test_the_layout_is_theirs(theirs: Path) -> None:
    walk = theirs / "walk"
    seg = decode(read_image(walk / "seg" / "0000.png"))
    colors = json.loads((walk / "seg" / "0000.json").read_text())
    assert colors == json.loads((walk / "json_color" / "0000.json").read_text())
    assert [colors[str(seg[at])] for at in (BACKGROUND, LEFT, RIGHT)] == [[255, 255, 255, 0], [*RED], [*BLUE]]
    assert seg[10, 20] == 0
    index = json.loads((walk / "json_index" / "0000.json").read_text())
    assert [index[str(seg[at])] for at in (LEFT, RIGHT)] == [[16 * 16, IS_RED], [16 * 22, IS_BLUE]]
    assert index[str(seg[BACKGROUND])][1] == -1
    gt, drawing = (read_image(walk / name / "0000.png") for name in ("gt", "line"))
    assert [gt[at].tolist() for at in (LEFT, (10, 20))] == [[*RED], [0, 0, 0, 255]]
    assert [drawing[at].tolist() for at in (LEFT, (10, 20))] == [[255, 255, 255, 0], [0, 0, 0, 255]]


def test_there_and_back_is_the_same(tmp_path: Path) -> None:
    write_shot(tmp_path / "set" / "walk")
    trace = line(1)
    trace[12:28, 15] = (0, 0, 255, 255)  # a shadow's border
    trace[12:28, 30] = (128, 128, 128, 255)  # soft ink
    write_image(tmp_path / "set" / "walk" / "line" / "0001.png", trace)
    (tmp_path / "set" / "walk" / "part").mkdir()
    part = np.zeros((HEIGHT, WIDTH), np.uint16)
    part[:, :30] = 300
    for time in range(3):
        Image.fromarray(part).save(tmp_path / "set" / "walk" / "part" / f"{time:04d}.png")
    finish(export(tmp_path / "set", tmp_path / "theirs"))
    finish(import_set(tmp_path / "theirs", tmp_path / "back"))
    ours, back = (open_truth(tmp_path / name / "walk", "first") for name in ("set", "back"))
    np.testing.assert_array_equal(back.color_of, ours.color_of)
    for time in range(3):
        assert np.abs(back.lines[time].astype(int) - ours.lines[time]).max() <= 1
        regions = paper_regions(ours.lines[time], 250)
        np.testing.assert_array_equal(paper_regions(back.lines[time], 250), regions)
        painted = regions > 0
        np.testing.assert_array_equal(back.label(time)[painted], ours.label(time)[painted])
        np.testing.assert_array_equal(back.paint(time)[painted], ours.paint(time)[painted])
        inside = painted & (ours.label(time) != UNPAINTED)
        back_part = back.part(time)
        assert back_part is not None
        np.testing.assert_array_equal(back_part[inside], part[inside])
    np.testing.assert_array_equal(back.colors[0], ours.colors[0])


def test_a_region_without_truth_stays_without(tmp_path: Path) -> None:
    write_shot(tmp_path / "set" / "walk", frames=2)
    path = tmp_path / "set" / "walk" / "label" / "0001.png"
    with Image.open(path) as picture:
        label = np.array(picture)
    label[label == IS_RED] = NO_TRUTH
    write_image(path, label)
    finish(export(tmp_path / "set", tmp_path / "theirs"))
    finish(import_set(tmp_path / "theirs", tmp_path / "back"))
    back = open_truth(tmp_path / "back" / "walk", "first").label(1)
    assert set(np.unique(back).tolist()) == {0, UNPAINTED, IS_BLUE}


def test_their_data_alone_is_enough(theirs: Path, tmp_path: Path) -> None:
    finish(import_set(theirs / "walk", tmp_path / "back"))
    shot = open_truth(tmp_path / "back" / "walk", "first")
    for time in range(3):
        bare = shot.lines[time].min(2) == 255
        np.testing.assert_array_equal(shot.paint(time)[bare], color(time)[bare])
    assert main(["evaluate", str(tmp_path / "back"), "--method", "nearest", "--processes", "0"]) == 0


def test_a_clip_of_lines_and_some_paint(theirs: Path, tmp_path: Path) -> None:
    for name in ("seg", "label", "json_color", "json_index"):
        shutil.rmtree(theirs / "walk" / name)
    (theirs / "walk" / "gt" / "0001.png").unlink()
    finish(import_set(theirs, tmp_path / "back"))
    walk = tmp_path / "back" / "walk"
    assert [path.name for path in sorted((walk / "color").iterdir())] == ["0000.png", "0002.png"]
    np.testing.assert_array_equal(read_image(walk / "color" / "0002.png"), color(2))
    assert not (walk / "part").exists()


def test_a_character_is_cut_into_clips(theirs: Path, tmp_path: Path) -> None:
    assert main(["import-paintbucket", str(theirs), str(tmp_path / "back"), "--clip", "2"]) == 0
    frames = {path.name: len(list(path.glob("line/*"))) for path in sorted((tmp_path / "back").iterdir())}
    assert frames == {"walk_0000": 2, "walk_0002": 1}


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("line", None, "There is no character in"),
        ("seg/0001.json", "{", "holds no colors of regions"),
        ("seg/0001.json", "[1]", "holds no colors of regions"),
        ("seg/0001.json", '{"1": [300, 0, 0]}', "holds no colors of regions"),
        ("seg/0001.json", "{}", "lack region 1"),
        ("seg/0001.png", "no picture", "cannot be read as a picture"),
        ("line/one.png", "", r"one\.png is no frame"),
    ],
)
def test_another_layout_is_one_sentence(
    path: str,
    content: str | None,
    sentence: str,
    theirs: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    back = theirs.parent / "back"
    bad = theirs / "walk" / path
    if content is None:
        shutil.rmtree(bad)
    else:
        bad.write_text(content)
    with pytest.raises(InputError, match=sentence):
        finish(import_set(theirs, back))
    shutil.rmtree(back, ignore_errors=True)
    assert main(["import-paintbucket", str(theirs), str(back)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_is_there_is_not_written_over(theirs: Path, tmp_path: Path) -> None:
    assert main(["export-paintbucket", str(tmp_path / "set"), str(theirs)]) == 2
    assert main(["import-paintbucket", str(theirs), str(theirs)]) == 2


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"labels": [{"id": 2}]}', '{"labels": [{"id": 999, "rgb": [0, 0, 0]}]}']
)
def test_a_broken_palette_is_said(content: str, theirs: Path, tmp_path: Path) -> None:
    (theirs / "walk" / "palette.json").write_text(content)
    with pytest.raises(InputError, match="holds no palette"):
        finish(import_set(theirs, tmp_path / "back"))


def test_regions_without_any_colors_are_said(theirs: Path, tmp_path: Path) -> None:
    for name in ("seg", "json_color"):
        (theirs / "walk" / name / "0001.json").unlink()
    with pytest.raises(InputError, match="the regions of a frame need their colors"):
        finish(import_set(theirs, tmp_path / "back"))


def test_paint_of_too_many_colors_is_refused(theirs: Path, tmp_path: Path) -> None:
    shutil.rmtree(theirs / "walk" / "seg")
    many = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    many[..., 0] = np.arange(HEIGHT)[:, None] * 5
    many[..., 1] = np.arange(WIDTH) * 4
    write_image(theirs / "walk" / "gt" / "0000.png", many)
    with pytest.raises(InputError, match="more than 253: paint must be flat"):
        finish(import_set(theirs, tmp_path / "back"))
