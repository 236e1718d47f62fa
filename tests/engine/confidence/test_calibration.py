"""From scores to probabilities, and the thresholds to paint with."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.confidence import CALIBRATIONS, calibration_of
from shiage_engine.confidence.calibration import SLOPE, Calibration, evidence, share
from shiage_engine.methods.method import RULES, SHARE
from shiage_engine.registry import METHODS

PRIOR = calibration_of("few-shot", 1)

THRESHOLDS = ((0.8, 0.5), (0.9, 0.8), (0.99, 0.95))
# Log odds are the evidence.
STRAIGHT = Calibration(share=1, trust=2, knots=(-5, 5), odds=(-5, 5), thresholds=THRESHOLDS)


def rows(*scores: tuple[float, ...]) -> np.ndarray:
    """Scores of regions, row 0 the line."""
    return np.array([(0.0,) * len(scores[0]), *scores], np.float32)


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


def test_thresholds_are_met_at_their_accuracies_and_straight_in_log_odds_between() -> None:
    assert [STRAIGHT.threshold(accuracy) for accuracy in (0.8, 0.9, 0.99)] == pytest.approx([0.5, 0.8, 0.95])
    middle = 1 / (1 + np.exp(-(log_odds(0.8) + log_odds(0.9)) / 2))
    assert log_odds(STRAIGHT.threshold(middle)) == pytest.approx((log_odds(0.5) + log_odds(0.8)) / 2)


def test_thresholds_go_on_beyond_those_that_were_fitted() -> None:
    assert STRAIGHT.threshold(0.7) < 0.5
    assert 0.95 < STRAIGHT.threshold(0.999) < 1
    assert STRAIGHT.threshold(1) == np.inf


@pytest.mark.parametrize("method", CALIBRATIONS)
def test_each_number_of_references_has_a_rising_curve_and_rising_thresholds(method: str) -> None:
    assert len(CALIBRATIONS[method]) == 6  # the last three are of model sheets alone
    for calibration in CALIBRATIONS[method]:
        assert len(calibration.knots) == len(calibration.odds)
        assert (np.diff(calibration.knots) > 0).all()
        assert (np.diff(calibration.odds) >= 0).all()
        assert calibration.share > 0
        assert calibration.trust > 0
        assert (np.diff(calibration.thresholds, axis=0) > 0).all()


def test_the_calibration_is_that_of_the_number_of_references() -> None:
    one, two, three, *_ = CALIBRATIONS["fused"]
    assert [calibration_of("fused", count) for count in (0, 1, 2, 3, 9)] == [one, one, two, three, three]


def test_sheets_have_a_calibration_of_their_own_where_no_frame_is_finished() -> None:
    *_, one, two, three = CALIBRATIONS["fused"]
    assert [calibration_of("fused", 0, count) for count in (1, 2, 3, 9)] == [one, two, three, three]
    assert calibration_of("fused", 2, 1) == calibration_of("fused", 2)


def test_every_method_has_a_calibration_of_its_own_or_a_rule_that_needs_none() -> None:
    own_rules = {name for name, method in METHODS.items() if method.rule == SHARE}
    assert set(CALIBRATIONS) == set(METHODS) - own_rules
    assert {method.rule for method in METHODS.values()} <= set(RULES)
    assert calibration_of("a baseline", 1) == PRIOR


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
