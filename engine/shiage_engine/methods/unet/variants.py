"""Variants: nearly equal colors of different shots that are meant as the same one.

A character's hair may be (196, 194, 195) in one shot and (198, 196, 197) in the next, mixed anew. No drawing shows
which; so the network learns them as one label, and the probability of each variant is its share of the shots.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

LARGEST_COUNT = 1 << 20  # more than any palette or number of shots
ALIKE = 8  # levels; colors that differ by no more in any channel, and never meet in a shot, share a label


@dataclass(frozen=True)
class Variants:
    """Which colors of a palette share a label."""

    label_of: np.ndarray  # i64 (K,): 0..C-1, the label of each color; label 0 is the first color's alone
    counts: np.ndarray  # i64 (K,), at least 1: the number of shots that have each color

    @classmethod
    def of_shots(cls, palette: np.ndarray, shots: Sequence[Collection[int]]) -> Variants:
        """`palette`: u8 (K, 4) RGBA, row 0 transparent; `shots`: for each the indices of the colors in it."""
        groups: list[list[int]] = [[0]]
        in_shots = [
            {number for number, shot in enumerate(shots) if color in shot} for color in range(len(palette))
        ]
        for color in range(1, len(palette)):
            for group in groups[1:]:
                near = all(apart(palette[color], palette[other]) <= ALIKE for other in group)
                if near and not any(in_shots[color] & in_shots[other] for other in group):
                    group.append(color)
                    break
            else:
                groups.append([color])
        label_of = np.zeros(len(palette), np.int64)
        for label, group in enumerate(groups):
            label_of[group] = label
        return cls(label_of, np.array([max(len(shots), 1) for shots in in_shots]))

    @classmethod
    def read(cls, label_of: Sequence[int], counts: Sequence[int]) -> Variants:
        """From whole numbers in a file; raises TypeError or ValueError where they are not sound."""
        if not all(type(value) is int and 0 <= value <= LARGEST_COUNT for value in (*label_of, *counts)):
            raise ValueError("no whole numbers")
        labels = sorted(set(label_of))
        is_whole = labels == [*range(len(labels))] and len(counts) == len(label_of) and all(counts)
        if not is_whole or label_of[0] != 0 or label_of.count(0) != 1:
            raise ValueError("labels or counts")
        return cls(np.array(label_of, np.int64), np.array(counts, np.int64))

    @property
    def share(self) -> np.ndarray:
        """The probability of a color given its label: f32 (K,) in (0, 1]; those of a label sum to 1."""
        result: np.ndarray = (self.counts / np.bincount(self.label_of, self.counts)[self.label_of]).astype(
            np.float32
        )
        return result

    @property
    def labels(self) -> int:
        """The number of labels."""
        return int(self.label_of.max()) + 1


def apart(color: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The largest difference of any channel of colors u8 (..., 4), in levels: int (...)."""
    difference: np.ndarray = np.abs(color.astype(int) - other.astype(int)).max(-1)
    return difference
