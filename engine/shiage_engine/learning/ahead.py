"""Examples drawn ahead by worker processes, while the network learns from earlier ones: a GPU would wait for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

import numpy as np
from torch.utils.data import DataLoader, Dataset

from .fit import random_of, step_of

T = TypeVar("T")
Draw = Callable[[np.random.Generator], T]  # what one step learns from, as tensors on the CPU
AHEAD = 4  # examples that each worker has ready, at most


def drawn_ahead(draw: Draw[T], workers: int) -> Draw[T]:
    """`draw`, done ahead by so many processes; what it gives for a generator of `random_of` is the same.

    `draw` is sent to the processes, so that it must be one that can be pickled. At most AHEAD results of each are in
    memory. With no workers it is `draw` itself.
    """
    return _Ahead(draw, workers) if workers else draw


class _Ahead(Generic[T]):
    """Steps are asked for in order; where one is not the next, the workers begin anew from there."""

    def __init__(self, draw: Draw[T], workers: int) -> None:
        self._draw, self._workers = draw, workers
        self._next: tuple[int, int] | None = None  # seed and step of what comes next
        self._drawn: Iterator[T] = iter(())

    def __call__(self, random: np.random.Generator) -> T:
        seed, step = step_of(random)
        if self._next != (seed, step):
            self._drawn = self._from(seed, step)
        self._next = seed, step + 1
        return next(self._drawn)

    def _from(self, seed: int, step: int) -> Iterator[T]:
        return iter(
            DataLoader(
                _Steps(self._draw, seed),
                batch_size=None,
                sampler=count(step),  # never ends
                num_workers=self._workers,
                prefetch_factor=AHEAD,
            )
        )


@dataclass(frozen=True)
class _Steps(Dataset[T]):
    """What each step of a training draws."""

    draw: Draw[T]
    seed: int

    def __getitem__(self, step: int) -> T:
        return self.draw(random_of(self.seed, step))
