"""The layer or mask in a result that the painter works on: where another takes its place, its twin in that one.

Krita makes a group, or a hidden layer, the active one when the layer that was is gone: after a run, and after the run
is undone. A painter who goes on correcting would paint on nothing.
"""

from typing import Dict, Iterator, NamedTuple, Tuple

from krita import Document, Node

from ..client.protocol.layer_names import RESULT
from ..scene import Scene
from .document import is_idle
from .layers import children, find, uid

SETTLED = 6  # looks at a document at rest, after which Krita picks no layer any more
FORGOTTEN = 4  # looks; in fewer Krita has picked a layer between the two steps of a run, the painter none


Path = Tuple[str, ...]


class _Last(NamedTuple):
    """What was seen of a document at the last look."""

    result: str = ""
    looks: int = 0  # since this result took the place of another
    path: Path = ()  # of what the painter works on in a result: the names of the layers around it, and its own
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
        inside, was_picked = list(_within(group)), _was_picked(active, group)
        here = next((path for path, node in inside if uid(node) == uid(active)), ())
        if now.path and (is_new or (was_picked and now.looks < SETTLED)):
            twin = next((node for path, node in inside if path == now.path), None)
            if twin is not None:
                document.setActiveNode(twin)
                now = now._replace(away=0)
        elif here:
            now = now._replace(path=here, away=0)
        elif not was_picked and now.away >= FORGOTTEN:
            now = now._replace(path=())
        self._last[scene.document] = now


def _was_picked(active: Node, group: Node) -> bool:
    """May Krita have made this layer the active one, since the former was gone? `group`: of the present result."""
    parent = active.parentNode()
    is_in_another = parent is not None and parent.name() == RESULT and uid(parent) != uid(group)
    return is_in_another or active.name() == RESULT


def _within(group: Node, around: Path = ()) -> Iterator[Tuple[Path, Node]]:
    """All that is in a group, or on a layer, with its path."""
    for node in children(group):
        path = (*around, node.name())
        yield path, node
        yield from _within(node, path)
