"""The painter's own layers inside a result: they go along into the result that takes its place."""

from typing import Collection, List

from krita import Node

from ..result.labels import COLORS, CONFIDENCE, GAPS, SLASHES, SUGGESTIONS, UNDO_MARK
from .layers import children, uid
from .placed import OLD_HATCH

MADE = {COLORS, SUGGESTIONS, SLASHES, CONFIDENCE, GAPS, UNDO_MARK, OLD_HATCH}


def own_layers(result: Node, made: Collection[str]) -> List[Node]:
    """What the painter has put into a result, from bottom to top.

    `made`: uids of the layers that Shiage made in it. Of results of earlier versions none are remembered: theirs are
    told by their names, and those of still layers, which have the names of the painter's, are all taken for its own.
    """
    inside = children(result)
    if made:
        return [node for node in inside if uid(node) not in made]
    has_names = any(node.name() in MADE for node in inside)
    return [node for node in inside if has_names and node.name() not in MADE]


def take_along(layers: List[Node], group: Node) -> None:
    """Put copies of layers on top of a group that is not in the painter's document yet."""
    for layer in layers:
        group.addChildNode(layer.duplicate(), None)
