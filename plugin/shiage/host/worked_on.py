"""The layer of a result that the painter works on: where another result takes its place, its twin in that one.

Krita makes a group, or a hidden layer, the active one when the layer that was is gone: after a run, and after the run
is undone. A painter who goes on correcting would paint on nothing.
"""

from typing import Dict, NamedTuple

from krita import Document, Node

from ..client.protocol.layer_names import RESULT
from ..scene import Scene
from .document import is_idle
from .layers import children, find, uid

SETTLED = 6  # looks at a document at rest, after which Krita picks no layer any more
FORGOTTEN = 4  # looks; in fewer Krita has picked a layer between the two steps of a run, the painter none


class _Last(NamedTuple):
    """What was seen of a document at the last look."""

    result: str = ""
    looks: int = 0  # since this result took the place of another
    name: str = ""  # of the layer of a result that the painter works on
    away: int = 0  # looks since that layer, or its twin, was the active one


class WorkedOn:
    """Follows the active layer of the open documents."""

    def __init__(self) -> None:
        self._last: Dict[str, _Last] = {}

    def follow(self, document: Document, scene: Scene) -> None:
        """Make the twin the active layer where the result is another one since; does nothing during a stroke."""
        group, active = find(document, scene.result), document.activeNode()
        if group is None or active is None or not is_idle(document):
            return
        last = self._last.get(scene.document, _Last())
        is_new = scene.result != last.result
        now = last._replace(result=scene.result, looks=0 if is_new else last.looks + 1, away=last.away + 1)
        layers, was_picked = children(group), _was_picked(active, group)
        if now.name and (is_new or (was_picked and now.looks < SETTLED)):
            twin = next((node for node in layers if node.name() == now.name), None)
            if twin is not None:
                document.setActiveNode(twin)
                now = now._replace(away=0)
        elif uid(active) in map(uid, layers):
            now = now._replace(name=active.name(), away=0)
        elif not was_picked and now.away >= FORGOTTEN:
            now = now._replace(name="")
        self._last[scene.document] = now


def _was_picked(active: Node, group: Node) -> bool:
    """May Krita have made this layer the active one, since the former was gone? `group`: of the present result."""
    parent = active.parentNode()
    is_in_another = parent is not None and parent.name() == RESULT and uid(parent) != uid(group)
    return is_in_another or active.name() == RESULT
