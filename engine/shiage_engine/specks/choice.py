"""Which region each speck belongs to: a small network goes by features of its candidates, and by what lies around it,
turned to each.

Fitted by tools/fit_specks.py on generated shots whose lines were drawn anew with specks. Convolutions on windows of
29 and 41 pixels, which are not turned, were no better than features alone (docs/experiments.md, "Specks").
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from ..drawing.bands import bands
from ..drawing.line_art import LineArt
from ..drawing.paint import spread
from ..drawing.regions import areas
from ..drawing.shot import UNKNOWN
from .around import KINDS
from .candidates import MOST, SPECKS, Candidates, find, small

WEIGHTS = "weights.npz"
LAYERS = ("hidden", "deeper", "fits", "none")  # each as NAME.weight, (in, out), and NAME.bias, (out,)
# (PLACES * KINDS, out of "hidden"): what the kind of ground at each place adds to that.
AROUND = "around.weight"
NONE = -1  # stands for "part of none of the candidates"
DARK = 1e-3  # added to shares before their logarithm: none is so sure of itself
BESIDE_WEIGHT = 0.5  # of what a speck beside another one says of it
AT_ONCE = 1 << 13  # pairs of specks: some 10 MB
ALONE = 1 << 8  # specks at a time: some 12 MB
MOST_OF = 0.6  # the share of specks that have the color of the choice, at least, where they belong to larger regions
LONELY = 0.5  # the share of the nearest larger region, where a speck has none near it


class Choice(NamedTuple):
    """For each of S specks of a frame the larger regions that it may be a part of, and how likely of which."""

    specks: np.ndarray  # i32 (S,): their ids
    regions: np.ndarray  # i32 (S, MOST): ids of larger regions; 0: no more of them
    shares: np.ndarray  # f32 (S, MOST): the probability that the speck is a part of it; together at most 1
    # The same by the speck itself: what specks beside it say makes the choice better, but not surer.
    alone: np.ndarray

    def labels(self, labels: np.ndarray, confidence: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The colors of the specks, from those of larger regions, (R + 1,), and how likely these are right.

        The label of each speck, (S,); the probability that it is right, f32 (S,); and the region of that label that
        it is most likely a part of, i32 (S,).
        """
        if not len(self.specks):
            return np.zeros(0, labels.dtype), np.zeros(0, np.float32), np.zeros(0, np.int32)
        of_candidates = labels[self.regions]
        right = self.shares * confidence[self.regions]
        same = of_candidates[:, :, None] == of_candidates[:, None, :]
        # Where no candidate's color is known at all, the likeliest candidate still has one.
        votes = (same * (right + 1e-6 * self.shares)[:, None, :]).sum(2)
        rows, best = np.arange(len(votes)), votes.argmax(1)
        label = of_candidates[rows, best]
        sure = (same * (self.alone * confidence[self.regions])[:, None, :]).sum(2)[rows, best]
        neighbor = np.where(of_candidates == label[:, None], right, -1).argmax(1)
        return label, sure.astype(np.float32), self.regions[rows, neighbor]


_NONE = np.zeros((0, MOST), np.float32)
NO_SPECKS = Choice(np.zeros(0, np.int32), _NONE.astype(np.int32), _NONE, _NONE)


def choose(regions: np.ndarray, art: LineArt, sizes: range = SPECKS) -> Choice:
    """The choice for all specks of a region map, i32 (H, W); for none in a drawing of specks alone.

    `sizes`: as for `candidates.find`.
    """
    candidates = find(regions, art, sizes)
    is_small = small(areas(regions), sizes)
    if not len(candidates.specks) or is_small[1:].all():
        return NO_SPECKS
    found, (shares, alone) = candidates.regions, part_of(candidates)
    lonely = ~found.any(1)
    if lonely.any():
        found[lonely, 0] = _nearest_large(regions, is_small)[candidates.specks[lonely]]
        shares[lonely, 0] = alone[lonely, 0] = LONELY
    return Choice(candidates.specks, found, shares, alone)


def belong(frames: Iterable[tuple[Choice, np.ndarray]]) -> bool:
    """Whether specks of some finished frames are parts of larger regions: most have the color of the choice.

    `frames`: the choice for each, and its regions' labels, i32 (R + 1,), or UNKNOWN.
    """
    right = known = 0
    for choice, labels in frames:
        given, is_known = labels[choice.specks], labels != UNKNOWN
        label, _, _ = choice.labels(labels, is_known.astype(np.float32))
        known += int(is_known[choice.specks].sum())
        right += int((is_known[choice.specks] & (label == given)).sum())
    return right > MOST_OF * known


def part_of(candidates: Candidates) -> tuple[np.ndarray, np.ndarray]:
    """The probability that each speck is a part of each of its candidates, f32 (S, MOST), and the same by itself."""
    alone: np.ndarray = np.empty((len(candidates.regions), MOST + 1), np.float32)
    for some in bands(alone.shape[:1], ALONE):
        alone[some] = _alone(candidates.regions[some] > 0, candidates.features[some], candidates.around[some])
    return _together(candidates, alone)[:, :-1].astype(np.float32), alone[:, :-1]


def _alone(exists: np.ndarray, features: np.ndarray, around: np.ndarray) -> np.ndarray:
    """The shares of candidates and of none, f32 (S, MOST + 1), each speck by itself. `exists`: bool (S, MOST)."""
    is_kind = np.eye(KINDS, dtype=np.float32)[around].reshape(*around.shape[:2], -1)
    deeper = _relu(_layer("deeper", _relu(_layer("hidden", features) + is_kind @ _weights()[AROUND])))
    fits = np.where(exists, _layer("fits", deeper)[..., 0], -np.inf)
    none = _layer("none", np.where(exists[..., None], deeper, 0).max(1))
    return _softmax(np.concatenate([fits, none], 1))


def _together(candidates: Candidates, alone: np.ndarray) -> np.ndarray:
    """The shares of candidates and of none, (S, MOST + 1), where specks beside each other speak for one another."""
    names = np.column_stack([candidates.regions, np.full(len(alone), NONE)])
    evidence = np.log(alone + DARK)
    total = evidence.copy()
    sides = (candidates.beside, candidates.beside[:, ::-1])
    for here, there in (side[some].T for side in sides for some in bands(side.shape[:1], AT_ONCE)):
        is_same = (names[here][:, :, None] == names[there][:, None, :]) & (names[here] != 0)[:, :, None]
        said = np.where(is_same, evidence[there][:, None, :], np.log(DARK)).max(2)
        np.add.at(total, here, BESIDE_WEIGHT * said)
    return _softmax(np.where(alone > 0, total, -np.inf))


def _softmax(logits: np.ndarray) -> np.ndarray:
    odds = np.exp(logits - logits.max(1, keepdims=True))
    shares: np.ndarray = odds / odds.sum(1, keepdims=True)
    return shares


def _nearest_large(regions: np.ndarray, is_small: np.ndarray) -> np.ndarray:
    """The nearest larger region of each region, i32 (R + 1,)."""
    nearest = spread(np.where(is_small[regions], 0, regions))
    of_region = np.zeros(len(is_small), np.int32)
    of_region[regions.ravel()] = nearest.ravel()
    return of_region


def _layer(name: str, values: np.ndarray) -> np.ndarray:
    weights = _weights()
    result: np.ndarray = values @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def _relu(values: np.ndarray) -> np.ndarray:
    return np.maximum(values, 0)


@cache
def _weights() -> dict[str, np.ndarray]:
    with (files(__package__) / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
