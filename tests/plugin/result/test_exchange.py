"""Planes in other colors: each pixel that is exactly one of the palette's, and no other."""

from __future__ import annotations

import random

import pytest

from shiage.client.protocol.palettes import Color
from shiage.result.exchange import NOTHING, Exchange, exchanged, holds, shown_palette

RED, GREEN, BLUE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)
DUSK = (60, 40, 90)


def plane(*pixels: tuple[int, int, int, int]) -> bytes:
    """BGRA of RGBA pixels."""
    return b"".join(bytes((blue, green, red, alpha)) for red, green, blue, alpha in pixels)


def test_flat_colors_are_exchanged_at_once_and_swapped() -> None:
    before = plane((*RED, 255), (*GREEN, 255), (0, 0, 0, 0), (*BLUE, 255))
    after = exchanged(before, (4, 1), {RED: GREEN, GREEN: RED, BLUE: BLUE})
    assert after == plane((*GREEN, 255), (*RED, 255), (0, 0, 0, 0), (*BLUE, 255))


def test_mixed_colors_stay_soft_rims_follow_and_nothing_stays_nothing() -> None:
    before = plane((*RED, 90), (254, 0, 0, 255), (*RED, 0), (128, 128, 0, 255), (*BLACK, 255), (0, 0, 0, 0))
    after = exchanged(before, (3, 2), {RED: DUSK, BLACK: BLUE})
    assert after == plane(
        (*DUSK, 90), (254, 0, 0, 255), (*RED, 0), (128, 128, 0, 255), (*BLUE, 255), (0, 0, 0, 0)
    )


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_all_is_as_by_looking_each_pixel_up(count: int, noise: float) -> None:
    """Also of more colors than a byte can number."""
    dice = random.Random(count)
    colors = dice.sample(
        [(r, g, b) for r in range(0, 256, 15) for g in range(0, 256, 15) for b in (7, 99)], count
    )
    exchange = dict(zip(colors, [*colors[1:], DUSK], strict=True))
    pixels = [
        (dice.randrange(256), dice.randrange(256), dice.randrange(256), dice.choice((0, 7, 255)))
        if dice.random() < noise
        else (*dice.choice(colors), 255)
        for _ in range(37 * 23)
    ]
    looked_up = [(*exchange.get(pixel[:3], pixel[:3]), pixel[3]) if pixel[3] else pixel for pixel in pixels]
    assert exchanged(plane(*pixels), (37, 23), exchange) == plane(*looked_up)


def test_entries_and_what_is_shown_for_them_go_there_and_back() -> None:
    exchange = Exchange({RED: DUSK, GREEN: RED, BLUE: BLUE})
    entries = plane((*RED, 255), (*GREEN, 255), (*BLUE, 255), (9, 9, 9, 255))
    shown = exchange.plane(entries, (4, 1))
    assert shown == plane((*DUSK, 255), (*RED, 255), (*BLUE, 255), (9, 9, 9, 255))
    assert exchange.entries(shown, (4, 1)) == entries
    assert exchange.shown((*RED, 255)) == (*DUSK, 255)
    assert exchange.entry((*RED, 255)) == (*GREEN, 255)
    assert exchange.entry((9, 9, 9, 80)) == (9, 9, 9, 80)
    assert shown_palette(exchange, [(0, 0, 0, 0), (*RED, 255)]) == ((0, 0, 0, 0), (*DUSK, 255))


def test_none_at_all_stays_none_whatever_black_is_shown_as() -> None:
    exchange = Exchange({BLACK: DUSK})
    assert exchange.shown((0, 0, 0, 0)) == (0, 0, 0, 0)
    assert exchange.entry((0, 0, 0, 0)) == (0, 0, 0, 0)


def test_the_painters_own_layers_speak_of_the_references_unless_a_color_is_of_the_result_alone() -> None:
    """Green is shown red; where the painter paints red, that is the entry red all the same."""
    exchange = Exchange({RED: DUSK, GREEN: RED})
    told = exchange.told(plane((*RED, 255), (*GREEN, 255), (*DUSK, 255), (9, 9, 9, 255)), (4, 1))
    assert told == plane((*RED, 255), (*GREEN, 255), (*RED, 255), (9, 9, 9, 255))


def test_from_one_palette_to_another() -> None:
    exchange: dict[Color, Color] = {RED: DUSK, GREEN: GREEN}
    assert Exchange(exchange).to(Exchange({RED: BLUE, BLACK: DUSK})) == {
        DUSK: BLUE,
        GREEN: GREEN,
        BLACK: DUSK,
    }
    assert NOTHING.plane(plane((*RED, 255)), (1, 1)) == plane((*RED, 255))


def test_a_color_is_found_at_a_pixel_alone() -> None:
    shifted = bytes(2) + plane((*RED, 255)) + bytes(2)  # the bytes are there, across two pixels
    assert not holds(shifted, RED)
    assert holds(shifted + plane((*RED, 255)), RED)
    assert not holds(plane((*RED, 254)), RED)
