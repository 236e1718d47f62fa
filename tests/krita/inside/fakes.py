"""An engine for tests inside Krita: it paints what it was told, through the signals of the real client."""

from collections import Counter

from animation import PALETTE

from shiage.client.engine_client import ColoredFrame, LabelFrame, PreviewImage
from shiage.client.protocol.messages import ANSWERS, PAINTED, TRACES, Need
from shiage.qt import QtCore
from shiage.result import planes

UNSURE, SURE = 5, 21  # steps of regions that are withdrawn at 98 %, and of the others
RED = bytes((0, 0, 255, 255))  # BGRA of trace lines
COLORS = [(red, green, blue, alpha) for blue, green, red, alpha in PALETTE]  # RGBA by label


class FakeClient(QtCore.QObject):
    """The interface of `shiage.client.engine_client.EngineClient`; answers from a dict of paint by time.

    A region, to this engine, is all that has one color in a frame.
    """

    state_changed = QtCore.pyqtSignal(str, str)
    progressed = QtCore.pyqtSignal(int, float, str, int, int)
    previewed = QtCore.pyqtSignal(int, object)
    needed = QtCore.pyqtSignal(int, object)
    painted = QtCore.pyqtSignal(int, object)
    finished = QtCore.pyqtSignal(int, object)
    failed = QtCore.pyqtSignal(int, str, str)
    cancelled = QtCore.pyqtSignal(int)
    methods_received = QtCore.pyqtSignal(object)
    state = "ready"
    backlog = 0

    def __init__(self, paint, hold=False, unsure=None, protocol=3):
        super().__init__()
        self.unsure = unsure  # the color (BGRA) that is withdrawn; None: the left tenth of each row
        self.paint = paint
        self.hold = hold  # answer only after `answer` is called
        self.protocol = protocol
        self.requests, self.cancels = [], []
        self.lines, self.colors = {}, {}  # of the last job with drawings of its own
        self.stored = set()  # digests of the drawings that the engine has
        self.sent = []  # how many drawings each job sent
        self.maps = {}  # paint -> its label plane
        self.starts = 0

    @property
    def request(self):
        return self.requests[-1] if self.requests else None

    def start(self):
        self.starts += 1
        self.state_changed.emit("ready", "The engine is ready.")

    def request_methods(self):
        """What there is was told before."""

    def stop(self):
        self.state_changed.emit("stopped", "")

    def submit(self, request):
        self.requests.append(request)
        self.sent.append(0)
        job = len(self.requests)
        if request.kind in {ANSWERS, TRACES} or not (
            request.drawings and set(request.drawings) <= self.stored
        ):
            self.lines, self.colors = {}, {}
        if request.drawings:
            QtCore.QTimer.singleShot(0, lambda: self.need(job, request))
        if not self.hold or request.kind == ANSWERS:
            QtCore.QTimer.singleShot(0, lambda: self.answer(job))
        return job

    def need(self, job, request):
        lines = dict(zip(request.times, request.drawings[: len(request.times)], strict=True))
        colors = dict(zip(request.references, request.drawings[len(request.times) :], strict=True))
        wanted = [tuple(t for t, d in kind.items() if d not in self.stored) for kind in (lines, colors)]
        self.stored |= set(request.drawings)
        self.needed.emit(job, Need(job, *wanted))

    def send_line(self, job, time, planes):
        self.lines[time] = [bytes(plane) for plane in planes]
        self.sent[job - 1] += 1

    def send_color(self, job, time, *planes):
        self.colors[time] = bytes(planes[-1])
        self.shown = bytes(planes[0])
        self.sent[job - 1] += 1

    def send_hint(self, job, time, plane):
        self.sent[job - 1] += 1

    def send_closing(self, job, time, plane):
        self.sent[job - 1] += 1

    def cancel(self, job):
        self.cancels.append(job)

    def mask(self, color):
        request = self.request
        width, height = request.width, request.height
        if self.unsure is None:
            tenth = width // 10
            return (b"\0" * tenth + b"\xff" * (width - tenth)) * height
        unsure = PALETTE.index(tuple(self.unsure))
        return self.label_plane(color).translate(bytes(0 if label == unsure else 255 for label in range(256)))

    def answer(self, job=None):
        """Answer a job, once all its drawings are here; without a number the last one."""
        job = job or len(self.requests)
        request = self.requests[job - 1]
        is_resent = bool(request.drawings) and set(request.drawings) <= self.stored
        is_here = set(self.lines) == set(request.times) and set(self.colors) == set(request.references)
        if not (is_here or is_resent):
            QtCore.QTimer.singleShot(5, lambda: self.answer(job))
            return
        if request.kind == ANSWERS:
            self.read_answers(job, request)
        elif request.kind == TRACES:
            self.take_out(job, request)
        else:
            self.color(job, request)

    def color(self, job, request):
        """Paint every target frame."""
        targets = [time for time in request.times if time not in request.references]
        heat = bytearray(b"\x00\x80\xff\xff" * (request.width * request.height))
        for done, time in enumerate(targets, 1):
            self.progressed.emit(job, done / len(targets), "Coloring", done, len(targets))
            color = self.paint[time]
            if not request.as_labels:
                frame = ColoredFrame(time, 10, 0.9, 0.1, bytearray(color), bytearray(self.mask(color)), heat)
                self.painted.emit(job, frame)
                continue
            frame = self.labelled(request, time)
            if frame.digest not in request.known:
                self.painted.emit(job, frame)
        palette = [list(color) for color in self.palette(request)]
        self.finished.emit(job, {"palette": palette, "coverage": 0.9, "method": "fake", "seconds": 0.1})

    def take_out(self, job, request):
        """The upper line layer, without its red pixels; the paint comes along, so that a test sees it."""
        (time,) = request.times
        self.painted_under = {**getattr(self, "painted_under", {}), time: self.colors[time]}
        plane = self.lines[time][-1]
        traces = sum(plane[i : i + 4] == RED for i in range(0, len(plane), 4))
        left = b"".join(
            bytes(4) if plane[i : i + 4] == RED else plane[i : i + 4] for i in range(0, len(plane), 4)
        )
        self.previewed.emit(job, PreviewImage(time, request.width, request.height, bytearray(left)))
        self.finished.emit(job, {"traces": traces})

    def palette(self, request):
        new = [tuple(answer[3:]) for answer in request.answers if answer[6]]
        return tuple(dict.fromkeys([*COLORS, *new]))

    def label_plane(self, color):
        """The labels of a BGRA plane."""
        if color not in self.maps:
            number = {int.from_bytes(bytes(bgra), "little"): label for label, bgra in enumerate(PALETTE)}
            self.maps[color] = bytes(map(number.get, memoryview(color).cast("I")))
        return self.maps[color]

    def labelled(self, request, time):
        """A frame as data: the answers in it are the painter's, the same color elsewhere gets theirs."""
        labels, palette = self.label_plane(self.paint[time]), self.palette(request)
        steps = self.mask(self.paint[time]).translate(bytes([UNSURE]) + bytes([SURE]) * 255)
        shown = labels
        for at, x, y, *color in request.answers:
            label = self.label_plane(self.paint[at])[y * request.width + x]
            region = labels.translate(planes.choice(range(label, label + 1)))
            if at != time:
                region = planes.both(region, steps.translate(planes.choice(range(UNSURE + 1))))
            new = palette.index(tuple(color)) if color[3] else 0
            shown = planes.merged(shown, bytes([new]) * len(shown), region)
            steps = planes.merged(steps, bytes([PAINTED if at == time else SURE]) * len(steps), region)
        digest = f"{time} {hash((shown, steps))}"
        shares = tuple(steps.count(bytes([SURE])) / len(steps) if s >= UNSURE else 1.0 for s in range(21))
        return LabelFrame(time, digest, shares, shares, (bytearray(shown),), bytearray(steps), palette)

    def read_answers(self, job, request):
        """A region with one new color is answered by it."""
        (time,) = request.times
        labels, width = self.label_plane(self.paint[time]), request.width
        changed = planes.difference(self.shown, self.colors[time])
        answers = [list(answer) for answer in request.answers if answer[0] == time]
        mixed = 0
        for label in range(len(PALETTE)):
            where = planes.both(changed, labels.translate(planes.choice(range(label, label + 1))))
            colors = Counter(self.colors[time][4 * i : 4 * i + 4] for i in places(where))
            if colors:  # as many pixels of a brush stroke have its own color as possible
                (color, count), *_others = colors.most_common()
                mixed += count < sum(colors.values()) / 2
                place = next(i for i in places(where) if self.colors[time][4 * i : 4 * i + 4] == color)
                blue, green, red, alpha = color
                y, x = divmod(place, width)
                answers = [a for a in answers if labels[a[1] + a[2] * width] != label]
                answers.append([time, x, y, red, green, blue, alpha])
        self.finished.emit(job, {"answers": answers, "mixed": mixed})


def places(mask):
    place = mask.find(b"\xff")
    while place >= 0:
        yield place
        place = mask.find(b"\xff", place + 1)
