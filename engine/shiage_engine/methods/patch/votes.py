"""Coloring by patches: the generator labels overlapping patches, then pixels and regions take the majority.

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
from .patches import PatchParams, ScaledDrawing, find_corners

BATCH = 16  # patches
DISTANCE = 0.35  # of the centers of patches, at least, as a share of a patch's size


@dataclass(frozen=True)
class Votes:
    """The labels that patches give the pixels of a scaled drawing."""

    labels: np.ndarray  # i16 (h, w): the label that most patches give; NO_VOTE where there is no patch
    # f32 (h, w): the mean, over patches, of the chosen label's probability; 0 without.
    probability: np.ndarray


NO_VOTE = -1


def vote(
    network: Callable[[Tensor], Tensor],
    count: int,
    drawing: ScaledDrawing,
    regions: np.ndarray,
    params: PatchParams,
) -> Generator[Progress, None, Votes]:
    """Label a drawing by patches. `count`: the number of labels; `regions`: i32 (H, W), each in a patch at least."""
    centers = place_patches(drawing, regions, params)
    height, width = drawing.ink.shape[:2]
    half = params.size // 2
    border = ((half, half), (half, half))
    ink = np.pad(drawing.ink, (*border, (0, 0)))
    votes = np.zeros((count, height + 2 * half, width + 2 * half), np.uint16)
    probability = np.zeros(votes.shape[1:], np.float32)
    for first in range(0, len(centers), BATCH):
        yield Progress(first / len(centers), "Coloring patches")
        some = centers[first : first + BATCH]  # in the padded drawing these are upper left corners
        squares = [(slice(y, y + params.size), slice(x, x + params.size)) for x, y in some]
        places = np.column_stack([some - 0.5 - drawing.center, np.full(len(some), drawing.spread)])
        inks = np.stack([ink[square] for square in squares])
        chances, labels = _label(network, patch_input(inks, places.astype(np.float32), params))
        for square, chance, label in zip(squares, chances, labels, strict=True):
            of_patch = votes[:, *square]
            np.put_along_axis(
                of_patch, label[None], np.take_along_axis(of_patch, label[None], 0) + np.uint16(1), 0
            )
            probability[square] += chance
    inside = slice(half, half + height), slice(half, half + width)
    votes, probability = votes[:, *inside], probability[inside]
    counted = votes.sum(0, dtype=np.int32)
    winner = np.where(counted > 0, votes.argmax(0), NO_VOTE).astype(np.int16)
    return Votes(winner, probability / np.maximum(counted, 1))


def _label(network: Callable[[Tensor], Tensor], inputs: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """The best label of each pixel of patches (B, C, P, P): its probability, f32, and index, i64, both (B, P, P)."""
    with torch.inference_mode():
        chance, label = network(inputs.to(memory_format=torch.channels_last)).softmax(1).max(1)
    return chance.cpu().numpy(), label.cpu().numpy()


def place_patches(drawing: ScaledDrawing, regions: np.ndarray, params: PatchParams) -> np.ndarray:
    """Centers of patches, i64 (N, 2) of (x, y): at corners some distance apart, and in regions that those miss."""
    height, width = drawing.ink.shape[:2]
    corners = find_corners(drawing.ink.max(axis=2), DISTANCE * params.size)
    centers = [corner.astype(np.int64) for corner in corners]
    half = params.size // 2
    is_covered = np.zeros(int(regions.max(initial=0)) + 1, bool)
    up = np.array(regions.shape) / (height, width)

    def cover(x: int, y: int) -> None:
        """Mark the regions in the patch, at the drawing's own size: scaled, one of a few pixels may vanish."""
        top, left = np.ceil(np.maximum([y - half, x - half], 0) * up).astype(int)
        bottom, right = (np.array([y + half, x + half]) * up).astype(int)
        is_covered[regions[top:bottom, left:right]] = True

    for x, y in centers:
        cover(x, y)
    ids, first = np.unique(regions, return_index=True)
    for region, at in zip(ids, first, strict=True):
        if region and not is_covered[region]:
            row, column = divmod(int(at), regions.shape[1])
            x, y = min(int(column / up[1]), width - 1), min(int(row / up[0]), height - 1)
            centers.append(np.array([x, y]))
            cover(x, y)
            is_covered[region] = True
    return np.array(centers)


def edge_label_of(references: Sequence[tuple[np.ndarray, np.ndarray]]) -> int:
    """The label of most pixels at the edge of the reference frames; NO_VOTE where no such pixel has a known one.

    `references`: the regions, i32 (H, W), 0 the line, and labels, i32 (R + 1,), of each; a label may be UNKNOWN.
    """
    found = []
    for regions, labels in references:
        for edge in (regions[0], regions[-1], regions[1:-1, 0], regions[1:-1, -1]):
            of_pixel = labels[edge[edge > 0]]
            found.append(of_pixel[of_pixel != UNKNOWN])
    all_found = np.concatenate([np.zeros(0, np.int64), *found])
    return int(np.bincount(all_found).argmax()) if len(all_found) else NO_VOTE


def region_scores(votes: Votes, regions: np.ndarray, count: int, edge_label: int = NO_VOTE) -> np.ndarray:
    """Scores of a frame, f32 (R + 1, K): the share of a region's labeled pixels that has each label, times a trust.

    The trust in a region, the sum of its row, is the mean probability of its winner in [0, 1].

    `edge_label`: from `edge_label_of`, usually the background's. A large background has patches along its border
    alone, where they are least certain; so where this label wins a region, the pixels without a patch count for it.
    """
    height, width = regions.shape
    labels, probability = (
        shrunk(of_pixel, (height, width)) for of_pixel in (votes.labels, votes.probability)
    )
    shape = int(regions.max(initial=0)) + 1, count
    counted = labels != NO_VOTE
    pixels = tally(regions[counted], labels[counted], shape)
    chance = tally(regions[counted], labels[counted], shape, probability[counted])
    winner = pixels.argmax(1)[:, None]
    most = np.maximum(np.take_along_axis(pixels, winner, 1), 1)
    trust = np.take_along_axis(chance, winner, 1) / most
    is_edge_label = winner[:, 0] == edge_label
    pixels[is_edge_label, edge_label] += np.bincount(regions[~counted], minlength=len(pixels))[is_edge_label]
    scores = pixels / np.maximum(pixels.sum(1, keepdims=True), 1) * np.minimum(trust, 1)
    scores[0] = 0
    return scores.astype(np.float32)
