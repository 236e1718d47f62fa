"""Specks take after their neighbors; larger regions keep their scores."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.regions import segment
from shiage_engine.drawing.specks import blend
from tests.engine.drawing.drawings import picture

RED, BLUE = [1.0, 0.0], [0.0, 1.0]


def of_middle(*rows: str) -> list[float]:
    """What a speck between a region of RED on the left and one of BLUE on the right comes to."""
    art = read(picture(*rows))
    regions = segment(art, 0)
    middle = len(rows) // 2
    scores = np.zeros((regions.max() + 1, 2), np.float32)
    scores[regions[middle, 0]] = RED
    scores[regions[middle, -1]] = BLUE
    blended = blend(scores, regions, art)
    large = [regions[middle, 0], regions[middle, -1]]
    np.testing.assert_array_equal(blended[large], scores[large])
    (speck,) = set(regions[middle]) - {0, *large}
    of_speck: list[float] = blended[speck].tolist()  # its own scores are none
    return [score / sum(of_speck) for score in of_speck]


def test_across_black_rather_than_across_a_trace_line() -> None:
    assert of_middle(*["......#.b......"] * 3)[0] > 0.9


def test_after_the_smaller_of_two_neighbors() -> None:
    scores = of_middle(*["....#.#" + "." * 60] * 3)
    assert scores[0] > 0.9


def test_across_the_thinner_line() -> None:
    scores = of_middle(*["......####.#......"] * 3)
    assert scores[1] > 0.9


def test_a_speck_among_specks_takes_after_the_nearest_region() -> None:
    art = read(picture(*["............#.#.#.#"] * 3))
    regions = segment(art, 0)
    scores = np.zeros((5, 2), np.float32)
    scores[1] = BLUE
    np.testing.assert_array_equal(blend(scores, regions, art).argmax(axis=1)[1:], [1] * 4)


def test_a_drawing_of_specks_alone_keeps_its_scores() -> None:
    art = read(picture(".#.#."))
    scores = np.eye(4, 2, dtype=np.float32)
    np.testing.assert_array_equal(blend(scores, segment(art, 0), art), scores)


@pytest.mark.parametrize("pixels", [1, 3, 9])
def test_the_larger_a_speck_the_more_it_speaks_for_itself(pixels: int) -> None:
    art = read(picture(*["............#."] * pixels))
    scores = np.array([[0, 0], RED, BLUE], np.float32)
    own = pixels / (pixels + 1)
    np.testing.assert_allclose(blend(scores, segment(art, 0), art)[2], [1 - own, own], rtol=1e-6)


def test_what_is_not_trusted_names_the_color_all_the_same() -> None:
    art = read(picture(*["............#."] * 3))
    scores = np.array([[0, 0], RED, [0, 0.2]], np.float32)
    np.testing.assert_allclose(blend(scores, segment(art, 0), art)[2], [0.1, 0.3], rtol=1e-6)
