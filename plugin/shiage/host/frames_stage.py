"""The result of a shot of still layers: a layer for each frame, in the order and with the names of the lines."""

from typing import Any, Callable, Dict, Generator, Mapping, Optional

from krita import Document, Krita, Node

from ..client.protocol.layer_names import RESULT
from ..guard import Refused
from ..result.labels import COLORS
from ..turns import Steps, at_once
from .insertion import insert
from .layers import children, get, root, uid
from .run_steps import RunSteps
from .snapshot import KritaSnapshot
from .staging import open_layers, write_plane
from .template import Group, Paint


class FramesStage:
    """Implements `scene.Stage`. Of what is withdrawn nothing is painted; there are no layers for it."""

    def __init__(self, application: Krita, snapshot: KritaSnapshot, run_steps: RunSteps) -> None:
        self._application = application
        self._snapshot = snapshot
        self._run_steps = run_steps
        times = {layer: time for time, layer in snapshot.frames.items()}
        drawn = [node for node in children(get(snapshot.document, snapshot.lines_uid)) if uid(node) in times]
        if len(drawn) < len(times):
            raise Refused("A layer of the lines was deleted meanwhile: press Auto-colorize again.")
        layers = [Paint(node.name(), visible=node.visible()) for node in reversed(drawn)]
        hidden = at_once(open_layers(application, [Group(RESULT, tuple(layers))], 0))
        self._hidden: Optional[Document] = hidden
        self._group = children(root(hidden))[0]
        self._layers: Dict[int, Node] = {}
        for node, made in zip(drawn, children(self._group)):  # noqa: B905 (Python 3.8): there are as many
            made.setColorProfile(snapshot.profile)
            self._layers[times[uid(node)]] = made

    def put(self, time: int, planes: Mapping[str, Any]) -> Steps:
        if COLORS in planes:  # a result that is recolored may have lost the layer of a frame
            yield from write_plane(self._layers[time], planes[COLORS], self._snapshot.area)

    def insert(self, is_read: Callable[[], bool]) -> Generator[int, None, str]:
        return (yield from insert(self._application, self._group, self._snapshot, self._run_steps, is_read))

    def close(self) -> None:
        if self._hidden is not None:
            self._hidden.setModified(False)
            self._hidden.close()
            self._hidden = None
