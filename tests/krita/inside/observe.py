"""What a scenario sees of a document and of Krita's window, as values that go into JSON."""

from __future__ import annotations

import hashlib
import os
from time import monotonic, thread_time
from typing import Any, cast

from animation import PALETTE, Animation, Size

from shiage.qt import QtCore, QtWidgets


def names(node: Any) -> list[str]:
    return [child.name() for child in node.childNodes()]


def order(node: Any, depth: int = 0) -> list[str]:
    """Every layer's name from top to bottom, indented by its depth."""
    found: list[str] = []
    for child in reversed(node.childNodes()):
        if child.type():
            found.append("  " * depth + child.name())
            found += order(child, depth + 1)
    return found


def keys(node: Any, last: int = 60) -> list[int]:
    return [time for time in range(last) if node.hasKeyframeAtTime(time)]


def pixels(node: Any, time: int, size: Size) -> bytes:
    return bytes(node.pixelDataAtTime(0, 0, size[0], size[1], time))


def fingerprint(document: Any, name: str) -> list[object]:
    """Everything that must stay as it was of one of the painter's layers."""
    node = document.nodeByName(name)
    size = (document.width(), document.height())
    planes = {time: hashlib.sha256(pixels(node, time, size)).hexdigest() for time in keys(node)}
    still = hashlib.sha256(bytes(node.pixelData(0, 0, *size))).hexdigest() if not planes else ""
    return [node.name(), node.opacity(), node.blendingMode(), node.locked(), node.colorLabel(), planes, still]


def state(document: Any) -> dict[str, Any]:
    """What the painter had before: time, range, active layer, selection."""
    selection = document.selection()
    box = [selection.x(), selection.y(), selection.width(), selection.height()] if selection else None
    return {
        "time": document.currentTime(),
        "range": [document.playBackStartTime(), document.playBackEndTime()],
        "active": document.activeNode().name(),
        "selection": box,
    }


def share_right(document: Any, animation: Animation, time: int) -> list[Any]:
    """(share of the paint pixels off the lines that are right, share painted, colors not in the palette)."""
    group = document.nodeByName("Shiage")
    parts = {child.name(): child for child in group.childNodes()}
    got, truth = pixels(parts["colors"], time, animation.size), animation.paint[time]
    mask = [not alpha for alpha in pixels(parts["slash lines"], time, animation.size)[3::4]]
    ink = animation.lines[time][3::4]
    right = painted = total = 0
    strange = set()
    allowed = {bytes(color) for color in PALETTE} | {b"\0\0\0\0"}
    for i in range(len(mask)):
        color = got[4 * i : 4 * i + 4]
        if color[3] and color not in allowed:
            strange.add(color.hex())
        if ink[i] or not truth[4 * i + 3]:
            continue
        total += 1
        if mask[i]:
            painted += 1
            right += color == truth[4 * i : 4 * i + 4]
    return [right / max(1, painted), painted / max(1, total), sorted(strange)]


def panel(application: Any) -> Any:
    """The panel's widget in the docker."""
    docker = next(docker for docker in application.dockers() if docker.objectName() == "shiage_docker")
    return docker.widget()


def undo_texts(application: Any) -> Any:
    """The steps that Krita's own Undo History lists."""
    for docker in application.dockers():
        if docker.objectName() == "History":
            for view in docker.findChildren(QtWidgets.QListView):
                model = view.model()
                return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return None


def screenshot(application: Any, name: str) -> None:
    path = os.path.join(os.environ["SHIAGE_ARTIFACTS"], name)
    application.activeWindow().qwindow().grab().save(path)


def grab_screen(name: str) -> None:
    """All that is on the screen, with lists that dropped down."""
    screen = cast("Any", QtWidgets.QApplication.primaryScreen())  # grabWindow takes 0: the whole screen
    screen.grabWindow(0).save(os.path.join(os.environ["SHIAGE_ARTIFACTS"], name))


class Gaps(QtCore.QObject):
    """The pauses of the event loop, by phase, in milliseconds: on the clock, and of the thread's own work.

    The clock also counts what other programs take; the work is that of Krita and the plugin alone.
    """

    BEAT = 5

    def __init__(self) -> None:
        super().__init__()
        self.pauses: dict[str, list[tuple[int, ...]]] = {}
        self.phase = ""
        self._last = self._now()
        self._timer = QtCore.QTimer(self)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(self.BEAT)

    def begin(self, phase: str) -> None:
        self.phase = phase
        self._last = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        return monotonic(), thread_time()

    def _beat(self) -> None:
        now = self._now()
        pause = tuple(round(1000 * (this - last)) for this, last in zip(now, self._last, strict=True))
        self.pauses.setdefault(self.phase, []).append(pause)
        self._last = now

    def report(self) -> dict[str, dict[str, list[int]]]:
        """By phase: the two longest pauses and the two largest pieces of work."""
        return {
            phase: {
                "pauses": sorted((pause for pause, _ in all_), reverse=True)[:2],
                "work": sorted((work for _, work in all_), reverse=True)[:2],
            }
            for phase, all_ in self.pauses.items()
        }
