"""Documents of layers: which layer is what of which drawing is told by its name and those of the groups around it.

One of the names says what a layer holds (lines, colors, hints or closings, as in Krita), another one, with a number,
which drawing it belongs to: line/0001 and color/0001 say as much as 0001/line and 0001/color, or as "line 0001" and
"color 0001". A group around both is a cel: A/0001/line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from ..drawing.line_art import flatten
from ..errors import InputError
from ..lazy import Lazy
from ..protocol.layer_names import CLOSINGS, DRAFT_NAME, HINTS, LINE_NAME, RESULT, TRACE_NAMES, says_paint
from .cut import Cut, with_references
from .roles import CLOSING, COLOR, HINT, LINE, NO_FILE
from .shots import ShotFiles

T = TypeVar("T")

# Names that programs give.
GIVEN_NAME = re.compile(
    r"(paint |vector )?(layer|group|folder|レイヤー|グループ|フォルダー) *\d+", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """What a layer is in a cut."""

    cel: str  # "": of no cel
    frame: str  # the name that says which drawing
    role: str
    role_at: int  # index of the name that says what it holds
    frame_at: int  # and of the one that says which drawing


@dataclass(frozen=True)
class LayerFile:
    """A layer of a document with pixels, not read yet."""

    path: tuple[str, ...]  # names: those of the groups around it, from the outermost, and its own
    is_shown: tuple[bool, ...]  # of the same
    read: Callable[[], np.ndarray]  # its pixels on the whole canvas: u8 RGBA (H, W, 4)


def lowest_lines(placed: Iterable[tuple[Place, T]]) -> dict[tuple[str, str], tuple[Place, T]]:
    """The lowest layer of the lines of each drawing, and what it is, by cel and the drawing's name.

    `placed`: what layers are, and they themselves, from bottom to top.
    """
    found: dict[tuple[str, str], tuple[Place, T]] = {}
    for place, layer in placed:
        if place.role == LINE:
            found.setdefault((place.cel, place.frame), (place, layer))
    return found


def place_of(path: Sequence[str]) -> Place | None:
    """What a layer is, by its names from the outermost group to its own; None: nothing of a drawing."""
    role_at, role = role_of(path)
    numbered = [at for at, name in enumerate(path) if _number(name) is not None]
    others = [at for at in numbered if at != role_at and not GIVEN_NAME.fullmatch(path[at].strip())]
    if not role or not (others or role_at in numbered):
        return None
    frame_at = others[-1] if others else role_at
    outer = [name for at, name in enumerate(path[: max(role_at, frame_at)]) if at != frame_at]
    return Place(cel_of(outer), path[frame_at].strip(), role, role_at, frame_at)


def role_of(path: Sequence[str]) -> tuple[int, str]:
    """Which of a layer's names says what it holds, the innermost that does, and what; "": nothing that is of use."""
    if any(name == RESULT or name.startswith(f"{RESULT} ") for name in path):
        return -1, ""
    said = [(at, role) for at, name in enumerate(path) if (role := _role(name)) is not None]
    traces = [(at, LINE) for at, name in enumerate(path) if name.strip().lower() in TRACE_NAMES]
    return (said or traces or [(-1, "")])[-1]


def cel_of(groups: Sequence[str]) -> str:
    """The cel, by the names of the groups around a drawing: the innermost that a person gave for no other reason."""
    names = (name.strip() for name in reversed(groups) if _role(name) is None)
    return next((name for name in names if not GIVEN_NAME.fullmatch(name)), "")


def cut_of(path: Path, layers: Sequence[LayerFile], references: Sequence[str] | None = None) -> Cut:
    """The cut of a document's layers, given from bottom to top.

    Layers of one drawing that hold the same are composed; what is hidden within it is left out. Raises InputError
    where there are no lines, or no such references.
    """
    found: dict[str, dict[str, dict[str, list[LayerFile]]]] = {}  # by cel, role and frame
    for layer in layers:
        place = place_of(layer.path)
        if place is not None and all(layer.is_shown[max(place.role_at, place.frame_at) + 1 :]):
            of_role = found.setdefault(place.cel, {}).setdefault(place.role, {})
            of_role.setdefault(place.frame, []).append(layer)
    shots = {cel: _shot(path, cel, roles) for cel, roles in found.items() if LINE in roles}
    if not shots:
        raise InputError(
            f"There is no line art in {path}: name layers, or groups of them, line and color, and a number for each "
            "drawing, as 0001."
        )
    return Cut(shots if references is None else with_references(shots, references, path), source=path)


def _shot(path: Path, cel: str, roles: Mapping[str, Mapping[str, list[LayerFile]]]) -> ShotFiles:
    times = _times(roles[LINE])
    for role, frames in roles.items():
        for frame in frames.keys() - times.keys():
            raise InputError(
                f"{path} has {role} of drawing {frame}, and no line art: draw it, or remove the layer."
            )
    for name in (cel, *times):
        if NO_FILE.search(name):
            raise InputError(f"{path} has a layer of the name {name!r}, which no file can have: rename it.")
    prefix = f"{cel}/" if cel else ""

    def pictures(role: str) -> Lazy[int, np.ndarray]:
        of_time = {times[frame]: frame_layers for frame, frame_layers in roles.get(role, {}).items()}
        return Lazy(
            dict(sorted(of_time.items())), lambda time: flatten([layer.read() for layer in of_time[time]])
        )

    return ShotFiles(
        {time: prefix + frame for frame, time in times.items()},
        pictures(LINE),
        pictures(COLOR),
        hints=pictures(HINT),
        closings=pictures(CLOSING),
    )


def _times(frames: Collection[str]) -> dict[str, int]:
    """When each frame stands: at its number, or in order where two have the same, as 1 and 1a."""
    ordered = sorted(frames, key=lambda frame: (_number(frame) or 0, frame))
    numbers = [_number(frame) or 0 for frame in ordered]
    is_clear = len({*numbers}) == len(numbers)
    return dict(zip(ordered, numbers if is_clear else range(len(numbers)), strict=True))


def _role(name: str) -> str | None:
    """What a name says that a layer holds; "": nothing that is colored or learned from; None: it does not say."""
    word = name.strip().lower()
    for role, of_krita in ((HINT, HINTS), (CLOSING, CLOSINGS)):
        if word in (role, of_krita.lower()):
            return role
    if DRAFT_NAME.search(name):
        return ""
    if LINE_NAME.search(name):
        return LINE
    return COLOR if says_paint(name) else None


def _number(name: str) -> int | None:
    found = re.search(r"(\d+)[a-z]?$", name.strip())
    return int(found[1]) if found is not None else None
