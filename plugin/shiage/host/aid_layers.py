"""Layers that Shiage adds empty, and only ever reads after that: dabs of color, and strokes that close regions."""

from typing import Sequence

from krita import Document, Krita, Node

from ..client.protocol.layer_names import CLOSINGS, HINTS
from ..guard import Refused
from ..turns import at_once
from .document import is_idle
from .layers import children, get, root
from .staging import open_layers
from .template import Paint

CLOSING_LABEL, CLOSING_OPACITY = 8, 128  # gray, half seen: it is not meant to be in the picture


def add_hint_layer(application: Krita, document: Document, lines: str, times: Sequence[int]) -> Node:
    """Add an empty layer for dabs of color above the line layer. One undo step. Raises Refused."""
    return _add(application, document, lines, Paint(HINTS, tuple(times), is_pinned=True))


def add_closing_layer(application: Krita, document: Document, lines: str, times: Sequence[int]) -> Node:
    """Add an empty layer for strokes that close regions above the line layer. One undo step. Raises Refused."""
    return _add(application, document, lines, Paint(CLOSINGS, tuple(times), is_pinned=True))


def _add(application: Krita, document: Document, lines: str, layer: Paint) -> Node:
    """Add an empty layer with a keyframe for each drawing above the line layer, and make it the active one.

    Without keyframes of its own, what is drawn at one drawing would lie on all others that Krita's held one covers.
    """
    if not is_idle(document):
        raise Refused("Krita is still busy with the document: try again when the stroke has ended.")
    above = get(document, lines)
    parent = above.parentNode()
    if parent is None:
        raise Refused("The line layer was deleted meanwhile: select it again.")
    hidden = at_once(open_layers(application, [layer], max(layer.times)))
    try:
        made = children(root(hidden))[0].duplicate()
        if layer.name == CLOSINGS:
            made.setColorLabel(CLOSING_LABEL)
            made.setOpacity(CLOSING_OPACITY)
        if not parent.addChildNode(made, above):
            raise Refused("Krita did not accept a layer above the lines; is their group locked?")
    finally:
        hidden.setModified(False)
        hidden.close()
    document.setActiveNode(made)
    document.refreshProjection()
    return made
