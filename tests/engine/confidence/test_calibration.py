"""From scores to probabilities, and what left-out references do to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiage_engine.confidence import PRIORS, prior_of
from shiage_engine.confidence.calibration import SHIFT_SPREAD, SLOPE, Calibration, evidence, share
from shiage_engine.confidence.withdrawal import RULES, SHARE
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.registry import METHODS

PRIOR = prior_of("few-shot")

STRAIGHT = Calibration(share=1, trust=2, knots=(-5, 5), odds=(-5, 5))  # log odds are the evidence


def rows(*scores: tuple[float, ...]) -> np.ndarray:
    """Scores of regions, row 0 the line."""
    return np.array([(0.0,) * len(scores[0]), *scores], np.float32)


def outcome(right: int, wrong: int, trust: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """Scores and labels of a left-out reference: so many winners right, so many wrong."""
    count = right + wrong
    return rows(*[(0.0, trust)] * count), np.array([0] + [1] * right + [0] * wrong)


def log_odds(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def test_the_winners_share() -> None:
    np.testing.assert_allclose(share(rows((0.3, 0.1), (0, 0.5))), [0, 0.75, 1])


def test_evidence_is_log_odds_of_share_and_trust() -> None:
    np.testing.assert_allclose(evidence(rows((0.3, 0.1)))[1], np.log([3, 0.4 / 0.6]), rtol=1e-6)


def test_confidence_by_hand() -> None:
    confidence = STRAIGHT.confidence(rows((0.3, 0.1)))
    along = np.log(3) + 2 * np.log(0.4 / 0.6)
    assert confidence.dtype == np.float32
    assert confidence[1] == pytest.approx(1 / (1 + np.exp(-(1 + SLOPE) * along)))
    assert confidence[0] == 0  # the line's


def test_a_shift_moves_the_log_odds() -> None:
    scores = rows((0.3, 0.1), (0.1, 0.2))
    plain = STRAIGHT.confidence(scores)[1:]
    shifted = replace(STRAIGHT, shift=-1.5).confidence(scores)[1:]
    odds = [[log_odds(value) for value in values.astype(float)] for values in (plain, shifted)]
    np.testing.assert_allclose(np.subtract(odds[0], odds[1]), 1.5, rtol=1e-5)


@pytest.mark.parametrize("method", PRIORS)
def test_a_prior_is_a_rising_curve(method: str) -> None:
    prior = prior_of(method)
    assert len(prior.knots) == len(prior.odds)
    assert (np.diff(prior.knots) > 0).all()
    assert (np.diff(prior.odds) >= 0).all()
    assert prior.shift == 0
    assert prior.share > 0
    assert prior.trust > 0


def test_every_method_has_a_prior_of_its_own_or_a_rule_that_needs_none() -> None:
    own_rules = {name for name, method in METHODS.items() if method.rule == SHARE}
    assert set(PRIORS) == set(METHODS) - own_rules
    assert {method.rule for method in METHODS.values()} <= set(RULES)
    assert prior_of("a baseline") == PRIOR


def test_more_share_and_more_trust_are_more_confidence() -> None:
    shares = np.linspace(0.5, 1, 40)
    by_share = PRIOR.confidence(rows(*[(0.7 * one, 0.7 * (1 - one)) for one in shares]))[1:]
    by_trust = PRIOR.confidence(rows(*[(0.8 * one, 0.2 * one) for one in np.linspace(0.01, 0.98, 40)]))[1:]
    for confidence in (by_share, by_trust):
        assert (np.diff(confidence) > 0).all()
        assert 0 < confidence[0] < confidence[-1] < 1


def test_regions_without_any_score_have_low_confidence() -> None:
    assert 0 < PRIOR.confidence(rows((0.0, 0.0)))[1] < 0.5


def test_a_drawing_without_regions() -> None:
    assert PRIOR.confidence(np.zeros((1, 3), np.float32)).tolist() == [0]


def test_no_reference_left_out_is_no_shift() -> None:
    assert PRIOR.shift_for([]) == 0


def test_references_never_raise_confidence() -> None:
    assert PRIOR.shift_for([outcome(100, 0)] * 2) == 0


def test_the_more_of_the_references_was_wrong_the_larger_the_shift() -> None:
    shifts = [PRIOR.shift_for([outcome(100 - wrong, wrong)] * 2) for wrong in (0, 10, 20, 40, 70, 100)]
    assert shifts == sorted(shifts, reverse=True)
    assert len(set(shifts)) == len(shifts)
    assert shifts[1] < 0


@pytest.mark.parametrize("wrong", [50, 500, 1000])
def test_the_most_confident_can_be_wrong(wrong: int) -> None:
    """With many references, what is expected is what happened; two of them count half."""
    held_out = [outcome(1000 - wrong, wrong, trust=0.999)] * 2
    calibration = replace(PRIOR, shift=2 * PRIOR.shift_for(held_out))
    before, after = (one.confidence(held_out[0][0])[1] for one in (PRIOR, calibration))
    assert before > 0.99
    assert after == pytest.approx(1 - wrong / 1000, abs=0.02)


def test_the_shift_is_the_most_probable_one() -> None:
    """Where the prior's pull and what is right beyond expectation are in balance; half of it, by two references."""
    held_out = [outcome(60, 40), outcome(30, 20)]
    shift = 2 * STRAIGHT.shift_for(held_out)
    expected = replace(STRAIGHT, shift=shift).confidence(held_out[0][0])[1]
    assert shift / SHIFT_SPREAD**2 == pytest.approx(90 - 150 * expected, rel=1e-4)


def test_the_line_and_unknown_labels_do_not_count() -> None:
    scores, labels = outcome(60, 40)
    more = np.concatenate([scores, scores[1:]])
    unknown = np.concatenate([labels, np.full(100, UNKNOWN)])
    unknown[0] = 1
    assert PRIOR.shift_for([(more, unknown)] * 2) == PRIOR.shift_for([(scores, labels)] * 2)
