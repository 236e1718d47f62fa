"""The larger regions near a speck, and what their features say, on drawings small enough to see."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.specks.candidates import FEATURES, MOST, SLIVERS, Candidates, find
from tests.engine.drawing.drawings import picture


def found(*rows: str) -> tuple[Candidates, np.ndarray]:
    art = read(picture(*rows))
    regions = segment(art, 0)
    return find(regions, art), regions


def feature(candidates: Candidates, name: str) -> list[float]:
    """Of the candidates of the only speck."""
    (exists,), (values,) = candidates.regions > 0, candidates.features
    of_one: list[float] = values[exists, FEATURES.index(name)].tolist()
    return of_one


def test_candidates_are_the_larger_regions_near_by_nearest_first() -> None:
    candidates, regions = found(*["......###.#......"] * 5)
    left, speck, right = regions[2, 0], regions[2, 9], regions[2, -1]
    assert candidates.specks.tolist() == [speck]
    assert candidates.regions.tolist() == [[right, left, *[0] * (MOST - 2)]]
    assert feature(candidates, "distance") == pytest.approx([2 / 6, 4 / 6], abs=0.01)
    assert feature(candidates, "nearest") == [1, 0]
    assert feature(candidates, "distance_more") == pytest.approx([0, 2 / 6], abs=0.01)


def test_rays_tell_what_is_seen_through_how_much_ink_and_of_which_kind() -> None:
    candidates, _ = found(*["......###.b......"] * 5)
    assert feature(candidates, "ink_least") == pytest.approx([1 / 6, 3 / 6])
    assert feature(candidates, "trace") == [1, 0]
    seen = feature(candidates, "seen")
    assert seen[0] >= seen[1] > 0.1


def test_the_ground_goes_on_to_the_side_on_which_a_stroke_bulges() -> None:
    """A straight line with a stroke beside it for a short way: what they enclose belongs to that side."""
    straight = "............##............"
    beside = "............##..#........."
    ends = "............#####........."
    candidates, regions = found(*[straight] * 10, ends, *[beside] * 4, ends, *[straight] * 10)
    left, right = regions[0, 0], regions[0, -1]
    order = [candidates.regions[0].tolist().index(region) for region in (left, right)]
    surface = feature(candidates, "surface_6")
    assert surface[order[1]] > 0.6
    assert surface[order[0]] < 0.4


def test_features_are_finite_and_nothing_where_no_candidate_is() -> None:
    candidates, _ = found(*["....#.#...b.b......"] * 4)
    assert np.isfinite(candidates.features).all()
    assert not candidates.features[candidates.regions == 0].any()
    assert candidates.features.shape == (len(candidates.specks), MOST, len(FEATURES))


@pytest.mark.parametrize("row", [".#.#.", "............#............"])
def test_a_drawing_of_specks_alone_or_of_none_has_no_candidates(row: str) -> None:
    candidates, _ = found(row)
    assert not candidates.regions.any()


def test_off_the_frame_there_is_nothing() -> None:
    candidates, regions = found(".#" + "." * 20)
    assert candidates.regions[0].tolist() == [regions[0, -1], *[0] * (MOST - 1)]


def test_specks_that_one_line_parts_are_beside_each_other() -> None:
    candidates, _ = found(*["............#.#..#...##.#............"] * 2)
    assert candidates.beside.tolist() == [[0, 1], [1, 2]]


def test_slivers_are_parts_of_what_is_larger_than_they_are() -> None:
    art = read(picture(*["............##.##...##............"] * 5))
    regions = segment(art, 0)
    left, speck, sliver, right = regions[2, 0], regions[2, 14], regions[2, 18], regions[2, -1]
    candidates = find(regions, art, SLIVERS)
    assert candidates.specks.tolist() == [sliver]
    assert candidates.regions.tolist() == [[right, left, *[0] * (MOST - 2)]]
    of_specks = find(regions, art)
    assert of_specks.specks.tolist() == [speck] and sliver in of_specks.regions
