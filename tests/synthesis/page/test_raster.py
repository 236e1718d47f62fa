"""Masks and outlines, on shapes whose pixels can be counted."""

from __future__ import annotations

import numpy as np

from shiage_synthesis.page.curves import box
from shiage_synthesis.page.raster import borders, dense, runs, union, window_around


def test_a_window_has_a_margin_and_ends_at_the_edge_of_the_image() -> None:
    assert window_around([box(10, 20, 2, 3)], (40, 40), margin=2) == (slice(15, 26), slice(6, 15))
    assert window_around([box(39, 0, 2, 2)], (40, 40), margin=2) == (slice(0, 5), slice(35, 40))


def test_a_window_off_the_image_is_empty() -> None:
    image = np.zeros((40, 40))
    for x, y in ((-90, 20), (90, 20), (20, -90), (20, 90)):
        assert image[window_around([box(x, y, 2, 2)], image.shape, margin=2)].size == 0


def test_a_union_covers_its_pieces_and_its_border_goes_around_them() -> None:
    mask = union([box(10, 10, 3, 3), box(13, 10, 3, 3)], (20, 20))
    assert mask.sum() == 7 * 10
    (border,) = borders(mask)
    assert len(border) == 2 * (7 + 10) - 4


def test_a_dense_outline_has_a_point_every_few_pixels() -> None:
    outline = dense(box(10, 10, 6, 3), step=3.0)
    assert len(outline) == 2 * (4 + 2)
    assert np.hypot(*np.diff(outline, axis=0).T).max() == 3


def test_runs_are_the_stretches_of_true() -> None:
    assert runs(np.array([True, True, False, True])) == [slice(0, 2), slice(3, 4)]
    assert runs(np.zeros(3, bool)) == []
