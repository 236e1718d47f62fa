"""The curves of five regions, counted by hand."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from shiage_engine.evaluation.curves import as_lists, by_confidence, by_threshold, picture, ranking_of
from shiage_engine.evaluation.metrics import Ranking
from shiage_engine.evaluation.plot import HEIGHT, WIDTH
from tests.engine.evaluation.test_table import SURE, UNSURE

FIVE = Ranking(
    np.array([1.0, 0.95, 0.8, 0.55, 0.5]), np.array([1.0, 1, 0, 1, 0]), np.ones(5)
)  # right, right, wrong, right, wrong
EMPTY = Ranking(np.zeros(0), np.zeros(0), np.zeros(0))


def test_accuracy_by_confidence_is_of_equal_stretches() -> None:
    low, middle, high = by_confidence(FIVE, 10)
    assert low == pytest.approx((0.525, 0.5, 0.4))
    assert middle == pytest.approx((0.8, 0, 0.2))
    assert high == pytest.approx((0.975, 1, 0.4))


def test_what_is_painted_at_each_threshold() -> None:
    steps = by_threshold(FIVE, 5)
    assert [step.threshold for step in steps] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    np.testing.assert_allclose([step.coverage for step in steps], [1, 1, 1, 0.6, 0.6, 0.2])
    np.testing.assert_allclose([step.accuracy for step in steps], [0.6, 0.6, 0.6, 2 / 3, 2 / 3, 1])


def test_weights_count() -> None:
    heavy = Ranking(np.array([0.9, 0.9]), np.array([3.0, 0]), np.array([3.0, 1]))
    assert by_confidence(heavy) == [pytest.approx((0.9, 0.75, 1))]
    assert by_threshold(heavy, 1)[0] == pytest.approx((0, 1, 0.75))


def test_frames_of_all_shots_are_one() -> None:
    assert len(ranking_of([SURE, UNSURE]).confidence) == 8
    found = as_lists(ranking_of([SURE, UNSURE]))
    assert sum(bin_["weight"] for bin_ in found["by_confidence"]) == pytest.approx(1)
    assert [step["threshold"] for step in found["by_threshold"]][16] == 0.8


@pytest.mark.parametrize("ranking", [FIVE, EMPTY])
def test_the_picture_shows_both(ranking: Ranking) -> None:
    root = ElementTree.fromstring(picture(ranking))
    assert root.attrib["viewBox"] == f"0 0 {2 * WIDTH} {HEIGHT}"
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Accuracy by confidence", "Coverage and accuracy by threshold", "painted"} <= set(texts)
    lines = [*root.iter("{http://www.w3.org/2000/svg}polyline")]
    assert len(lines) == (5 if len(ranking.weight) else 1)
