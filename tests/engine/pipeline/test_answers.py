"""What changes of the paint say about regions: fills, dabs, erasing, undoing; and what says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_engine.pipeline.answers import CLEAR, Answered, Color, update_answers
from shiage_engine.pipeline.request import Answer

RED, BLUE, GREEN = (200, 10, 20, 255), (10, 20, 200, 255), (10, 200, 20, 255)
LEFT, RIGHT, SPOT, BACKGROUND = 1, 2, 3, 4
T = 5


def drawing() -> np.ndarray:
    """Two regions of 30 x 17 pixels beside a line 3 pixels wide, and one of 2 x 2 in the right one."""
    regions = np.zeros((34, 41), np.int32)
    regions[2:32, 2:19] = LEFT
    regions[2:32, 22:39] = RIGHT
    regions[10:14, 28:32] = 0
    regions[11:13, 29:31] = SPOT
    return regions


REGIONS = drawing()


def paint(colors: dict[int, Color]) -> np.ndarray:
    """The regions in these colors, u8 RGBA, which run under half of the line."""
    painted = np.zeros((*REGIONS.shape, 4), np.uint8)
    for region, color in colors.items():
        grown = cv2.dilate(np.equal(REGIONS, region).astype(np.uint8), np.ones((3, 3), np.uint8))
        painted[grown > 0] = color
    return painted


def brush(
    picture: np.ndarray, center: tuple[int, int], radius: int, color: Color, soft: bool = True
) -> np.ndarray:
    """`picture` with a dab, anti-aliased if `soft`: mixed with what is there, straight alpha, as Krita does."""
    disc = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(disc, center, radius, 255, -1, cv2.LINE_AA if soft else cv2.LINE_8)
    share = disc[..., None] / 255 * color[3] / 255
    alpha = picture[..., 3:] / 255
    opacity = share + alpha * (1 - share)
    mixed = (np.array(color[:3]) * share + picture[..., :3] * alpha * (1 - share)) / np.maximum(opacity, 1e-6)
    after = np.concatenate([mixed, opacity * 255], axis=2).round().astype(np.uint8)
    return np.where(disc[..., None] > 0, after, picture)


def update(
    shown: np.ndarray, present: np.ndarray, given: list[Answered] | None = None
) -> tuple[dict[int, tuple[Color, Color | None]], int]:
    """By region the answer's color and the color before; and how many regions are mixed."""
    answers, mixed, _ = update_answers(T, REGIONS, shown, present, given or [])
    assert all(answer.time == T for answer, _ in answers)
    return {int(REGIONS[answer.y, answer.x]): (answer.color, before) for answer, before in answers}, mixed


def given(region: int, color: Color, before: Color | None = None) -> Answered:
    y, x = np.argwhere(region == REGIONS)[0].tolist()
    return Answered(Answer(T, x, y, color), before)


SHOWN = paint({RIGHT: BLUE})  # the left region and the spot are withdrawn


def test_nothing_changed() -> None:
    assert update(SHOWN, SHOWN) == ({}, 0)


def test_a_region_filled_with_the_bucket() -> None:
    present = SHOWN | paint({LEFT: RED})
    assert update(SHOWN, present) == ({LEFT: (RED, CLEAR)}, 0)


def test_the_pixel_of_an_answer_lies_far_inside() -> None:
    (((_, x, y, _), _),), *_ = update_answers(T, REGIONS, SHOWN, SHOWN | paint({LEFT: RED}), [])
    assert x == 10 and 10 <= y <= 23


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("radius", [2, 3, 6])
@pytest.mark.parametrize(("center", "region", "before"), [((10, 12), LEFT, CLEAR), ((30, 22), RIGHT, BLUE)])
def test_a_dab_counts_as_the_color_of_its_region(
    center: tuple[int, int], region: int, before: Color, radius: int, soft: bool
) -> None:
    present = brush(SHOWN, center, radius, RED, soft)
    assert update(SHOWN, present) == ({region: (RED, before)}, 0)


def test_the_pixel_of_an_answer_was_painted() -> None:
    """As one region is seen here what is two where others of the shot tell that its lines are open."""
    (answered,), _, _ = update_answers(T, REGIONS, SHOWN, brush(SHOWN, (10, 27), 3, RED), [])
    x, y = answered.answer.x, answered.answer.y
    assert abs(x - 10) <= 3 and abs(y - 27) <= 3


def test_the_pixel_of_an_erased_region_is_one_of_the_erased() -> None:
    present = SHOWN.copy()
    present[25:, 22:] = 0
    (answered,), _, _ = update_answers(T, REGIONS, SHOWN, present, [])
    assert answered.answer.color == CLEAR and answered.answer.y >= 25


def test_a_few_pixels_are_an_accident() -> None:
    assert update(SHOWN, brush(SHOWN, (10, 12), 1, RED)) == ({}, 0)


def test_a_half_filled_region() -> None:
    present = SHOWN.copy()
    present[2:17, 2:19] = RED
    assert update(SHOWN, present) == ({LEFT: (RED, CLEAR)}, 0)


def test_a_tiny_region_is_answered_by_most_of_its_pixels() -> None:
    present = SHOWN.copy()
    present[11, 29] = RED
    assert update(SHOWN, present) == ({}, 0)
    present[11:13, 29:31] = RED
    present[12, 30] = CLEAR
    assert update(SHOWN, present) == ({SPOT: (RED, CLEAR)}, 0)


def test_two_new_colors_say_nothing() -> None:
    present = brush(brush(SHOWN, (10, 8), 4, RED), (10, 22), 4, GREEN)
    assert update(SHOWN, present) == ({}, 1)
    assert update(SHOWN, present, [given(LEFT, BLUE, CLEAR)]) == ({LEFT: (BLUE, CLEAR)}, 1)


def test_a_trace_of_a_second_color_does_not_matter() -> None:
    present = brush(SHOWN | paint({LEFT: RED}), (10, 22), 3, GREEN)
    assert update(SHOWN, present) == ({LEFT: (RED, CLEAR)}, 0)


def test_an_erased_region_stays_unpainted() -> None:
    assert update(SHOWN, paint({})) == ({RIGHT: (CLEAR, BLUE)}, 0)
    half = SHOWN.copy()
    half[:17] = 0
    assert update(SHOWN, half) == ({RIGHT: (CLEAR, BLUE)}, 0)


def test_what_color_a_transparent_pixel_hides_does_not_matter() -> None:
    hidden = SHOWN.copy()
    hidden[hidden[..., 3] == 0] = (9, 9, 9, 0)
    assert update(SHOWN, hidden) == ({}, 0)
    erased = np.full_like(SHOWN, 200)
    erased[..., 3] = 0
    assert update(SHOWN, erased) == ({RIGHT: (CLEAR, BLUE)}, 0)


def test_a_fill_that_floods_several_regions_answers_each() -> None:
    present = np.empty_like(SHOWN)
    present[:] = GREEN
    answers = {LEFT: (GREEN, CLEAR), RIGHT: (GREEN, BLUE), SPOT: (GREEN, CLEAR)}
    assert update(SHOWN, present) == (answers, 0)


def surrounded() -> np.ndarray:
    """The regions with a background around them that reaches the frame's edge, beyond lines 2 pixels wide."""
    regions = np.pad(REGIONS, 10)
    regions[:10] = regions[-10:] = BACKGROUND
    regions[:, :10] = regions[:, -10:] = BACKGROUND
    return regions


def test_a_fill_that_runs_from_a_blank_region_into_the_background_says_nothing() -> None:
    """As on a layer without lines: the blank regions and the background are one to Krita's fill tool."""
    regions, shown = surrounded(), np.pad(SHOWN, ((10, 10), (10, 10), (0, 0)))
    present = np.where(shown[..., 3:] == 0, np.array(GREEN, np.uint8), shown)
    answers, mixed, flooded = update_answers(T, regions, shown, present, [])
    assert (answers, mixed, flooded) == ([], 0, 3)


def test_a_background_alone_may_be_filled_and_a_dab_may_slip_into_it() -> None:
    regions, shown = surrounded(), np.pad(SHOWN, ((10, 10), (10, 10), (0, 0)))
    filled = shown.copy()
    filled[regions == BACKGROUND] = GREEN
    slipped = brush(shown, (10, 20), 8, GREEN, soft=False)
    for present, answered in ((filled, {BACKGROUND}), (slipped, {BACKGROUND, LEFT})):
        answers, _, flooded = update_answers(T, regions, shown, present, [])
        assert {int(regions[answer.y, answer.x]) for answer, _ in answers} == answered
        assert flooded == 0


def test_paint_on_the_lines_and_a_little_beside_them_says_nothing() -> None:
    present = SHOWN.copy()
    present[:, 17:24] = RED  # 3 pixels of line, and 2 of each region
    assert update(SHOWN, present) == ({}, 0)


def test_a_stroke_of_an_antialiased_brush_across_two_regions() -> None:
    present = SHOWN
    for x in range(8, 33):
        present = brush(present, (x, 25), 2, RED)
    assert update(SHOWN, present) == ({LEFT: (RED, CLEAR), RIGHT: (RED, BLUE)}, 0)


def test_ctrl_z_before_the_new_result_came() -> None:
    answers = [given(LEFT, RED, CLEAR), given(RIGHT, GREEN, BLUE)]
    assert update(SHOWN, SHOWN, answers) == ({}, 0)
    assert update(SHOWN, SHOWN, [given(LEFT, RED), given(RIGHT, GREEN)]) == ({}, 0)  # the result tells it


def test_ctrl_z_after_the_new_result_came() -> None:
    answers = [given(LEFT, RED, CLEAR), given(RIGHT, GREEN, BLUE)]
    shown = paint({LEFT: RED, RIGHT: GREEN})
    assert update(shown, shown, answers) == ({LEFT: (RED, CLEAR), RIGHT: (GREEN, BLUE)}, 0)
    assert update(shown, paint({RIGHT: GREEN}), answers) == ({RIGHT: (GREEN, BLUE)}, 0)
    assert update(shown, paint({LEFT: RED, RIGHT: BLUE}), answers) == ({LEFT: (RED, CLEAR)}, 0)


def test_ctrl_z_of_a_dab_after_the_whole_region_was_painted() -> None:
    """Krita takes back the tiles that the dab touched, here the upper half."""
    shown = paint({LEFT: RED, RIGHT: BLUE})
    present = shown.copy()
    present[:17] = SHOWN[:17]
    assert update(shown, present, [given(LEFT, RED, CLEAR)]) == ({}, 0)


def test_a_changed_mind_keeps_the_color_before_and_undoes_in_two_steps() -> None:
    first = [given(RIGHT, GREEN, BLUE)]
    changed, *_ = update_answers(T, REGIONS, paint({RIGHT: GREEN}), paint({RIGHT: RED}), first)
    assert changed == [given(RIGHT, RED, BLUE)]
    back, *_ = update_answers(T, REGIONS, paint({RIGHT: RED}), paint({RIGHT: GREEN}), changed)
    assert back == first
    assert update(paint({RIGHT: GREEN}), paint({RIGHT: BLUE}), back) == ({}, 0)


def test_an_erased_region_is_undone_too() -> None:
    answers = [given(RIGHT, CLEAR, BLUE)]
    assert update(paint({}), paint({}), answers) == ({RIGHT: (CLEAR, BLUE)}, 0)
    assert update(paint({}), paint({RIGHT: BLUE}), answers) == ({}, 0)


def test_an_answered_region_that_is_erased_is_to_stay_unpainted_where_it_was_painted_before() -> None:
    shown = paint({RIGHT: GREEN})
    assert update(shown, paint({}), [given(RIGHT, GREEN, BLUE)]) == ({RIGHT: (CLEAR, BLUE)}, 0)
    assert update(shown, paint({}), [given(RIGHT, GREEN)]) == ({}, 0)  # as far as is known: it was unpainted


def test_answers_whose_region_is_gone_are_dropped() -> None:
    on_the_line, outside = Answer(T, 20, 10, RED), Answer(T, 41, 10, RED)
    assert update(SHOWN, SHOWN, [Answered(on_the_line), Answered(outside)]) == ({}, 0)


def test_answers_of_other_frames_are_not_of_this_one() -> None:
    assert update(SHOWN, SHOWN, [Answered(Answer(T + 1, 10, 10, RED))]) == ({}, 0)


def test_the_order_of_answers_does_not_matter() -> None:
    shown = paint({LEFT: RED, RIGHT: GREEN})
    answers = [given(RIGHT, GREEN, BLUE), given(LEFT, RED, CLEAR), Answered(Answer(T, 10, 20, RED), CLEAR)]
    updates = [update_answers(T, REGIONS, shown, shown, order) for order in (answers, answers[::-1])]
    assert updates[0] == updates[1] and len(updates[0].answers) == 2


def test_a_drawing_without_regions() -> None:
    line = np.zeros(REGIONS.shape, np.int32)
    assert update_answers(T, line, SHOWN, paint({LEFT: RED}), [given(LEFT, RED)]) == ([], 0, 0)
