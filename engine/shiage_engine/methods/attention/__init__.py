"""Attention-aware: a network that answers with a picture, and attends to all places of the references at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import REFERENCES, Method
from .places import PLACE

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import Attention  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return Attention()


METHOD = Method(
    "attention",
    "From the painted frames, by attention",
    "Colors each drawing by itself, in the style of your painted frames; takes drawings that hardly look like them",
    _make,
    needs=frozenset({REFERENCES}),
    network=PLACE.weights,
)
