"""Where regions lie, and which region of a reference is most like one."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.shot import Shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.places import Examples, Place, places
from shiage_engine.progress import finish
from tests.engine.shots import BLUE, LEFT, RED, RIGHT, color, line


def test_places_of_the_wanted_regions_alone() -> None:
    regions = np.array([[1, 0, 2, 2], [1, 0, 2, 3], [1, 0, 3, 3]], np.int32)
    assert places(regions, [2, 3, 9]) == {2: Place(3, 0, 2, 0, 4, 2, 3), 3: Place(2, 2, 2, 1, 4, 3, 3)}
    assert places(regions, []) == {}


def test_the_pixel_of_a_place_is_inside_of_its_region() -> None:
    ring = np.zeros((9, 9), np.int32)
    ring[1:8, 1:8] = 1
    ring[2:7, 2:7] = 2
    for number, place in places(ring, [1, 2]).items():
        assert ring[place.y, place.x] == number


def test_an_example_has_the_color_and_is_most_alike() -> None:
    shot: Shot = finish(read_shot(Request({0: line(), 1: line(2), 2: line(4)}, {0: color(), 2: color(4)})))
    regions = shot.frames[1].regions
    left = int(regions[LEFT])
    place = places(regions, [left])[left]
    examples = Examples(shot)
    red, blue = (shot.palette.tolist().index(list(rgba)) for rgba in (RED, BLUE))
    frame, like = examples.like((1, left), place, red) or (None, None)
    assert frame == 0 and like is not None and like.left == 8  # both are as like, the first one is given
    of_blue = examples.like((1, left), place, blue)
    assert of_blue is not None and of_blue[1].left <= RIGHT[1] < of_blue[1].right
    assert examples.like((1, left), place, 9) is None
