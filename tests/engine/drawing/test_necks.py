"""Necks: windows around small rooms show what a look at the whole drawing does."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.drawing import gaps, ground, necks
from shiage_engine.drawing.regions import between, piece_areas, runs
from shiage_engine.drawing.trapped_ball import Ball

SIZE = (300, 420)


def arcs(seed: int) -> np.ndarray:
    """Lines of figures that are not quite closed, bool SIZE."""
    random = np.random.default_rng(seed)
    line = np.zeros(SIZE, np.uint8)
    for _ in range(14):
        x, y = (int(random.integers(0, side)) for side in reversed(SIZE))
        axes = (int(random.integers(8, 60)), int(random.integers(8, 60)))
        cv2.ellipse(line, (x, y), axes, int(random.integers(180)), 0, int(random.integers(335, 359)), 1, 2)
    return line > 0


@pytest.mark.parametrize("seed", range(6))
def test_windows_show_what_the_whole_does(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    line = arcs(seed)
    in_windows = gaps.close_in_turn(between(line), line, (4, 8))
    monkeypatch.setattr(necks, "MOST_AREA", 0.0)
    whole = gaps.close_in_turn(between(line), line, (4, 8))
    np.testing.assert_array_equal(in_windows, whole)


def test_what_surrounds_a_small_room_is_all_that_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    line = np.zeros((1000, 1000), bool)
    line[5, 5:9] = line[990, 990:994] = True
    line[400:440, 400] = line[400:440, 440] = line[400, 400:440] = line[440, 400:419] = line[440, 422:440] = (
        True
    )
    seen: list[necks.View] = []

    def views(ball: Ball) -> list[necks.View]:
        seen.extend(necks.views(ball))
        return seen

    monkeypatch.setattr(gaps, "views", views)
    assert gaps.close(between(line), line, 4).max() == 2
    assert sum(view.window.area for view in seen) < 100**2


@pytest.mark.parametrize("radius", [0.5, 1.0, 2.5, 4.5, 7.0, 8.0])
def test_eroded_ground_is_where_the_next_line_is_far_enough(radius: float) -> None:
    line = arcs(3)
    where = ground.Ground.of(between(line), line, (slice(None), slice(None)), False)
    np.testing.assert_array_equal(where.core(radius), where.distance > radius + ground.NEARLY)


def test_runs_do_not_go_on_in_the_next_row() -> None:
    is_in = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 1], [0, 0, 0]], bool)
    first, last = runs(is_in)
    assert first.tolist() == [1, 3, 5, 6]
    assert last.tolist() == [2, 3, 5, 8]
    assert piece_areas(is_in).tolist() == [7]
    assert piece_areas(np.zeros((2, 3), bool)).tolist() == []
