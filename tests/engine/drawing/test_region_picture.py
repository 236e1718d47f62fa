"""A picture of the regions: one color each, and what is doubtful marked."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.closings import Closings
from shiage_engine.drawing.region_picture import CLOSING, SPECK, SUSPECT, region_picture
from shiage_engine.drawing.segmentation import Segmented


def test_regions_suspects_specks_and_closings_are_told_apart() -> None:
    regions = np.zeros((20, 40), np.int32)
    regions[:, :10], regions[:, 11:25], regions[:, 26:], regions[0, 30:33] = 1, 2, 3, 4
    closing = Closings(np.array([[10.0, 2.0]]), np.array([[10.0, 6.0]]), np.array([True]))
    picture = region_picture(Segmented(regions, 3, closing))
    assert len(np.unique(picture[:, :10].reshape(-1, 3), axis=0)) == 1
    assert tuple(picture[5, 5]) != tuple(picture[5, 20])
    assert picture[10, 10].tolist() == [0, 0, 0]
    assert (picture[2:7, 10] == CLOSING).all()
    stripes = (picture == SUSPECT).all(2)
    assert stripes[:, 26:].any()
    assert not stripes[:, :25].any()
    assert ((picture[0, 30:33] == SPECK).all(1) | stripes[0, 30:33]).all()
