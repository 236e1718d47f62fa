"""A frame of labels and steps, painted at the steps of the slider."""

from __future__ import annotations

import time

import pytest

from shiage.client.protocol.messages import ACCURACIES, PAINTED
from shiage.live.state import WHOLE
from shiage.result.labels import (
    COLORS,
    COVERED,
    SHINING,
    SLASHES,
    SUGGESTIONS,
    LabelImage,
    Own,
    step_of,
)

RED, SKIN = (200, 10, 20, 255), (250, 210, 180, 7)
PALETTE = ((0, 0, 0, 0), RED, SKIN)
# Four pixels: red but at the highest accuracy, skin at low ones, unpainted for sure, the painter's own red.
FRAME = LabelImage((4, 1), (bytes([1, 2, 0, 1]),), bytes([20, 3, 21, PAINTED]), PALETTE)


def pixels(plane: bytes) -> list[tuple[int, ...]]:
    """RGBA by pixel."""
    return [(plane[i + 2], plane[i + 1], plane[i], plane[i + 3]) for i in range(0, len(plane), 4)]


CLEAR = (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("accuracy", "painted"),
    [
        (0.80, [RED, SKIN, CLEAR, RED]),
        (0.82, [RED, SKIN, CLEAR, RED]),
        (0.83, [RED, CLEAR, CLEAR, RED]),
        (0.99, [RED, CLEAR, CLEAR, RED]),
        (1.00, [CLEAR, CLEAR, CLEAR, RED]),
    ],
)
def test_what_is_sure_enough_is_painted(accuracy: float, painted: list[tuple[int, ...]]) -> None:
    step = step_of(accuracy)
    assert ACCURACIES[step] == accuracy
    assert pixels(FRAME.colors(step)) == painted
    rest = [
        color if not shown[3] else CLEAR
        for color, shown in zip([RED, SKIN, CLEAR, RED], painted, strict=True)
    ]
    assert pixels(FRAME.suggestions(step)) == rest
    slashed = [pixel[3] > 0 for pixel in pixels(FRAME.slash_lines(step))]
    assert slashed == [step >= 20, step >= 3, False, False]


def test_slashes_go_where_the_painter_paints() -> None:
    assert pixels(FRAME.slash_lines(20, bytes([255, 0, 0, 0])))[0] == CLEAR
    assert pixels(FRAME.slash_lines(20, bytes([0, 0, 0, 0])))[0] != CLEAR


def test_confidence_is_warm_where_it_is_low_and_not_over_the_painters_paint() -> None:
    sure, unsure, surest, own = pixels(FRAME.confidence())
    assert unsure[0] > sure[0] > surest[0]
    assert own == CLEAR


def test_all_layers_by_name() -> None:
    assert set(FRAME.painted(18)) == {COLORS, SUGGESTIONS, SLASHES}


def test_what_is_unpainted_shines_and_all_else_is_black() -> None:
    """Withdrawn, painted, left unpainted on purpose, withdrawn though it would be left unpainted."""
    frame = LabelImage((4, 1), (bytes([1, 2, 0, 0]),), bytes([5, 21, 255, 5]), PALETTE)
    assert pixels(frame.gaps(18)) == [SHINING, COVERED, COVERED, SHINING]
    assert pixels(frame.gaps(WHOLE)) == [COVERED] * 4
    filled = Own(bytes([255, 0, 0, 0]), bytes([1, 2, 3, 255] * 4))
    assert pixels(frame.gaps(18, filled)) == [COVERED, COVERED, COVERED, SHINING]
    erased = Own(bytes([0, 255, 255, 0]), bytes(16))
    assert pixels(frame.gaps(18, erased)) == [SHINING, SHINING, COVERED, SHINING]


def test_more_than_255_colors_lie_in_two_planes() -> None:
    palette = tuple((i % 256, i // 256, 7, 255) for i in range(400))
    frame = LabelImage((3, 1), (bytes([255, 0, 0]), bytes([0, 1, 144])), bytes([21, 21, 21]), palette)
    assert pixels(frame.colors(0)) == [palette[255], palette[256], palette[399]]


def test_the_rows_that_the_slider_changes() -> None:
    frame = LabelImage((1, 5), (bytes(5),), bytes([0, 5, 9, 9, 255]), PALETTE)
    assert frame.rows_between(4, 5) == (1, 2)
    assert frame.rows_between(9, 4) == (1, 4)
    assert frame.rows_between(10, 20) is None


def test_a_part_looks_as_it_does_in_the_whole() -> None:
    size, palette = (3, 40), PALETTE
    frame = LabelImage(size, (bytes([1, 2, 0] * 40),), bytes(range(120)), palette)
    part = frame.rows(7, 30)
    for name, plane in part.painted(18).items():
        assert plane == frame.painted(18)[name][7 * 3 * 4 : 30 * 3 * 4], name


def test_a_frame_of_1080p_is_painted_in_little_time() -> None:
    """Measured for the report: 11 ms for colors, slashes and suggestions; a loaded machine is slower."""
    size = (1920, 1080)
    count = size[0] * size[1]
    frame = LabelImage(size, (bytes(range(60)) * (count // 60),), bytes(range(20)) * (count // 20), PALETTE)
    spent = []
    for step in (3, 18):
        began = time.thread_time()
        shown = frame.painted(step)
        spent.append(1000 * (time.thread_time() - began))
    assert {len(plane) for plane in shown.values()} == {count * 4}
    print(f"all four layers: {min(spent):.0f} ms of CPU")
