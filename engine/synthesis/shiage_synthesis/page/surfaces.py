"""The painted surfaces of a shot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .parts import BACKGROUND


class Surfaces:
    """Ids of the painted surfaces of a shot, the same in all its frames. Id 0 is the background."""

    def __init__(self, shade: Callable[[int, str], int]) -> None:
        self.labels = [BACKGROUND]
        self._owner = [0]  # id of the part that a shadow lies on
        self._ids: dict[tuple[str, int], int] = {}
        self._shade = shade

    def id(self, key: str, label: int, owner: int | None = None) -> int:
        if label == BACKGROUND:
            return 0
        known = self._ids.get((key, label))
        if known is None:
            known = self._ids[key, label] = len(self.labels)
            self.labels.append(label)
            self._owner.append(known if owner is None else self._owner[owner])
        return known

    def shaded(self, surface: int, key: str) -> int:
        """The surface that `surface` is in shadow ("dark") or in light ("light")."""
        if surface == 0:
            return 0
        return self.id(f"{surface}/{key}", self._shade(self.labels[surface], key), surface)

    def lookup(self) -> tuple[np.ndarray, np.ndarray]:
        """u8 labels and u16 owners by surface id."""
        return np.array(self.labels, np.uint8), np.array(self._owner, np.uint16)
