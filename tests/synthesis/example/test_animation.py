"""The example animation: what is true of every frame, and what is written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.images import read_image, write_image
from shiage_synthesis.example import FRAMES, draw_frame, write_example

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def frames() -> list[tuple[np.ndarray, np.ndarray]]:
    return [draw_frame(time) for time in range(FRAMES)]


def packed(rgba: np.ndarray) -> np.ndarray:
    """u32 (H, W): one whole number for each color."""
    return np.ascontiguousarray(rgba).view(np.uint32)[..., 0]


def region_map(line: np.ndarray) -> tuple[int, np.ndarray]:
    bare = (line[..., :3].min(axis=2) >= 250).astype(np.uint8)
    return cv2.connectedComponents(bare, connectivity=4)


def test_every_region_has_one_color_and_the_page_around_is_unpainted(
    frames: list[tuple[np.ndarray, np.ndarray]],
) -> None:
    for line, paint in frames:
        count, regions = region_map(line)
        color = packed(paint)
        low, high = np.full(count, 0xFFFFFFFF, np.uint32), np.zeros(count, np.uint32)
        np.maximum.at(high, regions.ravel(), color.ravel())
        np.minimum.at(low, regions.ravel(), color.ravel())
        assert (low[1:] == high[1:]).all()
        assert not paint[0].any()
        assert 60 <= count - 1 <= 160


def test_the_references_hold_every_color_of_the_shot(frames: list[tuple[np.ndarray, np.ndarray]]) -> None:
    known = np.union1d(packed(frames[0][1]), packed(frames[-1][1]))
    for _, paint in frames:
        assert np.isin(np.unique(packed(paint)), known).all()


def test_it_moves_and_has_trace_lines_of_both_colors(frames: list[tuple[np.ndarray, np.ndarray]]) -> None:
    for (line, _), (after, _) in pairwise(frames):
        assert (line != after).any(axis=2).mean() > 0.005
    for line, _ in frames:
        red, green, blue, _alpha = np.moveaxis(line.astype(int), 2, 0)
        assert ((blue > 200) & (red < 60) & (green < 60)).sum() > 500
        assert ((red > 200) & (blue < 60) & (green < 60)).sum() > 200


def test_write_example(tmp_path: Path) -> None:
    write_example(tmp_path, references=(0, 11))
    names = [f"{time:04d}.png" for time in range(FRAMES)]
    assert sorted(p.name for p in (tmp_path / "line").iterdir()) == names
    assert sorted(p.name for p in (tmp_path / "truth").iterdir()) == names
    assert sorted(p.name for p in (tmp_path / "color").iterdir()) == ["0000.png", "0011.png"]
    line, paint = draw_frame(3)
    written = cv2.imread(str(tmp_path / "line" / "0003.png"), cv2.IMREAD_UNCHANGED)
    truth = cv2.imread(str(tmp_path / "truth" / "0003.png"), cv2.IMREAD_UNCHANGED)
    assert written is not None and truth is not None
    assert (written == line[..., 2::-1]).all()
    assert (cv2.cvtColor(truth, cv2.COLOR_BGRA2RGBA) == paint).all()


def test_what_somebody_painted_on_the_example_is_not_drawn_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiage_synthesis.example.animation.FRAMES", 2)
    write_example(tmp_path, references=(0,))
    write_example(tmp_path, references=(0,))  # again, over itself
    mine = np.full((2, 2, 4), 255, np.uint8)
    write_image(tmp_path / "color" / "0000.png", mine)
    with pytest.raises(
        InputError, match=r"color.0000\.png is not as the example has it: choose an empty folder"
    ):
        write_example(tmp_path, references=(0,))
    np.testing.assert_array_equal(read_image(tmp_path / "color" / "0000.png"), mine)
