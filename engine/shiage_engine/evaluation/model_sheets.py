"""Model sheets of shots whose truth is known: colored frames of other shots of the same character.

Who is drawn is told by the palette: most of the colors are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from ..drawing.model_sheets import ModelSheet
from ..errors import InputError
from ..files.shots import ShotFiles, open_shot
from ..lazy import Lazy
from .truth import read_palette

ALIKE = 0.5  # of the colors that two shots have together: so many in both are those of one character


def find_sheets(folder: Path, count: int, source: str = "") -> Mapping[str, ModelSheet]:
    """`count` model sheets for the shot in `folder`, by name; none where no other shot is of its character.

    Frames of the shots beside it in its set, or of the one named `source`. The middle frame of each, from the shot
    after it on, in order of name and around; then the first of each, and the last; of `source` all in order.

    Raises InputError where there are fewer.
    """
    others = [folder.parent / source] if source else _others(folder)
    if not others:
        return {}
    shots = {other.name: open_shot(other) for other in others}
    chosen = dict(islice(_in_order(shots, bool(source)), count))
    if len(chosen) < count:
        raise InputError(
            f"There are no {count} frames for model sheets of {folder.name}: ask for {len(chosen)}."
        )

    def read(name: str) -> ModelSheet:
        shot, time = chosen[name]
        return ModelSheet(shots[shot].lines[time], shots[shot].colors[time])

    return Lazy([*chosen], read)


def _others(folder: Path) -> list[Path]:
    """The other shots of the same character, from the next one on, in order of name and around."""
    colors = _colors(folder)
    shots = sorted(path for path in folder.parent.glob("*") if (path / "palette.json").is_file())
    at = shots.index(folder)
    found = []
    for other in (*shots[at + 1 :], *shots[:at]):
        of_other = _colors(other)
        if len(colors & of_other) >= ALIKE * len(colors | of_other):
            found.append(other)
    return found


def _colors(folder: Path) -> set[tuple[int, int, int]]:
    return set(read_palette(folder / "palette.json").values())


def _in_order(shots: Mapping[str, ShotFiles], is_source: bool) -> Iterator[tuple[str, tuple[str, int]]]:
    """By name of a sheet the shot and the time of each frame that may be one, see `find_sheets`."""
    times: Mapping[str, Sequence[int]] = {name: sorted(shot.colors) for name, shot in shots.items()}
    if is_source:
        wanted = [(name, time) for name, of_shot in times.items() for time in of_shot]
    else:
        middle_first_last = [
            (of_shot[len(of_shot) // 2], of_shot[0], of_shot[-1]) for of_shot in times.values()
        ]
        wanted = [
            (name, time)
            for column in zip(*middle_first_last, strict=True)
            for name, time in zip(times, column, strict=True)
        ]
    for name, time in wanted:
        yield f"{name} {shots[name].names[time]}", (name, time)
