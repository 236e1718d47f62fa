"""A cut: what is colored together, and goes back together. The readers of all formats make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import InputError
from ..lazy import Lazy
from .shots import ShotFiles


@dataclass(frozen=True)
class Cut:
    """A shot, or several: one for each cel of a timesheet, which is colored from its own references."""

    shots: Mapping[str, ShotFiles]  # by cel; "": a shot that is of no cel. No two frames have the same name
    copies: Mapping[str, bytes] = field(default_factory=dict)  # files that go with a result: the timesheet
    source: Path | None = None  # the document of layers that it was read from


def with_references(
    shots: Mapping[str, ShotFiles], wanted: Sequence[str], path: Path
) -> dict[str, ShotFiles]:
    """The shots with those of their colored frames that are wanted, by name."""
    colored = {shot.names[time]: (cel, time) for cel, shot in shots.items() for time in shot.colors}
    for name in wanted:
        if name not in colored:
            raise InputError(
                f"Reference frame {name} is not colored in {path}: color it first or leave it out."
            )
    chosen = {
        cel: [time for of_cel, time in map(colored.__getitem__, wanted) if of_cel == cel] for cel in shots
    }
    return {
        cel: replace(shot, colors=Lazy(chosen[cel], shot.colors.__getitem__)) for cel, shot in shots.items()
    }
