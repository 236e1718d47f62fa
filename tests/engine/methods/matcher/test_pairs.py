"""Candidates and what compares them, against dense arithmetic and by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from shiage_engine.methods.matcher import pairs
from shiage_engine.methods.matcher.pairs import Encoded, Evidence, by_label, relations, similarities

CANDIDATES = torch.tensor([[0, 2], [2, 1], [1, 0], [2, 0]])  # of four regions, among three


def borders(count: int, seed: int) -> Tensor:
    """A random sparse matrix of border shares."""
    torch.manual_seed(seed)
    shares = torch.rand(count, count) * (torch.rand(count, count) < 0.6)
    return shares.fill_diagonal_(0).to_sparse().coalesce()


def encoded(count: int, seed: int) -> Encoded:
    torch.manual_seed(seed)
    projected = torch.nn.functional.normalize(torch.randn(count, 5), dim=1)
    place, size = torch.rand(count, 2), torch.rand(count)
    grids = torch.randint(-1, max(count, 1), (2, 50), dtype=torch.int32).clamp(max=count - 1)
    return Encoded(
        projected, projected, place, 2 * place, size, borders(count, seed), borders(count, seed + 1), grids
    )


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
    found = Evidence(target, given, torch.zeros(others, 2), chosen)(
        chosen.float(), chosen.float(), torch.zeros(count, 2)
    )
    assert found.shape == (pairs.EVIDENCE, *chosen.shape)
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
    shared = [
        [[1.0, 2.0], [0.0, 0.0]],
        [[0.0, 0.0], [0.0, 1.0]],
    ]  # samples, on the figure's and the frame's map
    ours = [[[4.0, 4.0], [2.0, 2.0]], [[1.0, 1.0], [3.0, 3.0]]]  # samples of each region, and one
    theirs = [[[2.0, 3.0], [3.0, 2.0]], [[3.0, 1.0], [1.0, 3.0]]]
    for part, (samples, of_all) in enumerate(
        [(shared[0], ours[0]), (shared[0], theirs[0]), (shared[1], ours[1]), (shared[1], theirs[1])]
    ):
        torch.testing.assert_close(overlaps[part], torch.tensor(samples) / torch.tensor(of_all))


@pytest.mark.usefixtures("cells")
def test_evidence_is_that_of_dense_matrices() -> None:
    target, given = encoded(4, 0), encoded(3, 7)
    labels = torch.eye(2)[[0, 1, 1]]
    matches, answer = torch.rand(4, 2), torch.rand(4, 2)
    logits = torch.randn(4, 2)
    found = Evidence(target, given, labels, CANDIDATES)(matches, logits, answer)
    dense = torch.zeros(4, 3).scatter(1, CANDIDATES, matches)
    back = torch.full((4, 3), -torch.inf).scatter(1, CANDIDATES, logits).softmax(0)
    expected = [(matches + 1e-4).log() / 8, (back.gather(1, CANDIDATES) + 1e-4).log() / 8]
    for ours, theirs in ((target.black, given.black), (target.trace, given.trace)):
        a, b = ours.to_dense(), theirs.to_dense()
        alike = (a @ answer + pairs.SMALL).sqrt() @ (b @ labels + pairs.SMALL).sqrt().T
        expected += [part.gather(1, CANDIDATES) for part in (a @ dense @ b.T, alike)]
    torch.testing.assert_close(found, torch.stack(expected))


def test_many_labels_are_compared_by_the_greatest_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = torch.rand(4, 20), torch.rand(3, 20) * (torch.rand(3, 20) < 0.2)
    whole = pairs._products(ours, theirs, CANDIDATES)
    torch.testing.assert_close(whole, (ours @ theirs.T).gather(1, CANDIDATES))
    monkeypatch.setattr(pairs, "CELLS_AT_ONCE", 50)
    assert (theirs > 0).sum(1).max() <= pairs.LABELS
    torch.testing.assert_close(pairs._products(ours, theirs, CANDIDATES), whole)
    monkeypatch.setattr(pairs, "LABELS", 1)
    greatest = theirs.argmax(1)[CANDIDATES]
    expected = ours.gather(1, greatest) * theirs.max(1).values[CANDIDATES]
    torch.testing.assert_close(pairs._products(ours, theirs, CANDIDATES), expected)


def test_matches_are_summed_by_label() -> None:
    matches = [torch.tensor([[0.5, 0.2], [0.1, 0.3]]), torch.tensor([[0.1], [0.4]])]
    candidates = [torch.tensor([[0, 2], [2, 1]]), torch.tensor([[0], [0]])]
    labels = [torch.eye(2)[[0, 1, 0]], torch.tensor([[0.5, 0.5]])]
    torch.testing.assert_close(
        by_label(matches, candidates, labels), torch.tensor([[0.75, 0.05], [0.3, 0.5]])
    )
