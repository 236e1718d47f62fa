"""An engine for tests inside Krita: it paints what it was told, through the signals of the real client."""

from __future__ import annotations

from collections.abc import Mapping

from shiage.client.engine_client import ColoredFrame, JobRequest
from shiage.qt import QtCore


class FakeClient(QtCore.QObject):
    """The interface of `shiage.client.engine_client.EngineClient`; answers from a dict of paint by time."""

    state_changed = QtCore.pyqtSignal(str, str)
    progressed = QtCore.pyqtSignal(int, float, str, int, int)
    previewed = QtCore.pyqtSignal(int, object)
    painted = QtCore.pyqtSignal(int, object)
    finished = QtCore.pyqtSignal(int, object)
    failed = QtCore.pyqtSignal(int, str, str)
    cancelled = QtCore.pyqtSignal(int)
    methods_received = QtCore.pyqtSignal(object)
    state = "ready"
    protocol = 2
    backlog = 0

    def __init__(self, paint: Mapping[int, bytes], hold: bool = False, unsure: bytes | None = None) -> None:
        super().__init__()
        self.unsure = unsure  # the color (BGRA) that is withdrawn; None: the left tenth of each row
        self.paint = paint
        self.hold = hold  # answer only after `release`
        self.request: JobRequest | None = None
        self.lines: dict[int, list[bytes]] = {}
        self.colors: dict[int, bytes] = {}
        self.cancels: list[int] = []

    def start(self) -> None:
        self.state_changed.emit("ready", "The engine is ready.")

    def request_methods(self) -> None:
        """What there is was told before."""

    def stop(self) -> None:
        self.state_changed.emit("stopped", "")

    def submit(self, request: JobRequest) -> int:
        self.request = request
        self.lines, self.colors = {}, {}
        if not self.hold:
            QtCore.QTimer.singleShot(0, self.answer)
        return 1

    def send_line(self, job: int, time: int, planes: list[bytes]) -> None:
        self.lines[time] = [bytes(plane) for plane in planes]

    def send_color(self, job: int, time: int, plane: bytes) -> None:
        self.colors[time] = bytes(plane)

    def cancel(self, job: int) -> None:
        self.cancels.append(job)

    def mask(self, request: JobRequest, color: bytearray) -> bytearray:
        width, height = request.width, request.height
        if self.unsure is None:
            tenth = width // 10
            return bytearray((b"\0" * tenth + b"\xff" * (width - tenth)) * height)
        pixels = range(0, len(color), 4)
        return bytearray(0 if color[i : i + 4] == self.unsure else 255 for i in pixels)

    def answer(self) -> None:
        """Paint every target frame, once all drawings are here."""
        request = self.request
        assert request is not None
        if set(self.lines) != set(request.times) or set(self.colors) != set(request.references):
            QtCore.QTimer.singleShot(5, self.answer)
            return
        targets = [time for time in request.times if time not in request.references]
        heat = bytearray(b"\x00\x80\xff\xff" * (request.width * request.height))
        for done, time in enumerate(targets, 1):
            color = bytearray(self.paint[time])
            self.progressed.emit(1, done / len(targets), "Coloring", done, len(targets))
            self.painted.emit(1, ColoredFrame(time, 10, 0.9, 0.1, color, self.mask(request, color), heat))
        palette = [[0, 0, 0, 0], [200, 70, 60, 255], [250, 210, 180, 255]]
        self.finished.emit(1, {"palette": palette, "coverage": 0.9, "method": "fake", "seconds": 0.1})
