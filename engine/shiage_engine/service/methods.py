"""The engine's methods as a message, for the panel's list."""

from __future__ import annotations

from collections.abc import Mapping

from ..learning.kept import all_kept
from ..methods.method import Method
from ..protocol.messages import Methods
from ..registry import METHODS


def methods_message(methods: Mapping[str, Method] = METHODS, *, asks_disk: bool = True) -> Methods:
    """The methods that are ready, with the characters whose weights each has.

    Without asking the disk, which may hang, those that run by what the engine has with it, and no characters.
    """
    kept = all_kept() if asks_disk else []
    return Methods(
        {
            name: {
                "title": method.title,
                "hint": method.hint,
                "needs": sorted(method.needs),
                "needs_any": sorted(method.needs_any),
                "takes": sorted(method.takes),
                "characters": [one.character for one in kept if one.method == method.weights],
                "rule": method.rule,
            }
            for name, method in methods.items()
            if method.network is None or (asks_disk and method.is_ready)
        }
    )
