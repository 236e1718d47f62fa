"""The layer of a result that the painter works on: where another result takes its place, its twin in that one.

Krita makes a group, or a hidden layer, the active one when the layer that was is gone: after a run, and after the run
is undone. A painter who goes on correcting would paint on nothing.
"""

from typing import Dict, Tuple

from krita import Document, Node

from ..scene import Scene
from .document import is_idle
from .layers import children, find, uid
from .tree import RESULT

SETTLED = 6  # looks at a document at rest, after which Krita picks no layer any more


class WorkedOn:
    """Follows the active layer of the open documents."""

    def __init__(self) -> None:
        self._last: Dict[str, Tuple[str, str]] = {}  # by document: a result, and the name of its layer
        self._looks = 0  # since a result took the place of another

    def follow(self, document: Document, scene: Scene) -> None:
        """Make the twin the active layer where the result is another one since; does nothing during a stroke."""
        group, active = find(document, scene.result), document.activeNode()
        if group is None or active is None or not is_idle(document):
            return
        result, name = self._last.get(scene.document, ("", ""))
        self._looks = 0 if scene.result != result else self._looks + 1
        is_settling = self._looks < SETTLED
        layers = children(group)
        is_inside, was_picked = uid(active) in map(uid, layers), _was_picked(active, group)
        if name and ((was_picked and is_settling) or (is_inside and scene.result != result)):
            twin = next((node for node in layers if node.name() == name), None)
            if twin is not None:
                document.setActiveNode(twin)
        elif not was_picked:
            name = active.name() if is_inside else ""
        self._last[scene.document] = (scene.result, name)


def _was_picked(active: Node, group: Node) -> bool:
    """May Krita have made this layer the active one, since the former was gone? `group`: of the present result."""
    parent = active.parentNode()
    is_in_another = parent is not None and parent.name() == RESULT and uid(parent) != uid(group)
    return is_in_another or active.name() == RESULT
