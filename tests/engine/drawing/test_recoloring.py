"""Colors are exchanged pixel by pixel: each that is exactly one of the palette, and no other."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing import bands
from shiage_engine.drawing.recoloring import Color, recolored

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def picture(*pixels: tuple[int, int, int, int]) -> np.ndarray:
    return np.array([pixels], np.uint8)


def test_exact_colors_are_exchanged_and_mixed_ones_and_lines_stay() -> None:
    before = picture((*RED, 255), (*GREEN, 255), (254, 0, 0, 255), (128, 128, 0, 255), (0, 0, 0, 255))
    after = recolored(before, {RED: GREEN, GREEN: RED})
    assert after.tolist() == [
        [[*GREEN, 255], [*RED, 255], [254, 0, 0, 255], [128, 128, 0, 255], [0, 0, 0, 255]]
    ]


def test_opacity_stays_and_nothing_stays_nothing() -> None:
    before = picture((*RED, 90), (*RED, 0), (0, 0, 0, 0), (0, 0, 0, 255))
    after = recolored(before, {RED: BLUE, (0, 0, 0): GREEN})
    assert after.tolist() == [[[*BLUE, 90], [*RED, 0], [0, 0, 0, 0], [*GREEN, 255]]]


def test_nothing_to_exchange_is_a_copy() -> None:
    before = picture((*RED, 255))
    after = recolored(before, {})
    assert after is not before
    assert after.tolist() == before.tolist()


@pytest.mark.parametrize("share", [0.0, 0.9, 1.0])
def test_all_is_as_by_looking_each_pixel_up(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the picture is worked on a few rows at a time."""
    monkeypatch.setattr(bands, "BAND", 64)
    random = np.random.default_rng(4)
    colors = random.integers(0, 256, (12, 4), np.uint8)
    colors[:, 3] = random.choice([0, 90, 255], 12)
    noise = random.integers(0, 256, (37, 29, 4), np.uint8)
    before = np.where(random.random((37, 29, 1)) < share, colors[random.integers(0, 12, (37, 29))], noise)
    pairs = [tuple(map(int, color[:3])) for color in colors]
    exchange: dict[Color, Color] = dict(zip(pairs[:8], pairs[4:], strict=True))  # type: ignore[arg-type]
    looked_up = [
        [
            (*exchange.get(tuple(pixel[:3]), pixel[:3]), pixel[3]) if pixel[3] else tuple(pixel)
            for pixel in row
        ]
        for row in before.tolist()
    ]
    assert recolored(before, exchange).tolist() == [list(map(list, row)) for row in looked_up]
