"""Few-shot: learns a shot from its own reference frames, in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import REFERENCES, Method

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import FewShot  # noqa: PLC0415 (numpy and scikit-learn: only when a shot is colored)

    return FewShot()


METHOD = Method(
    "few-shot",
    "Learn this shot, quick",
    "Learns from your painted frames alone, in seconds",
    _make,
    needs=frozenset({REFERENCES}),
)
