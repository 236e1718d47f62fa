"""Patch: learns a shot patch by patch, in minutes; with a name, it goes on from earlier shots of the character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..method import CHARACTER, REFERENCES, SHARE, Method

if TYPE_CHECKING:
    from ..colorizer import Colorizer


def _make(character: str) -> Colorizer:
    from .colorizer import Patch  # noqa: PLC0415 (numpy and torch: only when a shot is colored)

    return Patch(character)


METHOD = Method(
    "patch",
    "Learn this shot patch by patch (slow)",
    "Learns from your painted frames for minutes; with a name, the next shot of the character goes on from there",
    _make,
    needs=frozenset({REFERENCES}),
    takes=frozenset({CHARACTER}),
    is_quick=False,
    rule=SHARE,
    weights="patch",
    keeps=True,
)
