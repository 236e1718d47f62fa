"""Drawings by digest: those used last stay, and the limit holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shiage_engine.service.store import Drawing, DrawingStore


def drawing(digest: str, size: int) -> Drawing:
    return Drawing([bytes(size)], (4 * size,), digest)


def test_those_not_used_for_longest_go_first() -> None:
    store = DrawingStore(limit=10)
    for digest in "abc":
        store.put(drawing(digest, 3))
    assert store.get("a") is not None  # used again
    store.put(drawing("d", 4))
    assert [digest for digest in "abcd" if store.get(digest)] == ["a", "c", "d"]
    assert store.stored_bytes == 10


def test_a_drawing_put_again_is_counted_once() -> None:
    store = DrawingStore(limit=10)
    for _ in range(3):
        store.put(drawing("a", 6))
    assert (len(store), store.stored_bytes) == (1, 6)


def test_a_drawing_larger_than_the_store_is_not_kept() -> None:
    store = DrawingStore(limit=10)
    store.put(drawing("a", 3))
    store.put(drawing("b", 11))
    assert (len(store), store.stored_bytes) == (0, 0)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 7), st.booleans()), max_size=40))
def test_the_limit_holds_and_bytes_are_counted_right(uses: list[tuple[str, int, bool]]) -> None:
    store = DrawingStore(limit=12)
    for digest, size, is_put in uses:
        if is_put:
            store.put(drawing(digest, size))
        else:
            store.get(digest)
        kept = [found for each in "abcdef" if (found := store.get(each)) is not None]
        assert store.stored_bytes == sum(one.packed_bytes for one in kept) <= 12
        assert len(store) == len(kept)
