"""The shots of a document whose lines are animated: a frame for each of their keyframes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from ...drawing.line_art import flatten
from ...drawing.recoloring import Color, recolored
from ...lazy import Lazy
from ...protocol.palettes import color_of
from ...protocol.timesheet import Cel, Timesheet, dump
from ..roles import CLOSING, COLOR, HINT, LINE
from ..shot_notes import ShotNotes
from ..shots import ShotFiles
from .documents import Branch, KraDocument, KraLayer, recalled
from .used_layers import UsedLayer

COLORS = "colors"  # name of the layer of a result that has its paint
Key = tuple[int, str, tuple[int, int]]  # time, file, offset


def timed_shots(document: KraDocument, used: Sequence[UsedLayer]) -> dict[str, ShotFiles]:
    """The shot of each cel."""
    cels = dict.fromkeys(one.cel for one in used if one.role == LINE)
    return {cel: _shot(document, cel, [one for one in used if one.cel == cel]) for cel in cels}


def timesheet(document: KraDocument, shots: Mapping[str, ShotFiles]) -> str:
    """The holds of all cels, as XDTS; what is of no cel is called as the folder that its paint is in."""
    cels = [
        Cel(cel or COLOR, tuple((time, str(time)) for time in sorted(shot.lines)))
        for cel, shot in shots.items()
    ]
    return dump(Timesheet(document.path.stem, document.duration, tuple(cels)))


def _shot(document: KraDocument, cel: str, used: Sequence[UsedLayer]) -> ShotFiles:
    of_role = {
        role: [one.branch for one in used if one.role == role] for role in (LINE, COLOR, HINT, CLOSING)
    }
    lines = of_role[LINE]
    times = [time for time in _key_times(lines) if not _is_blank(document, lines, time)]
    prefix = f"{cel}/" if cel else ""
    painted, hints, closings = (
        _painted_at(document, of_role[role], times) for role in (COLOR, HINT, CLOSING)
    )
    marked = _marks(document)
    if marked & painted.keys():
        painted = {time: at for time, at in painted.items() if time in marked}
    accepted = _accepted(document, times)

    def pictures(role: str, at: Mapping[int, int]) -> Lazy[int, np.ndarray]:
        return Lazy(at, lambda time: _picture(document, of_role[role], at[time]))

    def color(time: int) -> np.ndarray:
        if time in accepted:
            return accepted[time]
        return _picture(document, of_role[COLOR], painted[time])

    return ShotFiles(
        {time: f"{prefix}{time:04d}" for time in times},
        pictures(LINE, {time: time for time in times}),
        Lazy(sorted({*painted, *accepted}), color),
        _notes(document, times, {*painted, *accepted}),
        pictures(HINT, hints),
        pictures(CLOSING, closings),
    )


def _key_times(branches: Iterable[Branch]) -> list[int]:
    return sorted({time for branch in branches for time, _, _ in branch[-1].frames})


def _held(layer: KraLayer, time: int) -> Key | None:
    """What is seen of a layer at a time."""
    if not layer.frames:
        return time, layer.file, layer.offset
    return next((key for key in reversed(layer.frames) if key[0] <= time), None)


def _is_blank(document: KraDocument, branches: Iterable[Branch], time: int) -> bool:
    """Whether no animated one of the layers has anything at a time."""
    held = [key for branch in branches if branch[-1].frames and (key := _held(branch[-1], time)) is not None]
    return all(document.is_blank(file) for _, file, _ in held)


def _picture(document: KraDocument, branches: Sequence[Branch], time: int) -> np.ndarray:
    """Layers at a time, composed: u8 RGBA (H, W, 4)."""
    held = [(branch, key) for branch in branches if (key := _held(branch[-1], time)) is not None]
    return flatten([document.pixels(branch, file, offset) for branch, (_, file, offset) in held])


def _painted_at(document: KraDocument, branches: Sequence[Branch], times: Sequence[int]) -> dict[int, int]:
    """The frames that something was painted on, and when: from a frame's own time on until the next frame.

    A still layer has the paint of the first frame alone: what holds on over the others is no paint of theirs.
    """
    found: dict[int, int] = {}
    for at in _key_times(branches) or ([min(times, default=0)] if branches else []):
        frame = max((time for time in times if time <= at), default=None)
        if frame is not None and frame not in found and not _is_clear(document, branches, at):
            found[frame] = at
    return found


def _is_clear(document: KraDocument, branches: Sequence[Branch], time: int) -> bool:
    """Whether nothing is painted on layers at a time."""
    held = [key for branch in branches if (key := _held(branch[-1], time)) is not None]
    if all(document.is_blank(file) for _, file, _ in held):
        return True
    return not _picture(document, branches, time)[..., 3].any()


def _marks(document: KraDocument) -> set[int]:
    """The frames that the painter has marked as references."""
    found: set[int] = set()
    for times in recalled(document.memory, "marks").values():
        found.update(row[0] for row in _whole(times, 1))
    return found


def _whole(said: object, count: int) -> list[tuple[int, ...]]:
    """Rows of so many whole numbers, which may stand alone; others, as in damaged notes, are passed over."""
    rows = [one if isinstance(one, list) else [one] for one in said] if isinstance(said, list) else []
    return [tuple(row) for row in rows if len(row) == count and all(isinstance(one, int) for one in row)]


def _accepted(document: KraDocument, times: Collection[int]) -> Mapping[int, np.ndarray]:
    """The paint of the frames of the newest result that the painter has accepted, in the colors of the references."""
    lines = str(document.memory.get("lines", ""))
    placed = recalled(recalled(document.memory, "placed"), lines).get("groups", [])
    groups = [str(uid).strip("{}") for uid in placed] if isinstance(placed, list) else []
    found = {
        layer.uid: [branch]
        for branch in document.branches()
        if branch[-1].name == COLORS
        for layer in branch[:-1]
        if layer.uid in groups
    }
    newest = next((uid for uid in reversed(groups) if uid in found), None)
    if newest is None:
        return {}
    said = recalled(document.memory, "accepted").get(lines, [])
    entries = _entries(document, newest)
    wanted = [time for (time,) in _whole(said, 1) if time in times]
    return Lazy(wanted, lambda time: recolored(_picture(document, found[newest], time), entries))


def _entries(document: KraDocument, group: str) -> dict[Color, Color]:
    """By color that a result shows, the one of the references: they differ where it was recolored in Krita."""
    palettes = recalled(recalled(document.memory, "palettes"), f"{{{group}}}")
    shown = recalled(recalled(palettes, "by_name"), str(palettes.get("shown", "")))
    try:
        return {color_of(str(color)): color_of(str(entry)) for entry, color in shown.items()}
    except ValueError:
        return {}


def _notes(document: KraDocument, times: Collection[int], painted: Collection[int]) -> ShotNotes:
    """What the painter has said in the panel of single frames and regions."""
    key = str(document.memory.get("lines", ""))
    said = recalled(recalled(document.memory, "finished"), key)
    finished, partial = (
        tuple(time for time in sorted(painted) if said.get(str(time)) is wanted) for wanted in (True, False)
    )
    answers = _whole(recalled(document.memory, "answers").get(key), 7)
    return ShotNotes(
        finished,
        partial,
        tuple(
            (time, x, y, (red, green, blue, alpha))
            for time, x, y, red, green, blue, alpha in answers
            if time in times
        ),
        document.character,
    )
