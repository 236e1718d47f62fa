"""Which layers of an animated document are what: as the plugin remembers, else by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...protocol.layer_names import AIDS, RESULT
from ..layers import cel_of, plane_of
from ..planes import CLOSING, COLOR, HINT, LINE
from .documents import Branch, KraDocument, KraLayer, recalled

REMEMBERED = {COLOR: "colors", HINT: "hints", CLOSING: "closings"}  # fields of the plugin's `host/memory.py`


@dataclass(frozen=True)
class Role:
    """A layer that is of use."""

    branch: Branch
    plane: str
    cel: str  # "": of no cel
    top: KraLayer  # of the branch, the layer or group that is told by name or remembered


def roles_of(document: KraDocument) -> list[Role]:
    """The layers that are of use, from bottom to top; none that are lines where no such layer is animated.

    Layers of lines that are hidden are left out, unless all are; paint may be hidden, as below a result.
    """
    remembered = str(document.memory.get("lines", "")).strip("{}")
    roles = [*_remembered(document, remembered)] if remembered else []
    if not _is_animated(roles):
        roles = [*_named(document)]
    if not _is_animated(roles):
        roles = [*_unnamed(document, roles)]
    if not _is_animated(roles):
        return []
    shown = [one for one in roles if one.plane == LINE and all(layer.is_shown for layer in one.branch)]
    roles = [one for one in roles if one.plane != LINE or one in shown or not shown]
    cels = {one.cel for one in roles if one.plane == LINE}
    if len(cels) == 1:  # colors beside the group of the lines are theirs
        return [replace(one, cel=cel) for cel in cels for one in roles]
    return roles


def _is_animated(roles: list[Role]) -> bool:
    return any(one.plane == LINE and one.branch[-1].frames for one in roles)


def _remembered(document: KraDocument, lines: str) -> Iterator[Role]:
    """By what the panel showed last; by name what the painter left to it."""
    for branch in document.branches():
        at, by_name = plane_of([layer.name for layer in branch])
        tops = {LINE: next((layer for layer in branch if layer.uid == lines), None)}
        for plane, field in REMEMBERED.items():
            said = recalled(document.memory, field).get(f"{{{lines}}}")
            own = [uid.strip("{}") for uid in str(said or "").split()]
            tops[plane] = next((layer for layer in branch if layer.uid in own), None)
            if said is None and by_name == plane:
                tops[plane] = branch[at]
        found = [(plane, top) for plane, top in tops.items() if top is not None]
        if found:
            yield Role(branch, found[-1][0], "", found[-1][1])


def _named(document: KraDocument) -> Iterator[Role]:
    for branch in document.branches():
        names = [layer.name for layer in branch]
        at, plane = plane_of(names)
        if plane:
            yield Role(branch, plane, cel_of(names[:-1]), branch[at])


def _unnamed(document: KraDocument, named: list[Role]) -> Iterator[Role]:
    """Where no name says so, whatever is animated and nothing else is lines."""
    yield from (one for one in named if one.plane != LINE)
    known = [one.branch for one in named]
    for branch in document.branches():
        names = [layer.name for layer in branch]
        is_free = branch not in known and branch[-1].frames and not AIDS & {*names}
        if is_free and plane_of(names) == (-1, "") and RESULT not in names:
            yield Role(branch, LINE, cel_of(names[:-1]), branch[-1])
