"""Coloring by patches: the generator labels overlapping patches, and pixels and regions vote.

Maejima et al. 2024, section 5, steps 2 to 5: patches are cut at the corners of the drawing, a pixel gets the label
that most of the patches over it give, and a region the one that most of its pixels have.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...drawing.inks import shrunk
from ...drawing.regions import tally
from ...drawing.shot import UNKNOWN
from ...progress import Progress
from .lesson import patch_input
from .patches import PatchParams, Seen, find_corners

AT_ONCE = 16  # patches
OVERLAP = 0.35  # distance of patches, in sizes of a patch


@dataclass(frozen=True)
class Votes:
    """What patches say of a frame, as seen."""

    labels: np.ndarray  # i16 (h, w): the label of most patches; NO_VOTE where there is none
    sure: np.ndarray  # f32 (h, w): the mean probability of what the patches chose


NO_VOTE = -1


def vote(
    network: Callable[[Tensor], Tensor], count: int, seen: Seen, regions: np.ndarray, params: PatchParams
) -> Generator[Progress, None, Votes]:
    """Label a frame by patches. `count`: of labels; `regions`: i32 (H, W), each of which gets a say."""
    middles = place_patches(seen, regions, params)
    height, width = seen.ink.shape[:2]
    half = params.size // 2
    border = ((half, half), (half, half))
    ink = np.pad(seen.ink, (*border, (0, 0)))
    votes = np.zeros((count, height + 2 * half, width + 2 * half), np.uint16)
    sure = np.zeros(votes.shape[1:], np.float32)
    for first in range(0, len(middles), AT_ONCE):
        yield Progress(first / len(middles), "Coloring patches")
        some = middles[first : first + AT_ONCE]  # of a padded frame they are the upper left corners
        squares = [(slice(y, y + params.size), slice(x, x + params.size)) for x, y in some]
        places = np.column_stack([some - 0.5 - seen.center, np.full(len(some), seen.spread)])
        inks = np.stack([ink[square] for square in squares])
        chances, labels = _label(network, patch_input(inks, places.astype(np.float32), params))
        for square, chance, label in zip(squares, chances, labels, strict=True):
            of_patch = votes[:, *square]
            np.put_along_axis(
                of_patch, label[None], np.take_along_axis(of_patch, label[None], 0) + np.uint16(1), 0
            )
            sure[square] += chance
    inside = slice(half, half + height), slice(half, half + width)
    votes, sure = votes[:, *inside], sure[inside]
    counted = votes.sum(0, dtype=np.int32)
    winner = np.where(counted > 0, votes.argmax(0), NO_VOTE).astype(np.int16)
    return Votes(winner, sure / np.maximum(counted, 1))


def _label(network: Callable[[Tensor], Tensor], inputs: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Of patches (B, C, P, P) the probability f32 (B, P, P) and the index i64 (B, P, P) of the best label."""
    with torch.inference_mode():
        chance, label = network(inputs.to(memory_format=torch.channels_last)).softmax(1).max(1)
    return chance.cpu().numpy(), label.cpu().numpy()


def place_patches(seen: Seen, regions: np.ndarray, params: PatchParams) -> np.ndarray:
    """Middles of patches, i64 (N, 2) of (x, y): at corners that lie apart, and where some region is not reached."""
    height, width = seen.ink.shape[:2]
    corners = find_corners(seen.ink.max(axis=2), OVERLAP * params.size)
    middles = [corner.astype(np.int64) for corner in corners]
    half = params.size // 2
    has_vote = np.zeros(int(regions.max(initial=0)) + 1, bool)
    grown = np.array(regions.shape) / (height, width)

    def reach(x: int, y: int) -> None:
        """In the drawing itself: a region of a few pixels may vanish when it is shrunk."""
        top, left = np.ceil(np.maximum([y - half, x - half], 0) * grown).astype(int)
        bottom, right = (np.array([y + half, x + half]) * grown).astype(int)
        has_vote[regions[top:bottom, left:right]] = True

    for x, y in middles:
        reach(x, y)
    ids, first = np.unique(regions, return_index=True)
    for region, at in zip(ids, first, strict=True):
        if region and not has_vote[region]:
            row, column = divmod(int(at), regions.shape[1])
            x, y = min(int(column / grown[1]), width - 1), min(int(row / grown[0]), height - 1)
            middles.append(np.array([x, y]))
            reach(x, y)
            has_vote[region] = True
    return np.array(middles)


def margin_of(references: Sequence[tuple[np.ndarray, np.ndarray]]) -> int:
    """The label that most pixels at the frame's edge have in the references; NO_VOTE where it is not known.

    `references`: for each its regions i32 (H, W), the line is 0, and their labels i32 (R + 1,), UNKNOWN or more.
    """
    found = []
    for regions, labels in references:
        for edge in (regions[0], regions[-1], regions[1:-1, 0], regions[1:-1, -1]):
            of_pixel = labels[edge[edge > 0]]
            found.append(of_pixel[of_pixel != UNKNOWN])
    all_found = np.concatenate([np.zeros(0, np.int64), *found])
    return int(np.bincount(all_found).argmax()) if len(all_found) else NO_VOTE


def region_scores(votes: Votes, regions: np.ndarray, count: int, margin: int = NO_VOTE) -> np.ndarray:
    """The majority of each region, as scores f32 (R + 1, K): a label's share of the pixels that voted.

    `margin`: the label of the frame's edge in the references. A region that has it as its winner has it where it is
    blank too, far from all patches; they see its border alone, where it is least sure. A row's sum is how sure the
    patches were of its winner.
    """
    height, width = regions.shape
    labels, sure = (shrunk(of_pixel, (height, width)) for of_pixel in (votes.labels, votes.sure))
    shape = int(regions.max(initial=0)) + 1, count
    counted = labels != NO_VOTE
    pixels = tally(regions[counted], labels[counted], shape)
    chance = tally(regions[counted], labels[counted], shape, sure[counted])
    winner = pixels.argmax(1)[:, None]
    most = np.maximum(np.take_along_axis(pixels, winner, 1), 1)
    trust = np.take_along_axis(chance, winner, 1) / most
    is_margin = winner[:, 0] == margin
    pixels[is_margin, margin] += np.bincount(regions[~counted], minlength=len(pixels))[is_margin]
    scores = pixels / np.maximum(pixels.sum(1, keepdims=True), 1) * np.minimum(trust, 1)
    scores[0] = 0
    return scores.astype(np.float32)
