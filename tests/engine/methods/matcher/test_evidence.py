"""Evidence from neighbors, against dense arithmetic and by hand."""

from __future__ import annotations

import pytest
import torch

from shiage_engine.methods.matcher import evidence, pairs
from shiage_engine.methods.matcher.evidence import Evidence, by_label
from tests.engine.methods.matcher.random_frames import encoded

CANDIDATES = torch.tensor([[0, 2], [2, 1], [1, 0], [2, 0]])  # of four regions, among three


@pytest.mark.parametrize("cells", [1 << 20, 5], ids=["at once", "a row at a time"])
def test_evidence_is_that_of_dense_matrices(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    monkeypatch.setattr(evidence, "CELLS_AT_ONCE", cells)
    monkeypatch.setattr(pairs, "CELLS_AT_ONCE", cells)
    target, given = encoded(4, 0), encoded(3, 7)
    labels = torch.eye(2)[[0, 1, 1]]
    matches, answer = torch.rand(4, 2), torch.rand(4, 2)
    logits = torch.randn(4, 2)
    found = Evidence(target, [given], labels, CANDIDATES)(matches, logits, answer)
    dense = torch.zeros(4, 3).scatter(1, CANDIDATES, matches)
    back = torch.full((4, 3), -torch.inf).scatter(1, CANDIDATES, logits).softmax(0)
    expected = [(matches + 1e-4).log() / 8, (back.gather(1, CANDIDATES) + 1e-4).log() / 8]
    for ours, theirs in ((target.black, given.black), (target.trace, given.trace)):
        a, b = ours.to_dense(), theirs.to_dense()
        alike = (a @ answer + evidence.SMALL).sqrt() @ (b @ labels + evidence.SMALL).sqrt().T
        expected += [part.gather(1, CANDIDATES) for part in (a @ dense @ b.T, alike)]
    torch.testing.assert_close(found, torch.stack(expected))


def test_frames_side_by_side_are_one_with_all_their_regions() -> None:
    """Their borders are apart, and no pair of one counts among those of another."""
    target, one, other = encoded(4, 0), encoded(3, 7), encoded(2, 9)
    labels, matches, answer, logits = (torch.rand(count, 2) for count in (5, 4, 4, 4))
    there = CANDIDATES.clamp(max=1)
    both = Evidence(target, [one, other], labels, torch.cat([CANDIDATES, there + 3], 1))
    found = both(torch.cat([matches] * 2, 1), torch.cat([logits] * 2, 1), answer)
    parts = [
        Evidence(target, [one], labels[:3], CANDIDATES)(matches, logits, answer),
        Evidence(target, [other], labels[3:], there)(matches, logits, answer),
    ]
    torch.testing.assert_close(found, torch.cat(parts, 2))


def test_many_labels_are_compared_by_the_greatest_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = torch.rand(4, 20), torch.rand(3, 20) * (torch.rand(3, 20) < 0.2)
    whole = evidence._products(ours, theirs, CANDIDATES)
    torch.testing.assert_close(whole, (ours @ theirs.T).gather(1, CANDIDATES))
    monkeypatch.setattr(evidence, "CELLS_AT_ONCE", 50)
    assert (theirs > 0).sum(1).max() <= evidence.LABELS
    torch.testing.assert_close(evidence._products(ours, theirs, CANDIDATES), whole)
    monkeypatch.setattr(evidence, "LABELS", 1)
    greatest = theirs.argmax(1)[CANDIDATES]
    expected = ours.gather(1, greatest) * theirs.max(1).values[CANDIDATES]
    torch.testing.assert_close(evidence._products(ours, theirs, CANDIDATES), expected)


def test_matches_are_summed_by_label() -> None:
    matches = [torch.tensor([[0.5, 0.2], [0.1, 0.3]]), torch.tensor([[0.1], [0.4]])]
    candidates = [torch.tensor([[0, 2], [2, 1]]), torch.tensor([[0], [0]])]
    labels = [torch.eye(2)[[0, 1, 0]], torch.tensor([[0.5, 0.5]])]
    torch.testing.assert_close(
        by_label(matches, candidates, labels), torch.tensor([[0.75, 0.05], [0.3, 0.5]])
    )
