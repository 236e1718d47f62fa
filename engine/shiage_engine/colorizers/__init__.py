"""The methods: pixels in, scores out. The best one stands first."""

from __future__ import annotations

from collections.abc import Callable

from .base import Colorizer
from .few_shot import FewShot


def _matcher() -> Colorizer:
    from .matching import Match  # noqa: PLC0415  it takes torch, which takes seconds

    return Match()


METHODS: dict[str, Callable[[], Colorizer]] = {"few-shot": FewShot, "matcher": _matcher}
