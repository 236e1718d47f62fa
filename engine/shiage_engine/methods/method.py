"""The facts of a method, for the panel's list, the command line and the pipeline.

Standard library only: the process that talks to Krita lists the methods without loading numpy or torch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .colorizer import Colorizer

REFERENCES, CHARACTER, HINTS = "references", "character", "hints"  # what a method may need or take
CALIBRATED, SHARE = "calibrated", "share"  # rules of withdrawal, see `Method.rule`
RULES = (CALIBRATED, SHARE)


@dataclass(frozen=True)
class Method:
    """The facts of one method, and how its colorizer is made."""

    name: str  # for the command line, the wire and settings: never changed
    title: str  # a few words, for the panel's list
    hint: str  # one sentence for painters: when to choose it
    make: Callable[[str], Colorizer]  # takes the character's name, "" where the painter gave none
    needs: frozenset[str] = frozenset()  # of REFERENCES, CHARACTER and HINTS: required input
    needs_any: frozenset[str] = frozenset()  # input of which one at least is required
    takes: frozenset[str] = frozenset()  # optional input
    is_quick: bool = True  # learns in seconds; if not, learning is most of the progress, and has previews
    rule: str = CALIBRATED  # confidence is the estimated probability to be right; SHARE: the winner's share
    weights: str = ""  # the method whose kept weights of a character it uses; "": it uses none
    keeps: bool = False  # whether it keeps, under the character's name, what it learns of a shot
    network: Callable[[], Path] | None = None  # the file of a network that it needs, and that may be missing

    @property
    def is_ready(self) -> bool:
        """Whether it has all that it runs by; else it is not offered."""
        return self.network is None or self.network().exists()
