"""The view of a row of boxes."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing import line_art, segmentation
from shiage_engine.drawing.descriptors import describe
from shiage_engine.methods.matcher.view import CHANNELS, CROP, GRID, SCALES, View, mirror, positions, view
from tests.engine.methods.matcher.drawn_views import boxes
from tests.engine.shots import line


def of(drawing: np.ndarray) -> View:
    art = line_art.read(drawing)
    map_ = segmentation.segment(art, 0)
    return view(art, map_, describe(art, map_))


def test_shapes_and_types() -> None:
    row = boxes()
    count = len(row.ids)
    assert row.crops.shape == (count, SCALES, CHANNELS, CROP, CROP)
    assert row.crops.dtype == np.uint8
    assert row.grids.shape == (2, GRID, GRID)
    assert row.borders.shape == (2, len(row.border_share))


def test_the_first_crop_is_the_region_and_its_line() -> None:
    crop = of(line()).crops[1, 0]  # the smaller box, 16 x 16
    assert crop[0, CROP // 2, CROP // 2] == 255
    assert crop[0, 0, 0] == 0
    inside = (crop[0] == 255).mean()
    assert 0.5 < inside < 0.75  # 1 / 1.3 squared, and half the line around it
    assert crop[2, CROP // 2, CROP // 2] == 0
    assert crop[2].max() > 200
    assert not crop[3].any()  # no trace line


def test_borders_are_known_both_ways_and_shares_sum_to_one() -> None:
    row = boxes()
    pairs = {tuple(pair) for pair in row.borders.T.tolist()}
    assert {(b, a) for a, b in pairs} == pairs
    sums = np.bincount(row.borders[0], row.border_share)
    np.testing.assert_allclose(sums, 1, rtol=1e-5)


def test_the_trace_line_joins_the_halves_of_a_box() -> None:
    row = boxes()
    over_trace = row.borders[:, row.is_trace]
    assert over_trace.shape[1] == 2  # the two halves, both ways
    assert sorted(over_trace[0]) == sorted(over_trace[1])


def test_the_map_fixed_to_the_figure_moves_with_it() -> None:
    here, there = boxes(0).grids, boxes(8).grids
    assert (here[0] == there[0]).mean() > 0.95
    assert (here[1] == there[1]).mean() < 0.95


def test_specks_are_left_out() -> None:
    drawing = line()
    drawing[18:21, 30:33, :3] = 0
    drawing[19, 31, :3] = 255
    made = of(drawing)
    assert segmentation.segment(line_art.read(drawing), 0).max() == len(made.ids) + 1


def test_paper_alone_and_ink_alone() -> None:
    paper = of(np.full((20, 30, 4), 255, np.uint8))
    assert len(paper.ids) == 1
    ink = np.zeros((20, 30, 4), np.uint8)
    ink[..., 3] = 255
    assert len(of(ink).ids) == 0


def test_more_regions_than_sixteen_bits_can_tell_keep_their_places() -> None:
    place = positions(np.arange(2, 40_002, dtype=np.int32), 40_003)
    assert place[[0, 1, 2, 40_001, 40_002]].tolist() == [-1, -1, 0, 39_999, -1]


def test_the_mirrored_view_is_that_of_the_mirror_image() -> None:
    art = line_art.read(line().repeat(2, 0).repeat(2, 1))
    map_ = segmentation.segment(art, 0)
    described = describe(art, map_)
    found = mirror(view(art, map_, described), described)

    def flip(image: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(image[:, ::-1])

    flipped = line_art.LineArt(flip(art.ink), flip(art.kind))
    expected = view(flipped, flip(map_), describe(flipped, flip(map_)))
    np.testing.assert_allclose(found.features, expected.features, atol=0.1)
    np.testing.assert_array_equal(found.ids, expected.ids)
    assert (found.grids == expected.grids).mean() > 0.98
    same = np.abs(found.crops.astype(int) - expected.crops) < 64
    assert (same.mean((0, 1, 3, 4)) > [0.98, 0.8, 0.9, 0.9]).all()  # borders are marked on their right side
