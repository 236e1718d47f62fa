"""Hint-guided: a network that answers with a picture, from line art, dabs of color and the answer before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import HINTS, REFERENCES, Method
from .places import PLACE

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import HintGuided  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return HintGuided()


METHOD = Method(
    "hinted",
    "From frame to frame, by hints",
    "Suggests colors from the drawing before and from dabs on a hint layer; needs no painted frame",
    _make,
    needs_any=frozenset({REFERENCES, HINTS}),
    network=PLACE.weights,
)
