"""Krita's timeline: the keyframes of a layer, and the color labels of its frames."""

from typing import Any, Dict, List, Optional, Sequence, Set

from krita import Krita, Node

from ..qt import Qt, QtCore, QtWidgets

MOST_CLONES = 32  # clones of clones, one of another
REFERENCE_LABEL = 7  # purple; the label that stands for "reference frame"
# Version -> item role of a frame's color label, which is the position in an enum of Krita's. In other versions
# marks are kept in the annotation alone: writing to a wrong role could change frames.
LABEL_ROLES = {"5.1": int(Qt.ItemDataRole.UserRole) + 115}


def key_times(node: Node, last_time: int) -> List[int]:
    """The times of the keyframes that change the node, up to `last_time`; none for a layer without animation."""
    own = _keyed(node)
    return [] if own is None else [time for time in range(last_time + 1) if own.hasKeyframeAtTime(time)]


def is_animated(node: Node) -> bool:
    return _keyed(node) is not None


def _keyed(node: Node) -> Optional[Node]:
    """The node with the keyframes: for a clone layer the one that it shows; None where there are none."""
    seen = 0
    while node.type() == "clonelayer" and seen < MOST_CLONES:
        tell = getattr(node, "sourceNode", None)  # Krita 5.1 does not tell
        source = tell() if tell is not None else None
        if source is None:
            return None
        node, seen = source, seen + 1
    return node if node.animated() else None


class FrameLabels:
    """The frame color labels of the active document's timeline, by the name of a layer."""

    def __init__(self, application: Krita) -> None:
        self._application = application
        self._role = LABEL_ROLES.get(".".join(application.version().split(".")[:2]))

    def references(self, layer: str, times: Sequence[int]) -> Optional[Set[int]]:
        """The times labelled as reference; None where the timeline does not show the layer."""
        model, row = self._row(layer)
        if model is None:
            return None
        labels = {time: model.data(model.index(row, time), self._role) for time in times}
        return {time for time, label in labels.items() if label == REFERENCE_LABEL}

    def mark(self, layer: str, time: int, is_reference: bool) -> None:
        """Set or clear the reference label; another label, set by the painter, is left as it is."""
        model, row = self._row(layer)
        if model is None:
            return
        index = model.index(row, time)
        label = model.data(index, self._role) or 0
        if label in {0, REFERENCE_LABEL}:
            model.setData(index, REFERENCE_LABEL if is_reference else 0, self._role)

    def _row(self, layer: str) -> "tuple[Any, int]":
        """The timeline's model and the layer's row; (None, 0) when it is not shown or its name not unique."""
        model = self._model() if self._role is not None else None
        if model is None:
            return None, 0
        vertical, shown = Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole
        rows = [row for row in range(model.rowCount()) if model.headerData(row, vertical, shown) == layer]
        return (model, rows[0]) if len(rows) == 1 else (None, 0)

    def _model(self) -> Optional[QtCore.QAbstractItemModel]:
        """The timeline's item model, for which there is no API: found among the widgets of its docker."""
        for docker in self._application.dockers():
            if docker.objectName() == "TimelineDocker":
                for view in docker.findChildren(QtWidgets.QTableView):
                    if view.metaObject().className() == "KisAnimTimelineFramesView":
                        return view.model()
        return None


class LabelSync:
    """Synchronizes marks and labels: a label that the painter sets or clears on the timeline changes the mark."""

    def __init__(self, labels: FrameLabels) -> None:
        self._labels = labels
        self._last: Dict[str, Set[int]] = {}

    def forget(self, colors: str) -> None:
        self._last.pop(colors, None)

    def marks(self, colors: str, layer: str, times: Sequence[int], marks: Set[int]) -> Set[int]:
        """The marks after the painter's changes to the labels of a layer (uid `colors`, called `layer`)."""
        labelled = self._labels.references(layer, times)
        if labelled is None:
            return marks
        last = self._last.get(colors)
        if last is None:  # first read: the timeline may not show the document's marks yet
            for time in marks - labelled:
                self._labels.mark(layer, time, True)
            now = marks | labelled
        else:
            now = (marks | (labelled - last)) - (last - labelled)
        self._last[colors] = self._labels.references(layer, times) or set()
        return now
