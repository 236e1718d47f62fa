"""Matcher: a network finds each region in the reference frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import REFERENCES, Method

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import Matching  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return Matching()


METHOD = Method(
    "matcher",
    "Matching regions",
    "Finds each region in your painted frames, and no more",
    _make,
    needs=frozenset({REFERENCES}),
)
