"""A cut: what is colored together, and goes back together. The readers of all formats make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .shots import ShotFiles


@dataclass(frozen=True)
class Cut:
    """A shot, or several: one for each cel of a timesheet, which is colored from its own references."""

    shots: Mapping[str, ShotFiles]  # by cel; "": a shot that is of no cel. No two frames have the same name
    copies: Mapping[str, bytes] = field(default_factory=dict)  # files that go with a result: the timesheet
