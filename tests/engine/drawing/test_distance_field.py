"""The distance field of a line of one pixel."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.distance_field import distance_field


def test_it_grows_from_the_line_and_is_cut_off_at_a_sixteenth_of_the_longer_side() -> None:
    ink = np.zeros((8, 64), np.uint8)
    ink[:, 0] = 255
    field = distance_field(ink)
    assert field.dtype == np.float32
    np.testing.assert_allclose(field[3, :6], [0, 0.25, 0.5, 0.75, 1, 1], atol=1e-5)


def test_faint_ink_is_no_line() -> None:
    assert (distance_field(np.full((4, 4), 100, np.uint8)) == 1).all()
