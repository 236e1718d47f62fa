"""The results in a document: the layers of the newest one, and whether the painter's own layer is seen with it."""

from typing import Dict, Iterable, List, Optional, Sequence

from krita import Document, Node

from ..result.labels import COLORS, CONFIDENCE, GAPS, SLASHES, SUGGESTIONS, UNDO_MARK
from .document import write_memory
from .layers import children, find, find_all, uid
from .memory import Memory
from .tree import Layer, walk
from .tree import find_all as find_layers

# The layers of a result of version 0.1: the mask over its colors, and the masked slash lines.
OLD_WITHDRAWN, OLD_HATCH = "withdrawn", "hatch"
OLD_MASKS = frozenset({OLD_WITHDRAWN, "on withdrawn"})
MADE = (UNDO_MARK, SUGGESTIONS, COLORS, SLASHES, CONFIDENCE, GAPS, OLD_HATCH)  # names of what Shiage makes


def newest(document: Document, memory: Memory, lines: str) -> Optional[Node]:
    """The group of the newest result of a line layer that is still in the document."""
    placed = memory.placed.get(lines)
    for group in reversed(placed.groups if placed is not None else []):
        node = find(document, group)
        if node is not None:
            return node
    return None


def roles(names: Iterable[str]) -> List[str]:
    """What tells the layers of a result apart: the names they are made with, numbered where several have the same."""
    found: List[str] = []
    for name in names:
        count = sum(role.split("\n")[0] == name for role in found)
        found.append(f"{name}\n{count}" if count else name)
    return found


def with_roles(nodes: Sequence[Node]) -> Dict[str, Node]:
    """Layers, from bottom to top, by what `roles` makes of their names."""
    return dict(zip(roles(node.name() for node in nodes), nodes))  # noqa: B905 (Python 3.8)


def made_layers(group: Node, memory: Memory, frames: Sequence[str] = MADE) -> Dict[str, Node]:
    """The layers that Shiage made in a result, by role, whatever the painter calls them now.

    Of results of earlier versions none are remembered. Theirs are told by the names that they were made with: the
    lowest of each, for the painter's own may lie above. `frames`: those names in a result of still layers, from
    bottom to top.
    """
    inside, known = children(group), memory.roles.get(uid(group))
    if known is not None:
        return {known[uid(node)]: node for node in inside if uid(node) in known}
    by_role = with_roles(inside)
    return {role: by_role[role] for role in roles(frames) if role in by_role}


class Parts:
    """The layers of a result by role; those of version 0.1, whose masks hide what is withdrawn, as well."""

    def __init__(self, group: Node, memory: Memory) -> None:
        self.group = uid(group)
        self.nodes = made_layers(group, memory)
        self._masks = {mask.name(): mask for node in self.nodes.values() for mask in children(node)}
        self._toggles = {
            "withdrawn": self.nodes.get(SUGGESTIONS) or self._masks.get(OLD_WITHDRAWN),
            "hatch": self.nodes.get(SLASHES) or self.nodes.get(OLD_HATCH),
            "confidence": self.nodes.get(CONFIDENCE),
            "gaps": self.nodes.get(GAPS),
        }

    def is_shown(self, name: str) -> Optional[bool]:
        """Of "withdrawn" (are unsure regions left unpainted?), "hatch", "confidence" and "gaps"; None without it."""
        node = self._toggles[name]
        if node is None:
            return None
        return node.visible() != (name == "withdrawn" and SUGGESTIONS in self.nodes)

    def toggle(self, name: str) -> bool:
        """Show or hide; False where the result has no such layer (any more)."""
        node = self._toggles[name]
        if node is None:
            return False
        node.setVisible(not node.visible())
        return True


def follow_result(document: Document, memory: Memory, root: Layer, active: str) -> None:
    """Hide the painter's paint layer while a result stands, for it would show through; but not while it is active.

    So what is painted on it is seen. It is shown again when its result was undone or deleted. Only once for each
    change: if the painter then shows or hides the layer by hand, it stays so. `active`: uid of the active layer.
    """
    present = {layer.uid for layer in walk(root)}
    for placed in memory.placed.values():
        is_present = any(group in present for group in placed.groups)
        held = find_layers(root, placed.colors)
        is_wanted = is_present and all(active != layer.uid for one in held for layer in walk(one))
        if not placed.covers_colors or placed.hid_colors == is_wanted:
            continue
        for node in find_all(document, [layer.uid for layer in held]):
            node.setVisible(not is_wanted)
        if held:
            document.refreshProjection()
        placed.hid_colors = is_wanted
        write_memory(document, memory)
