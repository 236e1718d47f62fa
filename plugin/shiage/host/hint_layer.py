"""The hint layer: dabs of color on single drawings. Shiage adds it empty, and only ever reads it after that."""

from krita import Document, Krita, Node

from ..guard import Refused
from .document import is_idle
from .layers import children, get, root
from .staging import open_layers
from .template import Paint
from .tree import HINTS


def add_hint_layer(application: Krita, document: Document, lines: str, times: "tuple[int, ...]") -> Node:
    """Add an empty layer with a keyframe for each drawing above the line layer, and make it the active one.

    Without keyframes of its own, a dab on one drawing would lie on all others that Krita's held keyframe covers.
    One undo step. Raises Refused.
    """
    if not is_idle(document):
        raise Refused("Krita is still busy with the document: try again when the stroke has ended.")
    above = get(document, lines)
    parent = above.parentNode()
    if parent is None:
        raise Refused("The line layer was deleted meanwhile: select it again.")
    hidden = open_layers(application, [Paint(HINTS, times, is_pinned=True)], max(times))
    try:
        made = children(root(hidden))[0].duplicate()
        if not parent.addChildNode(made, above):
            raise Refused("Krita did not accept a layer above the lines; is their group locked?")
    finally:
        hidden.setModified(False)
        hidden.close()
    document.setActiveNode(made)
    document.refreshProjection()
    return made
