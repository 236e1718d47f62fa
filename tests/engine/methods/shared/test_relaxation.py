"""Relaxation over graphs of a few regions, worked by hand."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy.sparse import csr_array

from shiage_engine.drawing.adjacency import Adjacency
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.methods.shared import relaxation
from shiage_engine.methods.shared.relaxation import (
    DARK,
    NO_EVIDENCE,
    Relaxation,
    RelaxationParams,
    _distinct,
    _log_affinity,
    one_hot,
    softmax,
)

BLACK, BLUE = 0, 1  # places in Adjacency.by_kind
COLORS = 3
HOOD = RelaxationParams(own=1, neighborhood=5, touch=0, rounds=1)
TOUCH = RelaxationParams(own=0, neighborhood=0, touch=2, rounds=1)


def graph(regions: int, *borders: tuple[int, int, int, float]) -> Adjacency:
    """Borders (region, region, kind, length) among `regions` regions."""
    matrices = np.zeros((4, regions + 1, regions + 1), np.float32)
    for a, b, kind, length in borders:
        matrices[kind, a, b] = matrices[kind, b, a] = length
    return Adjacency(tuple(csr_array(matrix) for matrix in matrices))


# A reference: label 1 lies beside label 2 across black, and label 0, the background, beside label 2 across blue.
REFERENCE = graph(3, (1, 2, BLACK, 8), (2, 3, BLUE, 8))
LABELS = np.array([0, 1, 2, 0], np.int32)


def relaxed(scores: list[list[float]], adjacency: Adjacency, params: RelaxationParams) -> np.ndarray:
    relaxation = Relaxation([(REFERENCE, LABELS)], COLORS, params)
    return relaxation.relax(np.array([[0] * COLORS, *scores], np.float32), adjacency)


def test_certain_scores() -> None:
    labels = np.array([0, 2, UNKNOWN, 0], np.int32)
    np.testing.assert_array_equal(one_hot(labels, 3), [[0, 0, 0], [0, 0, 1], [0, 0, 0], [1, 0, 0]])


def test_softmax() -> None:
    evidence = np.log([[1.0, 3.0], [5.0, 5.0]])
    np.testing.assert_allclose(softmax(evidence), [[0.25, 0.75], [0.5, 0.5]])
    np.testing.assert_array_equal(softmax(np.array([[1e6, 0.0], [0.0, -np.inf]])), [[1, 0], [1, 0]])


def test_the_neighborhood_decides_between_equals() -> None:
    """A region that may be 0 or 1, beside one that is surely 2: as in the reference, across black it is 1."""
    scores = relaxed([[0.5, 0.5, 0], [0, 0, 1]], graph(2, (1, 2, BLACK, 4)), HOOD)
    # Label 1 has an example with the same neighborhood: 0. Label 0's has the same neighbor across another line,
    # so that they share nothing: -5 * 2. Label 2's has half its border with label 1 and half with label 0.
    evidence = np.log(np.array([0.5, 0.5, 0]) + DARK) + np.array([-10, 0, -10])
    np.testing.assert_allclose(scores[1], softmax(evidence[None])[0], rtol=1e-5)


def test_the_kind_of_line_decides() -> None:
    across = {kind: graph(2, (1, 2, kind, 4)) for kind in (BLACK, BLUE)}
    undecided: list[list[float]] = [[0.5, 0.5, 0], [0, 0, 1]]
    assert relaxed(undecided, across[BLACK], HOOD)[1].argmax() == 1
    assert relaxed(undecided, across[BLUE], HOOD)[1].argmax() == 0


def test_a_neighborhood_half_alike() -> None:
    """Beside 1 across black, and nothing else: label 2's example has that over half its border."""
    scores = relaxed([[0.2, 0.2, 0.6], [0, 1, 0]], graph(2, (1, 2, BLACK, 4)), HOOD)
    fit = -5 * (2 - 2 * np.sqrt(0.5 * 1))
    evidence = np.log(np.array([0.2, 0.2, 0.6]) + DARK) + np.maximum([-10 - fit, -10 - fit, 0], NO_EVIDENCE)
    np.testing.assert_allclose(scores[1], softmax(evidence[None])[0], rtol=1e-5)


def test_labels_that_touch_more_than_by_chance_support_each_other() -> None:
    affinity = _log_affinity(np.array([[0, 2], [2, 0]], float))  # by chance, one pair of each
    np.testing.assert_allclose(affinity, np.log([[1 / 2, 3 / 2], [3 / 2, 1 / 2]]))
    scores = relaxed([[1 / 3] * 3, [0, 0, 1]], graph(2, (1, 2, BLACK, 4)), TOUCH)
    # Pairs across black: 1 with 2, once each way. By chance: 1 and 1, 1 and 2, 2 and 2 half a pair each way.
    evidence = 2 * np.log([1, 2 / 1.5, 1 / 1.5])
    np.testing.assert_allclose(scores[1], softmax(evidence[None])[0], rtol=1e-5)


def test_a_region_without_neighbors_keeps_its_winner() -> None:
    scores = relaxed([[0.2, 0.3, 0.5]], graph(1), RelaxationParams())
    assert scores[1].argmax() == 2


@pytest.mark.parametrize("rounds", [1, 3])
def test_rows_sum_to_one(rounds: int) -> None:
    adjacency = graph(3, (1, 2, BLACK, 5), (2, 3, BLUE, 2))
    scores = relaxed([[0.2, 0.3, 0.5], [0, 1, 0], [1, 0, 0]], adjacency, RelaxationParams(rounds=rounds))
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores.sum(1), 1, rtol=1e-5)


def test_regions_of_unknown_label_are_no_examples() -> None:
    adjacency = graph(2, (1, 2, BLACK, 4))
    scores = np.array([[0, 0, 0], [0.5, 0.5, 0], [0, 0, 1]], np.float32)
    more = graph(4, (1, 2, BLACK, 8), (2, 3, BLUE, 8))
    labels = np.array([*LABELS, UNKNOWN], np.int32)
    expected = Relaxation([(REFERENCE, LABELS)], COLORS).relax(scores, adjacency)
    found = Relaxation([(more, labels)], COLORS).relax(scores, adjacency)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_the_order_of_the_palette_means_nothing() -> None:
    adjacency = graph(3, (1, 2, BLACK, 5), (2, 3, BLUE, 2), (1, 3, BLACK, 1))
    scores = np.array([[0, 0, 0], [0.2, 0.3, 0.5], [0.1, 0.6, 0.3], [0.4, 0.4, 0.2]], np.float32)
    order = np.array([2, 0, 1])
    labels = np.argsort(order)[LABELS]
    plain = Relaxation([(REFERENCE, LABELS)], COLORS).relax(scores, adjacency)
    turned = Relaxation([(REFERENCE, labels)], COLORS).relax(scores[:, order], adjacency)
    np.testing.assert_allclose(turned, plain[:, order], rtol=1e-5)


def test_examples_that_are_nearly_alike_are_kept_once() -> None:
    examples = np.array([[0.5, 0.5], [0.51, 0.49], [0.5, 0.5], [1, 0]])
    distinct, labels = _distinct([examples], np.array([1, 1, 2, 1]))
    assert sorted(zip(labels.tolist(), distinct[:, 0].tolist(), strict=True)) == [(1, 0.5), (1, 1), (2, 0.5)]


def test_examples_of_crowds_are_compared_by_bytes() -> None:
    random, label_of = np.random.default_rng(0), np.repeat(np.arange(300) * 7, 20)
    many = [random.dirichlet(np.full(100, 0.1), 2000) for _ in range(3)]
    tracemalloc.start()
    distinct, labels = _distinct(many, label_of)
    assert tracemalloc.get_traced_memory()[1] < 2 * sum(examples.nbytes for examples in many)
    tracemalloc.stop()
    assert len(distinct) == len(labels) == relaxation.MOST_EXAMPLES
    row_of = {example.tobytes(): row for row, example in enumerate(np.concatenate(many))}
    assert labels.tolist() == [label_of[row_of[example.tobytes()]] for example in distinct]


def test_of_too_many_examples_each_label_keeps_its_most_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "MOST_EXAMPLES", 3)
    shares = np.array([0, 0, 0.35, 1, 0.7, 0.7, 0])
    distinct, labels = _distinct([np.stack([shares, 1 - shares], 1)], np.array([1, 1, 1, 1, 2, 2, 3]))
    assert list(zip(labels.tolist(), distinct[:, 0].tolist(), strict=True)) == [(1, 0), (2, 0.7), (3, 0)]


def test_examples_are_told_apart_less_finely_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "MOST_EXAMPLES", 2)
    shares = np.array([0.0, 0.08, 0.9, 1.0])
    distinct, _ = _distinct([np.stack([shares, 1 - shares], 1)], np.ones(4, int))
    assert distinct[:, 0].tolist() == [0.0, 0.9]
