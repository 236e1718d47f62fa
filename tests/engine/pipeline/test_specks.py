"""Specks are painted with the region that they take after, or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from shiage_engine.protocol.messages import ACCURACIES
from shiage_engine.protocol.options import Options

from shiage_engine.confidence.withdrawal import PAINTED, Verdict
from shiage_engine.pipeline.specks import color_specks, recolor_specks
from shiage_engine.pipeline.spreading import Colored
from shiage_engine.specks.candidates import MOST
from shiage_engine.specks.choice import NO_SPECKS, Choice

STEPS = len(ACCURACIES)
RED, BLUE = 1, 2
LARGE, SPECK = 1, 2


def of(label: int, sure: float, steps: int, speck: int = 0, speck_steps: int = 0) -> Colored:
    """A large region and a speck."""
    painted = np.array([0, steps, speck_steps], np.uint8)
    return Colored(
        np.array([0, label, speck]), Verdict(np.array([0, sure, 0.1], np.float32), painted, painted == 0)
    )


def part_of_large(share: float) -> Choice:
    regions = np.zeros((1, MOST), np.int32)
    regions[0, 0] = LARGE
    shares = (regions > 0) * np.float32(share)
    return Choice(np.array([SPECK], np.int32), regions, shares, shares)


@pytest.mark.parametrize(("share", "is_painted"), [(1.0, True), (0.6, False)])
def test_a_speck_is_painted_where_it_is_likely_to_be_right(share: float, is_painted: bool) -> None:
    colored = color_specks(of(RED, 1.0, STEPS), part_of_large(share), Options(target_accuracy=0.95))
    assert colored.labels[SPECK] == RED
    assert colored.verdict.confidence[SPECK] == pytest.approx(share)
    assert colored.verdict.withdrawn[SPECK] != is_painted
    assert (colored.verdict.painted_steps[SPECK] == STEPS - 1) == is_painted  # nothing is sure for 1


def test_a_speck_is_never_painted_where_its_region_is_not() -> None:
    colored = color_specks(of(RED, 1.0, 0), part_of_large(1), Options())
    assert colored.verdict.withdrawn[SPECK] and colored.verdict.painted_steps[SPECK] == 0


def test_all_is_painted_for_who_wants_all_painted() -> None:
    colored = color_specks(of(RED, 0.2, 0), part_of_large(0.5), Options(withdraw=False))
    assert not colored.verdict.withdrawn[SPECK]


def test_what_the_painter_painted_stays() -> None:
    before = of(RED, 1.0, STEPS, speck=BLUE, speck_steps=PAINTED)
    after = color_specks(before, part_of_large(1), Options())
    assert after.labels[SPECK] == BLUE and after.verdict.painted_steps[SPECK] == PAINTED


def test_after_an_answer_withdrawn_specks_follow_and_painted_ones_stay() -> None:
    answered = of(BLUE, 1.0, PAINTED, speck=RED)
    assert recolor_specks(answered, part_of_large(1), Options(target_accuracy=0.95)).labels[SPECK] == BLUE
    painted = of(BLUE, 1.0, PAINTED, speck=RED, speck_steps=STEPS)
    assert recolor_specks(painted, part_of_large(1), Options()).labels[SPECK] == RED


@pytest.mark.parametrize(("share", "label"), [(0.2, BLUE), (0.05, RED)])
def test_a_sliver_takes_after_a_larger_region_where_that_is_surer_than_its_own_color(
    share: float, label: int
) -> None:
    before = of(BLUE, 1.0, STEPS, speck=RED)  # it is .1 sure of its own
    for color in (color_specks, recolor_specks):
        after = color(before, NO_SPECKS, Options(), part_of_large(share))
        assert after.labels[SPECK] == label and after.verdict.withdrawn[SPECK]
        assert after.verdict.confidence[SPECK] == pytest.approx(max(share, 0.1))


def test_a_sliver_that_is_painted_in_the_color_it_takes_after_stays_painted() -> None:
    before = of(RED, 1.0, STEPS, speck=RED, speck_steps=STEPS)
    after = color_specks(before, NO_SPECKS, Options(), part_of_large(0.2))
    assert not after.verdict.withdrawn[SPECK] and after.verdict.painted_steps[SPECK] == STEPS


def test_a_sliver_that_is_painted_stays_after_an_answer() -> None:
    painted = of(BLUE, 1.0, PAINTED, speck=RED, speck_steps=STEPS)
    assert recolor_specks(painted, NO_SPECKS, Options(), part_of_large(1)).labels[SPECK] == RED


def test_specks_take_after_slivers_that_have_taken_after_a_larger_region() -> None:
    sliver, speck = 2, 3
    of_speck = part_of_large(1)._replace(specks=np.array([speck], np.int32))
    of_speck.regions[0, 0] = sliver
    steps = np.array([0, STEPS, 0, 0], np.uint8)
    verdict = Verdict(np.array([0, 1, 0.1, 0.1], np.float32), steps, steps == 0)
    before = Colored(np.array([0, BLUE, RED, RED]), verdict)
    assert color_specks(before, of_speck, Options(), part_of_large(1)).labels.tolist() == [
        0,
        BLUE,
        BLUE,
        BLUE,
    ]
