"""Who works on a layer, or a mask, of a result goes on on its twin in the next one."""

from __future__ import annotations

import pytest

from shiage.host.worked_on import FORGOTTEN, WorkedOn
from shiage.scene import Scene
from tests.plugin.host.nodes import FakeDocument, FakeNode


def result() -> FakeNode:
    mask = FakeNode("mask", kind="transparencymask")
    return FakeNode("Shiage", FakeNode("colors", mask), FakeNode("glow"), kind="grouplayer")


def press(document: FakeDocument, following: WorkedOn, former: FakeNode) -> FakeNode:
    """Another result takes the former one's place, and Krita makes its group the active layer."""
    new = result()
    document.root.addChildNode(new, former)
    document.root.inside.remove(former)
    document.active = new
    look(document, following, new)
    return new


def look(document: FakeDocument, following: WorkedOn, group: FakeNode) -> None:
    following.follow(document, Scene(document="one", result=group.uid))  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [(0,), (1,), (0, 0)], ids=["layer of Shiage's", "own layer", "mask"])
def test_what_the_painter_works_on_is_active_in_the_next_result(place: tuple[int, ...]) -> None:
    former, following = result(), WorkedOn()
    document = FakeDocument(FakeNode("lines"), former)

    def at(group: FakeNode) -> FakeNode:
        for number in place:
            group = group.inside[number]
        return group

    look(document, following, former)
    document.active = at(former)
    look(document, following, former)
    new = press(document, following, former)
    assert document.active is at(new)


def test_who_went_elsewhere_stays_there() -> None:
    former, following = result(), WorkedOn()
    document = FakeDocument(FakeNode("lines"), former)
    look(document, following, former)
    document.active = former.inside[0]
    look(document, following, former)
    document.active = document.root.inside[0]
    for _ in range(FORGOTTEN + 1):
        look(document, following, former)
    new = press(document, following, former)
    assert document.active is new
