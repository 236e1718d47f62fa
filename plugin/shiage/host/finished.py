"""The finished picture: the layers that are no part of it are hidden, and shown again."""

from typing import List, Optional

from krita import Document, Node

from ..result.labels import CONFIDENCE, GAPS, SLASHES
from .document import write_memory
from .layers import find, find_all, uid, walk
from .memory import Memory
from .placed import Parts
from .tree import BLACK, TRACE_NAMES

MARKS = (SLASHES, CONFIDENCE, GAPS)  # layers of a result that say something of it, and are no paint


def put_away(document: Document, memory: Memory, lines: str, group: Node) -> None:
    """Hide what marks the result, and the layers of trace lines; which these were is remembered."""
    parts = Parts(group).nodes
    found = [parts[name] for name in MARKS if name in parts] + _trace_layers(find(document, lines))
    shown = [node for node in found if node.visible()]
    memory.put_away[lines] = [uid(node) for node in shown]
    _show(document, shown, False)
    write_memory(document, memory)


def bring_back(document: Document, memory: Memory, lines: str) -> None:
    """Show again what was hidden."""
    _show(document, find_all(document, memory.put_away.pop(lines, [])), True)
    write_memory(document, memory)


def _trace_layers(lines: Optional[Node]) -> List[Node]:
    """The layers of trace lines in a group of lines; none where all lines are in one layer."""
    below = [node for node in walk(lines) if uid(node) != uid(lines)] if lines is not None else []
    names = TRACE_NAMES - {BLACK}
    return [node for node in below if node.name().strip().lower() in names]


def _show(document: Document, nodes: List[Node], is_shown: bool) -> None:
    for node in nodes:
        node.setVisible(is_shown)
    document.refreshProjection()
