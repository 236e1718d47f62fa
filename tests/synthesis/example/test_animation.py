"""The example animation: what is true of every frame, and what is written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from shiage_synthesis.example import FRAMES, draw_frame, write_example
from shiage_synthesis.example.canvas import Canvas, Shape, light, shadow
from shiage_synthesis.example.curves import at, bend, ellipse, limb, points, smooth, turned

SQUARE = points((10, 10), (50, 10), (50, 50), (10, 50))


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
    assert (written == line[..., 2::-1]).all()
    truth = cv2.imread(str(tmp_path / "truth" / "0003.png"), cv2.IMREAD_UNCHANGED)
    assert (cv2.cvtColor(truth, cv2.COLOR_BGRA2RGBA) == paint).all()


def test_a_shape_paints_to_the_middle_of_its_line() -> None:
    canvas = Canvas(60, 60)
    canvas.draw(Shape([SQUARE], (200, 10, 10), width=4.0))
    paint, line = canvas.paint(), canvas.line_art()
    assert tuple(paint[30, 30]) == (200, 10, 10, 255)
    assert tuple(paint[11, 30]) == (200, 10, 10, 255)
    assert tuple(paint[8, 30]) == (0, 0, 0, 0)
    assert tuple(line[10, 30]) == (0, 0, 0, 255)
    assert tuple(line[30, 30]) == (255, 255, 255, 255)


def test_what_is_inside_a_shape_is_cut_off_at_its_border() -> None:
    canvas = Canvas(60, 60)
    dark = shadow(points((30, -40), (90, -40), (90, 90), (30, 90)), (90, 0, 0))
    glow = light(ellipse(at(20, 20), 4, 4), (255, 200, 200))
    canvas.draw(Shape([SQUARE], (200, 10, 10), [dark, glow]))
    paint, line = canvas.paint(), canvas.line_art()
    assert tuple(paint[30, 40]) == (90, 0, 0, 255)
    assert tuple(paint[20, 20]) == (255, 200, 200, 255)
    assert not paint[30, 55].any()
    assert tuple(line[40, 30]) == (0, 0, 255, 255)
    assert line[30, 56:].min() == 255


def test_a_later_shape_hides_the_lines_under_it() -> None:
    canvas = Canvas(60, 60)
    canvas.draw(Shape([SQUARE], (1, 2, 3)), Shape([SQUARE + at(0, 20)], (4, 5, 6)))
    assert tuple(canvas.line_art()[49, 30]) == (255, 255, 255, 255)
    assert tuple(canvas.paint()[49, 30]) == (4, 5, 6, 255)


def test_curves() -> None:
    assert np.allclose(smooth(points((0, 0), (1, 0), (2, 0)), steps=2)[:, 0], [0, 0.5, 1, 1.5, 2], atol=0.07)
    ring = smooth(points((0, 0), (1, 0), (1, 1)), closed=True)
    assert np.allclose(ring[0], ring[-1])
    assert np.allclose(turned(points((1, 0)), np.pi / 2), [[0, 1]])
    assert np.allclose(bend(at(0, 0), at(1, 2), at(2, 0), steps=2), [[0, 0], [1, 1]])
    pieces = np.concatenate(limb(points((0, 0), (10, 0)), (4, 4), round_ends=False))
    assert np.allclose([pieces.min(0), pieces.max(0)], [[0, -2], [10, 2]])
