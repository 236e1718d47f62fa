"""Which regions are withdrawn, on confidences made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiage_engine.confidence.calibration import Calibration
from shiage_engine.confidence.withdrawal import Verdict, by_share, by_target, threshold, without_suspects

STRAIGHT = Calibration(share=1, trust=1, knots=(-9, 9), odds=(-9, 9))  # log odds are the evidence
FRAMES = [np.array([0.6, 0.9]), np.array([0.8]), np.array([])]

confidences = st.lists(st.sampled_from([i / 16 for i in range(17)]), max_size=12).map(np.array)
targets = st.integers(1, 64).map(lambda i: i / 64)


def rows(*scores: tuple[float, ...]) -> np.ndarray:
    return np.array([(0.0,) * len(scores[0]), *scores], np.float32)


SCORES = [rows((0.97, 0.02), (0.3, 0.3)), rows((0.02, 0.9)), np.zeros((1, 2), np.float32)]
NO_SPECKS = [np.zeros(len(of_frame), bool) for of_frame in SCORES]


@pytest.mark.parametrize(
    ("target", "least"), [(0.5, 0.6), (0.76, 0.6), (0.77, 0.8), (0.85, 0.8), (0.86, 0.9), (0.91, np.inf)]
)
def test_the_painted_set_is_the_largest_whose_mean_is_good_enough(target: float, least: float) -> None:
    assert threshold(FRAMES, target) == least  # means of the 1, 2 and 3 surest: 0.9, 0.85 and 0.767


def test_equals_are_painted_together_or_not_at_all() -> None:
    alike = np.array([1, 0.875, 0.875, 0.875])  # means: 1, 0.9375, 0.917, 0.906
    assert threshold([alike], 0.93) == 1
    assert threshold([alike], 0.90) == 0.875


@pytest.mark.parametrize("frames", [[], [np.array([])]])
def test_nothing_to_paint_has_no_threshold(frames: list[np.ndarray]) -> None:
    assert threshold(frames, 0.5) == np.inf


@given(confidences, targets)
def test_what_is_painted_is_expected_to_meet_the_target(confidence: np.ndarray, target: float) -> None:
    painted = confidence[confidence >= threshold([confidence], target)]
    assert not len(painted) or painted.mean() >= target
    for least in np.unique(confidence):
        larger = confidence[confidence >= least]
        assert len(larger) <= len(painted) or larger.mean() < target


@given(confidences, targets, targets)
def test_a_higher_target_never_paints_more(confidence: np.ndarray, one: float, other: float) -> None:
    assert threshold([confidence], min(one, other)) <= threshold([confidence], max(one, other))


def test_a_shot_has_one_threshold_over_its_frames() -> None:
    verdicts = by_target(SCORES, NO_SPECKS, STRAIGHT, 0.9)
    assert [verdict.withdrawn.tolist() for verdict in verdicts] == [
        [False, False, True],
        [False, False],
        [False],
    ]
    for scores, verdict in zip(SCORES, verdicts, strict=True):
        np.testing.assert_array_equal(verdict.confidence, STRAIGHT.confidence(scores))


def test_mixed_regions_have_less_confidence() -> None:
    purity = np.array([1, 0.5], np.float32)
    mixed = by_target(SCORES, NO_SPECKS, STRAIGHT, 0.9, purity)
    assert [verdict.withdrawn.tolist() for verdict in mixed] == [[False, False, True], [False, True], [False]]
    np.testing.assert_array_equal(mixed[1].confidence, STRAIGHT.confidence(SCORES[1]) / 2)


def test_higher_targets_paint_fewer_regions_of_a_shot() -> None:
    verdicts = [by_target(SCORES, NO_SPECKS, STRAIGHT, target) for target in (0.01, 0.9, 0.999, 1)]
    withdrawn = [sum(int(verdict.withdrawn.sum()) for verdict in of_shot) for of_shot in verdicts]
    assert withdrawn == sorted(withdrawn)
    assert (withdrawn[0], withdrawn[-1]) == (0, 3)


def test_where_no_region_is_confident_nothing_is_painted() -> None:
    verdicts = by_target(SCORES, NO_SPECKS, STRAIGHT, 1)
    for verdict in verdicts:
        assert verdict.withdrawn[1:].all()
        assert not verdict.withdrawn[0]  # the line's


def test_specks_do_not_count_but_have_the_same_threshold() -> None:
    scores = [rows((0.97, 0.02), *[(0.3, 0.3)] * 50, (0.02, 0.97))]
    is_speck = [np.array([False, False] + [True] * 50 + [True])]
    (verdict,) = by_target(scores, is_speck, STRAIGHT, 0.95)
    assert verdict.withdrawn.tolist() == [False, False] + [True] * 50 + [False]


def test_by_share_withdraws_under_four_fifths() -> None:
    verdicts = by_share([rows((0.4, 0.1), (0.39, 0.11), (0, 0)), np.zeros((1, 2), np.float32)])
    assert verdicts[0].withdrawn.tolist() == [False, False, True, True]
    np.testing.assert_allclose(verdicts[0].confidence, [0, 0.8, 0.78, 0])
    assert verdicts[1].withdrawn.tolist() == [False]


def test_suspects_of_a_leak_are_withdrawn_unless_left_unpainted() -> None:
    verdict = Verdict(np.array([0, 0.9, 0.9, 0.9], np.float32), np.array([False] * 4))
    labels = np.array([0, 2, 2, 0])
    found = without_suspects(verdict, labels, 2)
    np.testing.assert_array_equal(found.withdrawn, [False, False, True, False])
    np.testing.assert_array_equal(found.confidence, np.array([0, 0.9, 0, 0.9], np.float32))
    np.testing.assert_array_equal(without_suspects(verdict, labels, None).withdrawn, verdict.withdrawn)
