"""Repeats: drawings that occur again in a shot, as in cycles and holds."""

from __future__ import annotations

from collections.abc import Sequence

from .packed import Packed, PackedRuns
from .shot import Frame


def repeats(frames: Sequence[Frame]) -> list[list[int]]:
    """The frames of each drawing that occurs more than once, by index in order of time.

    A drawing is the same where its lines and its regions are, pixel by pixel: then ids mean the same parts.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    for number, frame in enumerate(frames):
        parts = (frame.packed_ink, frame.packed_kind, frame.packed_regions)
        found.setdefault(tuple(map(_content, parts)), []).append(number)
    return [same for same in found.values() if len(same) > 1]


def _content(packed: PackedRuns | Packed) -> tuple[object, ...]:
    """What differs where the packed arrays differ."""
    if isinstance(packed, Packed):
        return packed.shape, packed.data
    return packed.shape, packed.values.tobytes(), packed.lengths.tobytes()
