"""What a palette's entries stand for, and which colors are near twins."""

from __future__ import annotations

import pytest

from shiage.client.protocol.color_difference import Lab, ciede2000, lab
from shiage.client.protocol.palettes import Entry, Palette, code_of, color_of, exchanges, named, near_twins

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
DUSK, MOSS = (90, 0, 40), (0, 60, 30)


def palette(*entries: tuple[str, tuple[int, int, int]]) -> Palette:
    return Palette("Night", tuple(Entry(name, color) for name, color in entries))


def test_a_color_and_its_code_are_the_same() -> None:
    assert (code_of((255, 0, 10, 255)), color_of("#Ff000A")) == ("#ff000a", (255, 0, 10))
    for text in ("ff000a", "#ff000", "#ff000ab", "skin #ff000a"):
        with pytest.raises(ValueError, match="is no color"):
            color_of(text)


def test_an_entry_stands_for_the_color_whose_code_it_bears() -> None:
    night = palette(("lips #FF0000", DUSK), ("#00ff00", MOSS), ("other #123456", BLUE))
    assert exchanges([RED, GREEN, BLUE], night) == {RED: DUSK, GREEN: MOSS}
    assert Entry(named(RED, "lips", True), RED).code == RED


def test_an_entry_without_a_code_goes_by_its_name_in_the_former_palette() -> None:
    day = palette(("Lips #ff0000 stand-in", RED), ("grass", GREEN), ("#0000ff", BLUE))
    night = palette(("grass", MOSS), ("lips ", DUSK), ("sky", BLUE))
    assert exchanges([RED, GREEN], night, day) == {RED: DUSK, GREEN: MOSS}
    assert exchanges([RED, BLUE], palette(("lips", DUSK), ("", MOSS)), day) == {RED: DUSK}


def test_entries_that_name_nothing_stand_for_the_colors_in_order_where_they_are_as_many() -> None:
    night = palette(("", DUSK), ("", MOSS))
    assert exchanges([GREEN, RED], night) == {GREEN: DUSK, RED: MOSS}
    with pytest.raises(ValueError, match="does not say which colors"):
        exchanges([GREEN, RED, BLUE], night)


def test_entries_of_one_name_go_by_their_order_in_both_palettes() -> None:
    day = palette(("Untitled", RED), ("Untitled", GREEN), ("sky", BLUE))
    night = palette(("sky", RED), ("Untitled", DUSK), ("Untitled", MOSS))
    assert exchanges([RED, GREEN, BLUE], night, day) == {RED: DUSK, GREEN: MOSS, BLUE: RED}


def test_a_palette_for_other_colors_exchanges_none() -> None:
    other = palette(("#000001", DUSK), ("#000002", MOSS))
    with pytest.raises(ValueError, match="does not say which colors"):
        exchanges([GREEN, RED], other)


def test_the_first_entry_of_two_for_one_color_counts() -> None:
    assert exchanges([RED], palette(("#ff0000", DUSK), ("#ff0000", MOSS))) == {RED: DUSK}


def test_a_stand_in_is_left_until_it_is_exchanged() -> None:
    name = named(RED, "hat", is_stand_in=True)
    assert name == "hat #ff0000 stand-in"
    assert [Entry(name, color).is_left for color in (RED, DUSK)] == [True, False]
    assert not Entry("hat #ff0000", RED).is_left


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [  # from the table of Sharma, Wu and Dalal (2005): the blue, the gray axis, hues on both sides of it, greens
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_differences_are_those_published(one: Lab, other: Lab, difference: float) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(difference, abs=1e-4)


def test_white_and_black_are_the_ends_of_lightness() -> None:
    assert lab((255, 255, 255)) == pytest.approx((100, 0, 0), abs=1e-4)
    assert lab((0, 0, 0)) == pytest.approx((0, 0, 0), abs=1e-4)


def test_near_twins_are_named_the_nearest_first() -> None:
    skin, twin, far = (244, 207, 176), (244, 207, 175), (246, 210, 178)
    found = near_twins([skin, RED, far, twin, skin])
    assert [(pair.one, pair.other) for pair in found] == [(skin, twin), (far, twin), (skin, far)]
    assert 0 < found[0].difference < 0.5 < found[-1].difference < 3
