"""Random choices. Their order matters: a seed draws the same shot only if all are made in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

Rng = np.random.Generator
T = TypeVar("T")


def one_of(rng: Rng, values: Sequence[T]) -> T:
    """One of `values`, each with the same chance."""
    return values[int(rng.integers(len(values)))]


def sampled(rng: Rng, chances: Iterable[tuple[float, T]]) -> Iterator[T]:
    """Of pairs of a probability and a value, the values that are chosen; each is drawn when it is asked for."""
    return (value for chance, value in chances if rng.random() < chance)


def uniforms(rng: Rng, *ranges: tuple[float, float]) -> list[float]:
    """A uniform number from each range."""
    return [rng.uniform(low, high) for low, high in ranges]
