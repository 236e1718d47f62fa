"""An engine for tests inside Krita: it paints what it was told, through the signals of the real client."""

from shiage.client.engine_client import ColoredFrame
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

    def __init__(self, paint, hold=False, unsure=None):
        super().__init__()
        self.unsure = unsure  # the color (BGRA) that is withdrawn; None: the left tenth of each row
        self.paint = paint
        self.hold = hold  # answer only after `release`
        self.request = None
        self.lines, self.colors, self.cancels = {}, {}, []

    def start(self):
        self.state_changed.emit("ready", "The engine is ready.")

    def request_methods(self):
        """What there is was told before."""

    def stop(self):
        self.state_changed.emit("stopped", "")

    def submit(self, request):
        self.request = request
        self.lines, self.colors = {}, {}
        if not self.hold:
            QtCore.QTimer.singleShot(0, self.answer)
        return 1

    def send_line(self, job, time, planes):
        self.lines[time] = [bytes(plane) for plane in planes]

    def send_color(self, job, time, plane):
        self.colors[time] = bytes(plane)

    def cancel(self, job):
        self.cancels.append(job)

    def mask(self, color):
        width, height = self.request.width, self.request.height
        if self.unsure is None:
            tenth = width // 10
            return bytearray((b"\0" * tenth + b"\xff" * (width - tenth)) * height)
        pixels = range(0, len(color), 4)
        return bytearray(0 if color[i : i + 4] == self.unsure else 255 for i in pixels)

    def answer(self):
        """Paint every target frame, once all drawings are here."""
        request = self.request
        if set(self.lines) != set(request.times) or set(self.colors) != set(request.references):
            QtCore.QTimer.singleShot(5, self.answer)
            return
        targets = [time for time in request.times if time not in request.references]
        heat = bytearray(b"\x00\x80\xff\xff" * (request.width * request.height))
        for done, time in enumerate(targets, 1):
            color = bytearray(self.paint[time])
            self.progressed.emit(1, done / len(targets), "Coloring", done, len(targets))
            self.painted.emit(1, ColoredFrame(time, 10, 0.9, 0.1, color, self.mask(color), heat))
        palette = [[0, 0, 0, 0], [200, 70, 60, 255], [250, 210, 180, 255]]
        self.finished.emit(1, {"palette": palette, "coverage": 0.9, "method": "fake", "seconds": 0.1})
