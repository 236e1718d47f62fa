"""Planes: channels in Krita's order, the heat map and the mask."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.planes import bgra_of_rgba, heat, mask, rgba_of_bgra


def test_channels_change_places_and_come_back() -> None:
    rgba = np.array([[[1, 2, 3, 4]]], np.uint8)
    assert bgra_of_rgba(rgba).tolist() == [[[3, 2, 1, 4]]]
    np.testing.assert_array_equal(rgba_of_bgra(bgra_of_rgba(rgba)), rgba)


def test_the_heat_map_goes_from_red_to_blue_green_and_is_clear_without_a_region() -> None:
    (none, guess, even, sure) = heat(np.array([[0, 1, 180, 255]], np.uint8))[0].astype(int)
    assert none.tolist() == [0, 0, 0, 0]
    assert guess[2] > 2 * guess[1]
    assert even[2] > 200
    assert even[1] > 140
    assert sure[0] > 100
    assert sure[1] > 100
    assert sure[2] < 50
    assert guess[3] == even[3] == sure[3] > 0


def test_the_mask_hides_what_is_withdrawn() -> None:
    assert mask(np.array([[True, False]])).tolist() == [[0, 255]]
    assert mask(np.array([[True]])).dtype == np.uint8
