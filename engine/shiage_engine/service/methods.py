"""The engine's methods as a message, for the panel's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..learning.kept import Kept, all_kept
from ..methods.method import Method
from ..protocol.messages import Methods
from ..registry import METHODS


def methods_message(methods: Mapping[str, Method] = METHODS, kept: Sequence[Kept] | None = None) -> Methods:
    """The methods that are ready, with the characters whose weights each has: of `kept`, else what the disk has."""
    kept = all_kept() if kept is None else kept
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
            if method.is_ready
        }
    )
