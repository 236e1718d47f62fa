"""Candidates and what compares them, against dense arithmetic and by hand."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.matcher import pairs
from shiage_engine.methods.matcher.evidence import EVIDENCE, Evidence, by_label
from shiage_engine.methods.matcher.pairs import Pairs, relations, side_by_side, similarities
from tests.engine.methods.matcher.random_frames import encoded


@pytest.fixture(params=[1 << 20, 5], ids=["at once", "a row at a time"])
def cells(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "CELLS_AT_ONCE", request.param)


@pytest.mark.usefixtures("cells")
def test_candidates_are_the_most_similar_regions() -> None:
    target, given = encoded(4, 0), encoded(6, 7)
    all_similar = target.projected @ given.projected.T
    chosen, values = similarities(target, given, 2)
    torch.testing.assert_close(values, all_similar.sort(1, descending=True).values[:, :2])
    torch.testing.assert_close(values, all_similar.gather(1, chosen))
    given_before = similarities(target, given, candidates=chosen.flip(1))
    torch.testing.assert_close(given_before, (chosen.flip(1), values.flip(1)))


@pytest.mark.parametrize("most", [None, 6, 9])
def test_all_regions_are_candidates_where_there_are_few(most: int | None) -> None:
    target, given = encoded(4, 0), encoded(6, 7)
    chosen, values = similarities(target, given, most)
    torch.testing.assert_close(chosen, torch.arange(6).expand(4, 6))
    torch.testing.assert_close(values, target.projected @ given.projected.T)


@pytest.mark.parametrize(("count", "others"), [(0, 3), (3, 0), (0, 0)])
def test_frames_without_regions(count: int, others: int) -> None:
    target, given = encoded(count, 0), encoded(others, 7)
    chosen, _ = similarities(target, given, 2)
    torch.testing.assert_close(similarities(target, given, candidates=chosen)[0], chosen)
    assert relations(target, given, chosen).shape == (pairs.RELATIONS, *chosen.shape)
    found = Evidence(target, [given], torch.zeros(others, 2), chosen)(
        chosen.float(), chosen.float(), torch.zeros(count, 2)
    )
    assert found.shape == (EVIDENCE, *chosen.shape)
    assert by_label([chosen.float()], [chosen], [torch.zeros(others, 2)]).shape == (count, 2)


def test_relations_by_hand() -> None:
    target = encoded(2, 0)._replace(
        center=torch.tensor([[0.0, 0.0], [1.0, 1.0]]),
        frame_place=torch.tensor([[0.5, 0.5], [0.5, 0.5]]),
        size=torch.tensor([0.0, 9.0]),
        grids=torch.tensor([[0, 0, 0, 1], [-1, -1, 1, 1]], dtype=torch.int32),
    )
    given = target._replace(
        center=torch.tensor([[3.0, 4.0], [1.0, 1.0]]),
        frame_place=torch.tensor([[0.5, 0.75], [0.5, 0.5]]),
        size=torch.tensor([1.0, 1.0]),
        grids=torch.tensor([[0, 1, 1, -1], [-1, 0, -1, 0]], dtype=torch.int32),
    )
    size, of_figure, in_frame, *overlaps = relations(target, given, torch.tensor([[0, 1], [1, 0]]))
    torch.testing.assert_close(size, torch.tensor([[1.0, 1.0], [4.0, 4.0]]))  # cut off at 4
    torch.testing.assert_close(of_figure, torch.tensor([[5.0, 2**0.5], [0.0, 13**0.5]]))
    torch.testing.assert_close(in_frame, torch.tensor([[1.0, 0.0], [0.0, 1.0]]))
    # Samples, on the figure's and the frame's map.
    shared = [[[1.0, 2.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]]
    ours = [[[4.0, 4.0], [2.0, 2.0]], [[1.0, 1.0], [3.0, 3.0]]]  # samples of each region, and one
    theirs = [[[2.0, 3.0], [3.0, 2.0]], [[3.0, 1.0], [1.0, 3.0]]]
    for part, (samples, of_all) in enumerate(
        [(shared[0], ours[0]), (shared[0], theirs[0]), (shared[1], ours[1]), (shared[1], theirs[1])]
    ):
        torch.testing.assert_close(overlaps[part], torch.tensor(samples) / torch.tensor(of_all))


def test_pairs_side_by_side_are_those_with_one_frame_of_all_regions() -> None:
    one = Pairs(torch.tensor([[1, 0]]), torch.ones(7, 1, 2), torch.ones(3, 1, 1), torch.tensor([[1.0, 2.0]]))
    other = Pairs(torch.tensor([[2]]), torch.zeros(7, 1, 1), torch.zeros(3, 1, 1), torch.tensor([[3.0]]))
    both = side_by_side([one, other], [2, 3])
    assert both.candidates.tolist() == [[1, 0, 4]]
    assert both.relations[0].tolist() == [[1, 1, 0]]
    assert both.of_frames[0].tolist() == [[1, 1, 0]]
    assert both.logits.tolist() == [[1, 2, 3]]
