"""The painter's own layers inside a result: they go along into the result that takes its place."""

from typing import Collection, List, Sequence

from krita import Node

from ..guard import Refused
from ..result.labels import COLORS, SUGGESTIONS
from .layers import children, uid
from .placed import MADE, OLD_HATCH


def own_layers(result: Node, made: Collection[str]) -> List[Node]:
    """What the painter has put into a result, from bottom to top.

    `made`: uids of the layers that Shiage made in it. Of results of earlier versions none are remembered: theirs are
    told by their names, and of those of still layers, which have the names of the painter's, all count as Shiage's.
    """
    inside = children(result)
    if made:
        return [node for node in inside if uid(node) not in made]
    names = {node.name() for node in inside}
    is_animated = {COLORS, SUGGESTIONS} <= names or OLD_HATCH in names
    return [node for node in inside if is_animated and node.name() not in MADE]


def take_along(result: Node, own: Sequence[Node], group: Node) -> None:
    """Put copies of a result's `own` layers into a group that is not in the painter's document yet.

    Each comes above the layer that it was above; what was below all, above the lowest. Raises Refused where Krita
    declines.
    """
    twins = {node.name(): node for node in reversed(children(group))}
    above = children(group)[0]
    taken = {uid(node) for node in own}
    for node in children(result):
        if uid(node) not in taken:
            above = twins.get(node.name(), above)
            continue
        copy = node.duplicate()
        if not group.addChildNode(copy, above):
            raise Refused(
                f"Krita could not take along your layer “{node.name()}” of the former result: move it out of the "
                "group Shiage, and press again."
            )
        above = copy
