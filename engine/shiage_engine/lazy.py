"""Mappings whose values are made when they are asked for: a whole shot, decoded, would not fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lazy(Mapping[K, V]):
    """`make(key)` for each of `keys`, anew at each access."""

    def __init__(self, keys: Collection[K], make: Callable[[K], V]) -> None:
        self._keys = keys
        self._make = make

    def __getitem__(self, key: K) -> V:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Once(Lazy[K, V]):
    """The same, but each value is made at the first access and kept."""

    def __init__(
        self, keys: Collection[K], make: Callable[[K], V], made: Mapping[K, V] | None = None
    ) -> None:
        """`made`: values that there are already."""
        super().__init__(keys, make)
        self._made = dict(made or {})

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = super().__getitem__(key)
        return self._made[key]

    def made(self) -> dict[K, V]:
        """The values that are made by now."""
        return dict(self._made)

    def missing(self) -> list[K]:
        """The keys whose values are not made yet."""
        return [key for key in self if key not in self._made]
