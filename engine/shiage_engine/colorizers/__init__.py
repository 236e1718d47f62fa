"""The methods: pixels in, scores out. The best one stands first."""

from __future__ import annotations

from collections.abc import Callable

from .base import Colorizer
from .few_shot import FewShot

METHODS: dict[str, Callable[[], Colorizer]] = {"few-shot": FewShot}
