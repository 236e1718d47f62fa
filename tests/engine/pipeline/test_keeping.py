"""What is painted stays, in frames whose colors are made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shiage_engine.protocol.messages import ACCURACIES
from shiage_engine.protocol.options import Options

from shiage_engine.confidence.withdrawal import PAINTED, Verdict
from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame, Shot
from shiage_engine.pipeline import Request, color_base, read_shot
from shiage_engine.pipeline.keeping import keep_painted, shown
from shiage_engine.pipeline.request import Answer
from shiage_engine.pipeline.spreading import Colored
from shiage_engine.progress import finish
from tests.engine.shots import BY_AREA, LEFT, RED, color, line

ASKED = ACCURACIES.index(0.98)
ONE, TWO, THREE = 1, 2, 0  # labels


def of_areas(*areas: int) -> Shot:
    """A painted frame, and one of line and regions of so many pixels."""
    shot: Shot = finish(read_shot(Request({0: line(), 1: line(2)}, {0: color()})))
    regions = np.repeat(np.arange(len(areas), dtype=np.int32), areas)[None]
    blank = LineArt(*np.zeros((2, *regions.shape), np.uint8))
    return replace(shot, frames=[shot.frames[0], Frame.of(1, blank, regions)])


SHOT = of_areas(5, 100, 50, 20, 30)


def colored(*regions: tuple[int, float, int]) -> Colored:
    """Each region has a label, a confidence and steps."""
    labels, sure, steps = zip((0, 0.0, 0), *regions, strict=True)
    verdict = Verdict(np.array(sure, np.float32), np.array(steps, np.uint8), np.array(steps) <= ASKED)
    verdict.withdrawn[0] = False
    return Colored(np.array(labels), verdict)


def kept(before: Colored, anew: Colored, options: Options | None = None) -> Colored:
    of_frame = shown(SHOT, {1: before})
    return keep_painted({1: anew}, of_frame, SHOT, options or Options())[1]


def test_paint_stays_where_the_painters_own_parts_a_region() -> None:
    """The second region, of 50 pixels, is two since: 30 and 20."""
    painted = (ONE, 0.95, ASKED + 1)
    of_frame = shown(SHOT, {1: colored(painted, (TWO, 0.95, ASKED + 1), painted, painted)})
    drawing = SHOT.frames[1]
    regions = drawing.regions
    regions[0, 125:145] = 5
    parted = replace(SHOT, frames=[SHOT.frames[0], drawing.parted(regions)])
    unsure = (ONE, 0.4, 0)
    anew = colored(unsure, (ONE, 1.0, PAINTED), unsure, unsure, unsure)
    after = keep_painted({1: anew}, of_frame, parted, Options())[1]
    assert after.labels.tolist() == [0, ONE, ONE, ONE, ONE, TWO]


def test_paint_stays_whatever_the_new_run_says_of_it() -> None:
    painted = (ONE, 0.95, ASKED + 1)
    before = colored(painted, painted, painted, painted)
    anew = colored((ONE, 0.9, ASKED + 2), (ONE, 0.4, 0), (TWO, 0.9, ASKED + 1), (TWO, 0.4, 0))
    after = kept(before, anew)
    assert after.labels.tolist() == [0, ONE, ONE, ONE, ONE]
    assert not after.verdict.withdrawn.any()
    assert after.verdict.painted_steps.tolist() == [0, *[ASKED + 1] * 4]
    assert after.verdict.confidence.tolist() == pytest.approx([0, 0.9, 0.4, 0.1, 0.6])


def test_what_was_open_is_as_the_new_run_has_it_but_new_paint_is_surer_than_in_a_first_run() -> None:
    was_open = (ONE, 0.5, ASKED)
    anew = colored((TWO, 0.96, ASKED + 1), (TWO, 0.94, ASKED + 1), (TWO, 0.94, 3), (ONE, 0.2, 0))
    after = kept(colored(was_open, was_open, was_open, was_open), anew)
    assert after.labels.tolist() == [0, TWO, TWO, TWO, ONE]
    assert after.verdict.withdrawn.tolist() == [False, False, True, True, True]
    assert after.verdict.painted_steps.tolist() == [0, ASKED + 1, ASKED, 3, 0]
    everything = kept(colored(was_open, was_open, was_open, was_open), anew, Options(withdraw=False))
    assert not everything.verdict.withdrawn.any()


def test_answers_are_given_anew_or_have_been_taken_back() -> None:
    before = colored((ONE, 1.0, PAINTED), (ONE, 1.0, PAINTED), (ONE, 1.0, 0), (ONE, 1.0, 0))
    anew = colored((TWO, 0.5, 0), (TWO, 1.0, PAINTED), (ONE, 1.0, PAINTED), (ONE, 1.0, 0))
    after = kept(before, anew)
    assert after.labels.tolist() == [0, TWO, TWO, ONE, ONE]
    assert after.verdict.withdrawn.tolist() == [False, True, False, False, True]


def test_another_drawing_keeps_nothing() -> None:
    painted, other = (ONE, 0.95, ASKED + 1), (TWO, 0.1, 0)
    before, anew = colored(painted, painted, painted, painted), colored(other, other, other, other)
    of_frame = shown(SHOT, {1: before})
    assert keep_painted({1: anew}, of_frame, of_areas(5, 100, 50, 21, 29), Options())[1] is anew
    assert keep_painted({1: anew}, replace(of_frame, frames={}), SHOT, Options())[1] is anew


def test_a_shot_with_kept_paint_and_colors_that_its_references_lack() -> None:
    base = finish(color_base(Request({10: line(), 20: line(2)}, {10: color()}), BY_AREA))
    green = Answer(20, LEFT[1] + 2, LEFT[0], (0, 200, 0, 255))
    shot, frames = base.colored([green])
    before = base.shown(shot, frames)
    assert before.palette.tolist()[-1] == [0, 200, 0, 255]
    again, after = base.colored([], before)
    (number,) = np.flatnonzero(frames[1].verdict.painted_steps == PAINTED)
    assert again.palette.tolist() == shot.palette.tolist()
    assert again.palette[after[1].labels[number]].tolist() == list(RED), "the answer was taken back"
    others = np.arange(len(frames[1].labels)) != number
    assert (after[1].labels == frames[1].labels)[others].all()
