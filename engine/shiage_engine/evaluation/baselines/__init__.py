"""Baselines: simple methods that painters are not offered, to measure the others against."""

from __future__ import annotations

from collections.abc import Callable

from ...colorizers.base import Colorizer
from .flow import Flow
from .nearest import Nearest
from .propagate import Propagate

BASELINES: dict[str, Callable[[], Colorizer]] = {"flow": Flow, "nearest": Nearest, "propagate": Propagate}
