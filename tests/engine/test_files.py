"""A shot on disk and its result: what is read, what is refused, what is left behind."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.images import read_image
from shiage_engine.files.result_folder import ResultFolder
from shiage_engine.files.shots import open_shot
from shiage_engine.results import FrameReport, PaintedFrame, Report
from tests.engine.shots import color, line


def save(path: Path, pixels: np.ndarray) -> None:
    """Write u8 or u16 pixels, gray or RGB(A), as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if pixels.ndim == 3:
        pixels = pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]
    path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    for number in range(3):
        save(tmp_path / "shot" / "line" / f"{number:04d}.png", line(number))
    save(tmp_path / "shot" / "color" / "0000.png", color())
    save(tmp_path / "shot" / "color" / "0002.png", color(2))
    return tmp_path / "shot"


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


def test_other_files_are_passed_over(shot: Path) -> None:
    (shot / "line" / "notes.txt").write_text("mine")
    (shot / "line" / "._0001.png").write_text("of a file manager")
    assert len(open_shot(shot).lines) == 3


RAMP = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (RAMP, np.stack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)], 2)),
        (RAMP.astype(np.uint16) * 257, np.stack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)], 2)),
        (np.stack([RAMP, RAMP + 1, RAMP + 2], 2), np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP * 0 + 255], 2)),
        (np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP], 2), np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP], 2)),
    ],
)
def test_every_kind_of_png_reads_as_rgba(tmp_path: Path, stored: np.ndarray, expected: np.ndarray) -> None:
    save(tmp_path / "a.png", stored)
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), expected)


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
    (shot / "line" / "0002.png").unlink()
    refused("0002.png has no line art")
    for path in shot.glob("*/*.png"):
        path.unlink()
    refused("There is no line art")


def test_a_shot_may_have_no_paint_at_all(shot: Path) -> None:
    assert dict(open_shot(shot, []).colors) == {}


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n cut short"])
def test_a_broken_picture_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "0003.png").write_bytes(content)
    with pytest.raises(InputError, match=r"0003\.png cannot be read"):
        read_image(tmp_path / "0003.png")


def test_a_file_that_is_no_picture_at_all_is_named(tmp_path: Path) -> None:
    (tmp_path / "0000.png").mkdir()
    (tmp_path / "0001.png").symlink_to(tmp_path / "moved away")
    for name in ("0000.png", "0001.png"):
        with pytest.raises(InputError, match=f"{name} cannot be read"):
            read_image(tmp_path / name)


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    (tmp_path / "0000.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    with pytest.raises(InputError, match=r"0000\.png cannot be read"):
        read_image(tmp_path / "0000.png")


PAINTED = PaintedFrame(
    time=1,
    color=np.array([[[9, 8, 7, 255], [1, 2, 3, 255]]], np.uint8),
    withdrawn=np.array([[False, True]]),
    confidence=np.array([[250, 40]], np.uint8),
    region_map=np.array([[1, 2]], np.int32),
    region_confidence=np.array([0, 0.98, 0.15], np.float32),
    regions=2,
    coverage=0.5,
    seconds=0.25,
)
REPORT = Report(
    "by-area", np.array([[0, 0, 0, 0], [9, 8, 7, 255]], np.uint8), (FrameReport(1, 2, 0.5, 0.25),)
)


def write_result(out: Path) -> None:
    with ResultFolder(out, {1: "0001"}) as output:
        output.write(PAINTED)
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
    assert read_image(out / "full" / "0001.png").tolist() == PAINTED.color.tolist()
    assert as_kept(out / "withdrawn" / "0001.png") == [[0, 255]]
    assert as_kept(out / "confidence" / "0001.png") == [[250, 40]]
    assert json.loads((out / "report.json").read_text()) == {
        "method": "by-area",
        "palette": [[0, 0, 0, 0], [9, 8, 7, 255]],
        "frames": {"0001": {"regions": 2, "coverage": 0.5, "seconds": 0.25}},
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
        output.write(PAINTED)
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "report.json").exists()


def test_an_empty_folder_is_used_and_others_are_refused(tmp_path: Path, shot: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_result(tmp_path / "empty")
    with pytest.raises(InputError, match="no result of Shiage"):
        ResultFolder(shot, {})
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        ResultFolder(tmp_path / "file", {})
    with pytest.raises(InputError, match="Cannot write into"), ResultFolder(tmp_path / "file" / "out", {}):
        pass
