"""U-net: colors a character that it was trained on, without any reference frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import CHARACTER, SHARE, Method

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import CharacterUNet  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return CharacterUNet(character)


METHOD = Method(
    "unet",
    "Known character, no references",
    "Colors a character whose finished shots it was trained on; no frame has to be painted",
    _make,
    needs=frozenset({CHARACTER}),
    rule=SHARE,
    weights="unet",
)
