"""What Shiage offers to change in a document, at the painter's click: so that a result is seen, or can be made."""

from typing import Optional

from krita import Document, Node

from ..guard import Refused
from ..scene import FRAMES, MULTIPLY, Offer, Scene
from .area import canvas_of
from .document import read_memory, write_memory
from .insertion import below
from .layers import get, uid
from .opaque import is_opaque
from .pictures import lines_shown
from .rendering import is_plain
from .tree import Layer, frame_layers, still_group

NORMAL = "normal"


def frames_offer(layers: Layer, active: str) -> Optional[Offer]:
    """To take the still layers of the group at which the painter works as frames."""
    group = still_group(layers, active)
    if group is None:
        return None
    count = len(frame_layers(group))
    sentence = f"“{group.name}” holds {count} layers without keyframes."
    return Offer(FRAMES, group.uid, sentence, f"Use these {count} layers as frames")


def multiply_offer(document: Document, scene: Scene) -> Optional[Offer]:
    """To set the lines to Multiply, where those of the drawing in view hide what lies below."""
    assert scene.lines is not None
    shown = lines_shown(document, scene, scene.time)
    if not any(is_opaque(node, scene.time, canvas_of(document)) for node in shown):
        return None
    covering = _covering(get(document, scene.lines.uid))
    if covering is None:
        return None
    sentence = f"“{covering.name()}” is opaque: colors below it are not seen."
    return Offer(MULTIPLY, uid(covering), sentence, "Set to Multiply")


def take_offer(document: Document, offer: Offer) -> str:
    """Change what was offered, and say so. To set a mode is one undo step. Raises Refused."""
    if offer.kind == MULTIPLY:
        node = get(document, offer.layer)
        node.setBlendingMode(MULTIPLY)
        document.refreshProjection()
        return f"“{node.name()}” is set to Multiply; Undo takes it back."
    memory = read_memory(document)
    memory.lines = offer.layer
    memory.frames = sorted({*memory.frames, offer.layer})
    write_memory(document, memory)
    return "Each layer is a frame now; the result has a layer for each of them."


def _covering(lines: Node) -> Optional[Node]:
    """The layer above the place of a result: opaque lines, or a group around them; None where it hides nothing."""
    node = lines
    try:
        parent, _, is_bottom = below(lines)
    except Refused:
        return None
    while node.parentNode() is not None and node.parentNode() != parent:
        node = node.parentNode()  # type: ignore[assignment]  # it has one
    return None if is_bottom or node.blendingMode() != NORMAL or not is_plain([lines]) else node
