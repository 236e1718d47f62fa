"""LAVC: line art video colorization with a few references, by a network that answers with a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import REFERENCES, SHARE, Method
from .places import weights

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import Lavc  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return Lavc()


METHOD = Method(
    "lavc",
    "From the painted frames, by likeness",
    "Looks in your painted frames for what looks like each part of a drawing; nothing goes from frame to frame",
    _make,
    needs=frozenset({REFERENCES}),
    rule=SHARE,
    network=weights,
)
