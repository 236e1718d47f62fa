"""What the painter has chosen for all documents; Krita keeps it."""

import json
from typing import Any, Dict, Tuple

from . import methods
from .client.protocol.options import AUTOMATIC_GAP, Options
from .methods import Method
from .scene import Host

TARGET, GAP, METHOD, HATCH = "target_accuracy", "largest_gap", "method", "hatch"  # names of the settings
WARM = "start_engine_early"
SPREAD = "spread_corrections"
METHODS = "methods"  # what the engine sent last, to choose from before it runs again
DEFAULTS = Options()


class Settings:
    """Each is read when it is asked for; one that makes no sense is its default."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def target_accuracy(self) -> float:
        """Share (0..1) of the painted regions that have to be right."""
        return self._number(TARGET, DEFAULTS.target_accuracy, 0.5, 1.0)

    def set_target_accuracy(self, value: float) -> None:
        self._host.set_setting(TARGET, f"{value:.3f}")

    @property
    def largest_gap(self) -> int:
        """In pixels, or AUTOMATIC_GAP."""
        return int(self._number(GAP, DEFAULTS.largest_gap, AUTOMATIC_GAP, 32))

    def set_largest_gap(self, pixels: int) -> None:
        self._host.set_setting(GAP, str(pixels))

    @property
    def method(self) -> str:
        """The name of a method, which the engine may not have."""
        return self._host.setting(METHOD, methods.AUTO.name)

    def set_method(self, name: str) -> None:
        self._host.set_setting(METHOD, name)

    @property
    def is_hatched(self) -> bool:
        """Do new results show slash lines over withdrawn regions?"""
        return self._is_on(HATCH)

    def set_hatched(self, is_hatched: bool) -> None:
        self._turn(HATCH, is_hatched)

    @property
    def spreads(self) -> bool:
        """Do other frames follow a correction?"""
        return self._is_on(SPREAD)

    def set_spreads(self, spreads: bool) -> None:
        self._turn(SPREAD, spreads)

    @property
    def starts_early(self) -> bool:
        """Does the engine start before it is needed?"""
        return self._is_on(WARM)

    @property
    def methods(self) -> Tuple[Method, ...]:
        """Those of the engine when it was last asked."""
        return methods.load(self._host.setting(METHODS, "{}"))

    def remember_methods(self, entries: Dict[str, Any]) -> None:
        """As the engine sent them."""
        self._host.set_setting(METHODS, json.dumps(entries))

    def _is_on(self, name: str) -> bool:
        return self._host.setting(name, "true") != "false"

    def _turn(self, name: str, is_on: bool) -> None:
        self._host.set_setting(name, "true" if is_on else "false")

    def _number(self, name: str, default: float, least: float, most: float) -> float:
        """A setting within its range; its default where it is not a number."""
        try:
            return min(most, max(least, float(self._host.setting(name, str(default)))))
        except ValueError:
            return float(default)
