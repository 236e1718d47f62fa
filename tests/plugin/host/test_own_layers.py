"""What the painter has done to a result goes along into the next one."""

from __future__ import annotations

import pytest

from shiage.guard import Refused
from shiage.host.layers import children, uid
from shiage.host.memory import Memory
from shiage.host.own_layers import Former, has_own, take_along
from shiage.host.placed import MADE, Parts, made_layers, with_roles
from shiage.result.labels import COLORS, CONFIDENCE, GAPS, SLASHES, SUGGESTIONS, UNDO_MARK
from tests.plugin.host.nodes import FakeNode

NAMES = (UNDO_MARK, SUGGESTIONS, COLORS, SLASHES, CONFIDENCE, GAPS)


def result(*names: str) -> FakeNode:
    """The group of a new result, its layers from bottom to top."""
    return FakeNode("Shiage", *(FakeNode(name) for name in names or NAMES), kind="grouplayer")


def known(group: FakeNode) -> Memory:
    """What is remembered of a result as it was made."""
    memory = Memory()
    memory.roles[group.uid] = {uid(node): role for role, node in with_roles(children(group)).items()}  # type: ignore[arg-type]
    return memory


def former(group: FakeNode, memory: Memory, frames: tuple[str, ...] = MADE) -> Former:
    return Former(group, made_layers(group, memory, frames))  # type: ignore[arg-type]


def put(parent: FakeNode, name: str, above: int = -1) -> FakeNode:
    node = FakeNode(name)
    parent.addChildNode(node, parent.inside[above] if parent.inside else None)
    return node


def taken(*earlier: Former, names: tuple[str, ...] = NAMES) -> tuple[FakeNode, list[str]]:
    """The group of the next result, and the roles of its layers."""
    group = result(*names)
    return group, take_along(earlier, group)  # type: ignore[arg-type]


def test_layers_of_the_painters_keep_their_place_also_below_all_and_of_names_of_shiages() -> None:
    group = result()
    memory = known(group)
    put(group, "glow", 2)
    put(group, GAPS)
    group.inside.insert(0, FakeNode("ground"))
    new, roles = taken(former(group, memory))
    expected = [UNDO_MARK, "ground", SUGGESTIONS, COLORS, "glow", SLASHES, CONFIDENCE, GAPS, GAPS]
    assert new.tree() == expected
    assert roles == [UNDO_MARK, "", SUGGESTIONS, COLORS, "", SLASHES, CONFIDENCE, GAPS, ""]


def test_masks_go_along_onto_the_layer_of_the_same_role_in_their_order() -> None:
    group = result()
    memory = known(group)
    put(group.inside[2], "first")
    put(group.inside[2], "second")
    group.inside[2].setName("Farben")
    assert has_own(former(group, memory))
    new, _ = taken(former(group, memory))
    assert new.tree()[2] == ["Farben", "first", "second"]


def test_a_result_that_the_painter_left_alone_has_nothing_of_theirs() -> None:
    group = result()
    assert not has_own(former(group, known(group)))
    new, roles = taken(former(group, known(group)))
    assert new.tree() == roles == list(NAMES)
    assert taken()[1] == list(NAMES), "the first result of all"


def test_the_looks_of_layers_stay_and_a_press_shows_its_colors() -> None:
    group = result()
    memory = known(group)
    group.look.update(opacity=100, locked=True, visible=False)
    parts = dict(zip(NAMES, group.inside, strict=True))
    parts[COLORS].look.update(blendingMode="darken", locked=True, visible=False, colorLabel=2)
    parts[COLORS].style = "a shadow"
    for name in (CONFIDENCE, GAPS):
        parts[name].look["visible"] = True
    parts[SUGGESTIONS].look["visible"] = False
    parts[UNDO_MARK].look["blendingMode"] = "step 7"
    new = result()
    for name, node in zip(NAMES, new.inside, strict=True):
        node.look["visible"] = name in {COLORS, SLASHES}
    take_along([former(group, memory)], new)  # type: ignore[arg-type]
    made = dict(zip(NAMES, new.inside, strict=True))
    assert (new.look["opacity"], new.look["locked"], new.look["visible"]) == (100, True, True)
    assert made[COLORS].look == {**parts[COLORS].look, "visible": True}
    assert made[COLORS].style == "a shadow"
    assert [name for name in NAMES if made[name].look["visible"]] == [COLORS, SLASHES, CONFIDENCE]
    assert made[UNDO_MARK].look["blendingMode"] == "normal", "which says what can be undone"


def test_a_layer_is_known_by_whatever_name_and_the_painters_never_is() -> None:
    group = result()
    memory = known(group)
    group.inside[5].setName("holes")
    put(group, GAPS)
    parts = Parts(group, memory)  # type: ignore[arg-type]
    assert parts.toggle("gaps")
    assert [node.visible() for node in group.inside[5:]] == [False, True]
    del group.inside[5]
    assert Parts(group, memory).is_shown("gaps") is None  # type: ignore[arg-type]


def test_of_an_earlier_version_the_lowest_of_each_name_is_shiages() -> None:
    group = result()
    put(group, GAPS)
    put(group, "glow")
    put(group.inside[2], "mask")
    new, roles = taken(former(group, Memory()))
    assert new.tree() == [*NAMES[:2], [COLORS, "mask"], *NAMES[3:], GAPS, "glow"]
    assert roles[-2:] == ["", ""]


def test_masks_that_version_0_1_made_stay_behind() -> None:
    colors = FakeNode(COLORS, FakeNode("withdrawn"), FakeNode("mine"))
    hatch = FakeNode("hatch", FakeNode("on withdrawn"))
    new, _ = taken(former(FakeNode("Shiage", colors, hatch), Memory()))
    assert new.tree() == [*NAMES[:2], [COLORS, "mine"], *NAMES[3:]]


@pytest.mark.parametrize("is_known", [False, True])
def test_still_layers_of_one_name_are_told_by_their_order(is_known: bool) -> None:
    frames = ("A", "B", "A")
    group = result(*frames)
    memory = known(group) if is_known else Memory()
    put(group, "glow", 0)
    put(group.inside[3], "mask")
    new, roles = taken(former(group, memory, frames), names=frames)
    assert new.tree() == ["A", "glow", "B", ["A", "mask"]]
    assert roles == ["A", "", "B", "A\n1"]


def test_a_layer_that_krita_declines_is_named() -> None:
    group = result()
    memory = known(group)
    put(group, "glow")
    new = result()
    new.declines = True
    with pytest.raises(Refused, match="“glow”, which is yours"):
        take_along([former(group, memory)], new)  # type: ignore[arg-type]


def test_of_two_results_that_are_there_the_newest_counts() -> None:
    old, newer = result(), result()
    memories = known(old), known(newer)
    for group, opacity in ((old, 50), (newer, 70)):
        put(group, "glow").look["opacity"] = opacity
        put(group.inside[2], "mask").look["opacity"] = opacity
    put(old, "older")
    new, _ = taken(former(newer, memories[1]), former(old, memories[0]))
    assert new.tree() == [*NAMES[:2], [COLORS, "mask"], *NAMES[3:], "older", "glow"]
    assert [new.inside[2].inside[0].look["opacity"], new.inside[-1].look["opacity"]] == [70, 70]
