"""LAVC: line art video colorization with a few references, by a network that answers with a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import CHARACTER, REFERENCES, SHARE, Method
from .places import PLACE

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import Lavc  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return Lavc(character=character)


METHOD = Method(
    "lavc",
    "From the painted frames, by likeness",
    "Finds what looks like each part of a drawing in your painted frames; with a name, it learns them for minutes",
    _make,
    needs=frozenset({REFERENCES}),
    takes=frozenset({CHARACTER}),
    is_quick=False,
    rule=SHARE,
    weights="lavc",
    keeps=True,
    network=PLACE.weights,
)
