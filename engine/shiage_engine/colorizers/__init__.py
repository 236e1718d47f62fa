"""The methods: pixels in, scores out. The best one stands first."""

from __future__ import annotations

from collections.abc import Callable

from .base import Colorizer
from .few_shot import FewShot


def _matcher() -> Colorizer:
    from .matching import Match  # noqa: PLC0415  it takes torch, which takes seconds

    return Match()


def _fused() -> Colorizer:
    from .fused import Fused  # noqa: PLC0415

    return Fused()


METHODS: dict[str, Callable[[], Colorizer]] = {
    "fused": _fused,
    "matcher": _matcher,
    "few-shot": FewShot,
}
