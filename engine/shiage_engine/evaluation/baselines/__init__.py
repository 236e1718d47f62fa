"""Baselines: simple methods that painters are not offered, to measure the others against."""

from __future__ import annotations

from ...colorizers.base import Factory
from .flow import Flow
from .nearest import Nearest
from .propagate import Propagate

BASELINES: dict[str, Factory] = {
    "flow": lambda _: Flow(),
    "nearest": lambda _: Nearest(),
    "propagate": lambda _: Propagate(),
}
