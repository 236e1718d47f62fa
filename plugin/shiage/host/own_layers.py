"""What the painter has done to a result goes along into the one that takes its place.

The painter's own layers; masks on those that Shiage made; and what these look like: opacity, blending mode, style,
label, locks, name. A press is to show its colors: the group and the paint in it are shown, whatever was hidden.
"""

from typing import List, Mapping, NamedTuple, Optional, Sequence

from krita import Node

from ..guard import Refused
from ..result.labels import CONFIDENCE, SUGGESTIONS, UNDO_MARK
from .layers import children, uid
from .placed import MADE, OLD_HATCH, OLD_MASKS, with_roles

# Are shown where they were before; of slash lines the panel says it, and a check for gaps is over.
SHOWN_OR_NOT = (SUGGESTIONS, CONFIDENCE)


class Former(NamedTuple):
    """A result that another one takes the place of."""

    group: Node
    made: Mapping[str, Node]  # its layers that Shiage made, by role

    def own_layers(self) -> List[Node]:
        """What the painter has put into it, from bottom to top."""
        made = set(map(uid, self.made.values()))
        return [node for node in children(self.group) if uid(node) not in made]

    def own_masks(self, role: str) -> List[Node]:
        """What the painter has put on a layer of Shiage's, from bottom to top."""
        made = OLD_MASKS if OLD_HATCH in self.made else ()
        masks = children(self.made[role]) if role in self.made else []
        return [mask for mask in masks if mask.name() not in made]


def has_own(former: Former) -> bool:
    """Has the painter put anything into it?"""
    return bool(former.own_layers()) or any(map(former.own_masks, former.made))


def take_along(earlier: Sequence[Former], group: Node) -> List[str]:
    """Put what is the painter's in results, the newest first, into a group that is not in the document yet.

    What several have counts in the newest alone. Returns the role of each layer that the group has then, from bottom
    to top; empty for the painter's. Raises Refused where Krita declines.
    """
    twins = with_roles(children(group))
    for former in earlier:
        _add_layers(former, group, twins)
        for role, twin in twins.items():
            there = {mask.name() for mask in children(twin)}
            for mask in former.own_masks(role):
                if mask.name() not in there:
                    _add_copy(mask, twin, None)
    roles = {uid(twin): role for role, twin in twins.items()}
    inside = [roles.get(uid(node), "") for node in children(group)]
    for former in earlier[:1]:  # at last: nothing is added to what is locked
        _look_like(former, group, twins)
    return inside


def _add_layers(former: Former, group: Node, twins: Mapping[str, Node]) -> None:
    """Each comes above the twin of the layer that it was above; what was below all, above the lowest."""
    roles = {uid(node): role for role, node in former.made.items()}
    there = {node.name() for node in children(group)} - {twin.name() for twin in twins.values()}
    above = next(iter(twins.values()))
    for node in children(former.group):
        if uid(node) in roles:
            above = twins.get(roles[uid(node)], above)
        elif node.name() not in there:
            above = _add_copy(node, group, above)


def _add_copy(node: Node, parent: Node, above: Optional[Node]) -> Node:
    """A copy of a node, put above another one, or on top."""
    copy = node.duplicate()
    if not parent.addChildNode(copy, above):
        raise Refused(
            f"Krita could not take along “{node.name()}”, which is yours, from the former result: move it out of the "
            "group Shiage, and press again."
        )
    return copy


def _look_like(former: Former, group: Node, twins: Mapping[str, Node]) -> None:
    for role, node in former.made.items():
        if role not in twins or role == UNDO_MARK:  # the mode of that one is no look: see live.undo
            continue
        twin = twins[role]
        _take_look(node, twin)
        twin.setBlendingMode(node.blendingMode())
        if role in MADE:  # a still layer is found again by the name of its lines
            twin.setName(node.name())
        if role in SHOWN_OR_NOT:
            twin.setVisible(node.visible())
    _take_look(former.group, group)


def _take_look(node: Node, twin: Node) -> None:
    twin.setOpacity(node.opacity())
    twin.setColorLabel(node.colorLabel())
    twin.setAlphaLocked(node.alphaLocked())
    twin.setInheritAlpha(node.inheritAlpha())
    twin.setCollapsed(node.collapsed())
    twin.setLocked(node.locked())
    style = node.layerStyleToAsl()
    if style:
        twin.setLayerStyleFromAsl(style)
