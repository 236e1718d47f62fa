"""Which region a speck belongs to, and the color that follows."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.specks.candidates import HALF, MOST
from shiage_engine.specks.choice import LONELY, Choice, belong, choose
from tests.engine.drawing.drawings import picture

RED, BLUE = 1, 2


def choice(*regions: int, shares: tuple[float, ...]) -> Choice:
    """Of region 5, a speck, among these."""
    rest = MOST - len(regions)
    likely = np.array([[*shares, *[0.0] * rest]], np.float32)
    return Choice(np.array([5], np.int32), np.array([[*regions, *[0] * rest]], np.int32), likely, likely)


def test_a_speck_takes_the_color_that_is_likeliest_over_all_candidates() -> None:
    label, sure, neighbor = choice(1, 2, 3, shares=(0.4, 0.3, 0.3)).labels(
        np.array([0, RED, BLUE, BLUE, 0, 0]), np.array([0, 1, 0.5, 1, 0, 0], np.float32)
    )
    assert label.tolist() == [BLUE]
    assert sure == pytest.approx([0.3 * 0.5 + 0.3])
    assert neighbor.tolist() == [3]


def test_specks_beside_make_the_choice_but_not_surer() -> None:
    """By itself the speck would be red: it is blue as those beside it are, and no surer than by itself."""
    one = choice(1, 2, shares=(0.2, 0.8))
    one = one._replace(alone=np.array([[0.6, 0.4, 0, 0, 0, 0]], np.float32))
    label, sure, _ = one.labels(np.array([0, RED, BLUE, 0, 0, 0]), np.ones(6, np.float32))
    assert label.tolist() == [BLUE] and sure == pytest.approx([0.4])


def test_where_no_color_is_known_the_likeliest_candidate_gives_its_own() -> None:
    label, sure, _ = choice(1, 2, shares=(0.3, 0.6)).labels(np.array([0, RED, BLUE, 0, 0, 0]), np.zeros(6))
    assert label.tolist() == [BLUE] and sure.tolist() == [0]


def test_a_stroke_beside_a_line_encloses_what_belongs_to_its_side() -> None:
    straight = "............##............"
    beside = "............##..#........."
    ends = "............#####........."
    for mirrored in (False, True):
        rows = [straight] * 10 + [ends] + [beside] * 4 + [ends] + [straight] * 10
        art = read(picture(*(row[::-1] if mirrored else row for row in rows)))
        regions = segment(art, 0)
        chosen = choose(regions, art)
        side = regions[0, 0] if mirrored else regions[0, -1]
        shares = dict(zip(chosen.regions[0].tolist(), chosen.shares[0].tolist(), strict=False))
        assert shares[side] > 0.6
        assert chosen.shares.sum() < 1  # it may be a part of none


def test_a_speck_far_from_all_takes_after_the_nearest_larger_region() -> None:
    gap = "#" * (HALF + 2)
    art = read(picture(*["." * 12 + gap + "." + gap + "#" + "." * 12]))
    regions = segment(art, 0)
    chosen = choose(regions, art)
    assert chosen.regions[0, 0] == regions[0, 0]
    assert chosen.shares[0, 0] == pytest.approx(LONELY)


def test_specks_alone_choose_nothing() -> None:
    art = read(picture(".#.#."))
    chosen = choose(segment(art, 0), art)
    assert not len(chosen.specks)
    assert [len(part) for part in chosen.labels(np.zeros(4, np.int64), np.zeros(4))] == [0, 0, 0]


@pytest.mark.parametrize(
    ("labels", "is_so"),
    [
        ([RED], True),
        ([BLUE], False),
        ([RED, BLUE], False),
        ([RED, RED, BLUE], True),
        ([UNKNOWN], False),
        ([UNKNOWN, RED], True),
        ([], False),
    ],
)
def test_specks_belong_where_most_of_those_known_have_the_color_of_the_choice(
    labels: list[int], is_so: bool
) -> None:
    chosen = choice(1, 2, shares=(0.6, 0.3))
    assert belong((chosen, np.array([0, RED, BLUE, 0, 0, label])) for label in labels) == is_so


def test_what_is_not_known_of_a_finished_frame_is_no_color_to_take_after() -> None:
    chosen = choice(1, 2, shares=(0.6, 0.3))
    assert belong([(chosen, np.array([0, UNKNOWN, BLUE, 0, 0, BLUE]))])
