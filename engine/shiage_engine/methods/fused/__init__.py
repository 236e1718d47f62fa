"""Fused: matcher and few-shot together, and the U-net of a character if one was trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import CHARACTER, REFERENCES, Method
from ..unet import METHOD as UNET

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from ..unet.colorizer import trained_unet  # noqa: PLC0415 (numpy and torch: only when a shot is colored)
    from .colorizer import Fused  # noqa: PLC0415

    return Fused(unet=trained_unet(character))


METHOD = Method(
    "fused",
    "Matching and learn (best)",
    "Finds each region in your painted frames, and learns from them what it does not find; "
    "of a known character, it uses that too",
    _make,
    needs=frozenset({REFERENCES}),
    takes=frozenset({CHARACTER}),
    weights=UNET.weights,
)
