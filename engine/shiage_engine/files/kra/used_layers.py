"""Which layers of an animated document are what: as the plugin remembers, else by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...protocol.layer_names import AIDS, RESULT
from ..layers import cel_of, role_of
from ..roles import CLOSING, COLOR, HINT, LINE
from .documents import Branch, KraDocument, KraLayer, recalled

REMEMBERED = {COLOR: "colors", HINT: "hints", CLOSING: "closings"}  # fields of the plugin's `host/memory.py`


@dataclass(frozen=True)
class UsedLayer:
    """A layer that is of use."""

    branch: Branch
    role: str
    cel: str  # "": of no cel
    top: KraLayer  # of the branch, the layer or group that is told by name or remembered


def used_layers(document: KraDocument) -> list[UsedLayer]:
    """The layers that are of use, from bottom to top; none that are lines where no such layer is animated.

    Layers of lines that are hidden are left out, unless all are; paint may be hidden, as below a result.
    """
    remembered = str(document.memory.get("lines", "")).strip("{}")
    used = [*_remembered(document, remembered)] if remembered else []
    if not _is_animated(used):
        used = [*_named(document)]
    if not _is_animated(used):
        used = [*_unnamed(document, used)]
    if not _is_animated(used):
        return []
    shown = [one for one in used if one.role == LINE and all(layer.is_shown for layer in one.branch)]
    used = [one for one in used if one.role != LINE or one in shown or not shown]
    cels = {one.cel for one in used if one.role == LINE}
    if len(cels) == 1:  # colors beside the group of the lines are theirs
        return [replace(one, cel=cel) for cel in cels for one in used]
    return used


def _is_animated(used: list[UsedLayer]) -> bool:
    return any(one.role == LINE and one.branch[-1].frames for one in used)


def _remembered(document: KraDocument, lines: str) -> Iterator[UsedLayer]:
    """By what the panel showed last; by name what the painter left to it."""
    for branch in document.branches():
        at, by_name = role_of([layer.name for layer in branch])
        tops = {LINE: next((layer for layer in branch if layer.uid == lines), None)}
        for role, field in REMEMBERED.items():
            said = recalled(document.memory, field).get(f"{{{lines}}}")
            own = [uid.strip("{}") for uid in str(said or "").split()]
            tops[role] = next((layer for layer in branch if layer.uid in own), None)
            if said is None and by_name == role:
                tops[role] = branch[at]
        found = [(role, top) for role, top in tops.items() if top is not None]
        if found:
            yield UsedLayer(branch, found[-1][0], "", found[-1][1])


def _named(document: KraDocument) -> Iterator[UsedLayer]:
    for branch in document.branches():
        names = [layer.name for layer in branch]
        at, role = role_of(names)
        if role:
            yield UsedLayer(branch, role, cel_of(names[:-1]), branch[at])


def _unnamed(document: KraDocument, named: list[UsedLayer]) -> Iterator[UsedLayer]:
    """Where no name says so, whatever is animated and nothing else is lines."""
    yield from (one for one in named if one.role != LINE)
    known = [one.branch for one in named]
    for branch in document.branches():
        names = [layer.name for layer in branch]
        is_free = branch not in known and branch[-1].frames and not AIDS & {*names}
        if is_free and role_of(names) == (-1, "") and RESULT not in names:
            yield UsedLayer(branch, LINE, cel_of(names[:-1]), branch[-1])
