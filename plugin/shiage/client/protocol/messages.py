"""The messages of the protocol: one small class for each, and their checked conversion to and from JSON headers.

Order: hello, challenge, answer, welcome (see handshake). Then the client submits jobs and streams the frames
of each; the engine answers with progress, one result for each target frame, and exactly one last answer for
each job: done, error or cancelled. From protocol 2 on a client may ask for the methods, and watch a job. From
protocol 3 on it may take results as labels, say which frames are finished, give answers for single regions, and leave
out drawings that the engine still has (see Need). From protocol 4 on it may send hints, dabs of color on any frame,
and ask what is open. From protocol 5 on it may send closings, strokes that close regions, and ask for a picture of
the regions of one frame, or for its lines without trace lines. From protocol 6 on it may send model sheets, colored
drawings that are no frame of the shot.
Fields that have their default are left out of the header: a client that uses nothing new sends protocol 1.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Callable, ClassVar, Dict, Mapping, Tuple, Type, Union, get_type_hints

from .framing import Header, ProtocolError
from .options import Options

LARGEST_INT = 1 << 53  # beyond it JSON readers disagree
MAX_LAYERS = 32  # line layers of one frame
METHODS_SINCE = 2  # the first protocol with ask, methods and preview, and with Submit's character and watch
HINTS_SINCE = 4  # the first protocol with frames of role "hint", and with the fields for them
LABELS_SINCE = 3  # the first protocol with palette, labels and need, and with Submit's fields for them
QUESTIONS_SINCE = 4  # the first protocol with Submit's field questions
CLOSINGS_SINCE = 5  # the first protocol with frames of role "closing", and with the fields for them
REGIONS_SINCE = 5  # the first protocol with jobs of kind "regions"
SHEETS_SINCE = 6  # the first protocol with frames of role "sheet", and with the fields for them
TRACES_SINCE = 5  # the first protocol with jobs of kind "traces", and with Submit's field for them
MOST_BESIDE = 3  # frames beside the one that a job of kind "regions" shows
MOST_QUESTIONS = 500  # in a report
MOST_PLACES = 1 << 14  # of all questions in a report, so that it fits into a packet
LINE, COLOR, HINT, CLOSING, SHEET = "line", "color", "hint", "closing", "sheet"  # roles of a frame
COLORIZE, ANSWERS, REGIONS, TRACES = "colorize", "answers", "regions", "traces"  # kinds of jobs
MOST_LABELS = 255  # of one label plane; 0 is left unpainted
# The accuracies that a painter can ask for.
ACCURACIES = tuple(round(0.80 + 0.01 * step, 2) for step in range(21))
PAINTED = 255  # in a step plane: painted by the painter, at every accuracy
DEFAULT_OPTIONS = Options()

# The closed list of error codes.
BAD_REQUEST = "bad_request"  # the job cannot be done as asked; the text says what to do
TOO_LARGE = "too_large"  # the job is beyond the limits that the engine announced
BUSY = "busy"  # too many clients or jobs
WORKER_DIED = "worker_died"  # the worker process ended; the next job gets a new one
OUT_OF_MEMORY = "out_of_memory"
INTERNAL = "internal"  # a fault of the engine; its log says more
STOPPING = "stopping"  # the engine ends
PROTOCOL = "protocol"  # the client broke the protocol; the connection is closed
CODES = frozenset((BAD_REQUEST, TOO_LARGE, BUSY, WORKER_DIED, OUT_OF_MEMORY, INTERNAL, STOPPING, PROTOCOL))


@dataclass(frozen=True)
class Message:
    """A message; its fields are those of the JSON header, beside "type"."""

    plane_counts: ClassVar[range] = range(1)  # how many planes may come with it


@dataclass(frozen=True)
class Hello(Message):
    """Client: opens the handshake. `nonce` is hexadecimal."""

    protocol_min: int
    protocol_max: int
    app_version: str
    pid: int
    nonce: str


@dataclass(frozen=True)
class Challenge(Message):
    """Engine: answers Hello, with proof that it knows the token."""

    protocol_min: int
    protocol_max: int
    app_version: str
    pid: int
    nonce: str
    proof: str


@dataclass(frozen=True)
class Answer(Message):
    """Client: proof that it knows the token."""

    proof: str


@dataclass(frozen=True)
class Welcome(Message):
    """Engine: ends the handshake, with the protocol version to use and the limits of a job."""

    protocol: int
    max_pixels: int  # of one frame
    max_frames: int
    max_jobs: int  # unanswered at a time


@dataclass(frozen=True)
class Submit(Message):
    """Client: a new job. Its number is higher than that of any job before on this connection.

    Its frames follow, in any order: the line art of every time, the paint of every reference. In the header
    the fields of `options` stand beside the others. In a job of kind "regions" the first of `times` is shown; up to
    MOST_BESIDE others help to tell whether it is open.
    """

    job: int
    width: int
    height: int
    times: Tuple[int, ...]
    references: Tuple[int, ...]  # of `times`: the frames the painter colored
    kind: str = COLORIZE
    options: Options = DEFAULT_OPTIONS
    watch: bool = False  # send previews too
    as_labels: bool = False  # send Palette and Labels, in place of Result
    finished: Tuple[int, ...] = ()
    """References whose unpainted regions are to stay unpainted, as the painter said."""

    partial: Tuple[int, ...] = ()
    """References whose unpainted regions are questions, as the painter said. The engine judges all others."""

    answers: Tuple[Tuple[int, ...], ...] = ()
    """Colors of single regions: time, x, y of a pixel inside, red, green, blue, alpha. Alpha 0: stays unpainted.

    In a job of kind "answers" four more numbers may follow: see Done.
    """

    known: Tuple[str, ...] = ()
    """Digests of the Labels that the client shows: frames that come out the same are not sent again."""

    drawings: Tuple[str, ...] = ()
    """Digest (see digests.py) of each line drawing by `times`, paint by `references`, then of `hints`, `closings` and
    `sheets`.

    Not empty: the client sends no frame before the engine's Need.
    """

    hints: Tuple[int, ...] = ()
    """Those of `times` on which the painter has put dabs of color: a region under one has that color for certain."""
    questions: bool = False  # report what is open, see Done
    closings: Tuple[int, ...] = ()
    """Those of `times` on which the painter has drawn strokes that close regions, and that are no lines."""
    kept: str = ""
    """The report's "shown" of an earlier job of this shot: what was painted then, at this accuracy, stays."""
    darker: bool = False  # in a job of kind "traces": trace lines take the color of their darker side
    sheets: Tuple[str, ...] = ()  # names of model sheets, each another one
    sheet_sizes: Tuple[Tuple[int, ...], ...] = ()  # width and height of each, in pixels


@dataclass(frozen=True)
class Need(Message):
    """Engine: send these drawings of a job; it has the others. The answer to a Submit with `drawings`."""

    job: int
    lines: Tuple[int, ...]  # times
    colors: Tuple[int, ...]
    hints: Tuple[int, ...] = ()
    closings: Tuple[int, ...] = ()
    sheets: Tuple[int, ...] = ()  # their numbers in `Submit.sheets`


@dataclass(frozen=True)
class Frame(Message):
    """Client: one drawing of a job, as planes of width * height * 4 bytes, BGRA; a model sheet is of its own size.

    Role "line": its line layers, bottom to top. Role "color": one plane, the paint of a reference frame; in a job of
    kind "answers" two planes: the paint that the engine's result has there, and the paint that is there now. Role
    "hint": one plane, dabs of color. Role "closing": one plane, strokes that close regions.
    Role "sheet": a model sheet, one plane with lines and paint, or two, line art and paint; `time` is its number in
    `Submit.sheets`.
    """

    plane_counts = range(1, MAX_LAYERS + 1)
    job: int
    time: int
    role: str


@dataclass(frozen=True)
class Cancel(Message):
    """Client: stop this job."""

    job: int


@dataclass(frozen=True)
class Progress(Message):
    """Engine: how much of a job is done."""

    job: int
    fraction: float  # 0..1 of the whole job
    note: str
    done: int  # target frames
    total: int


@dataclass(frozen=True)
class Preview(Message):
    """Engine: how a target frame would look now, as one plane of width * height * 4 bytes, BGRA, opaque.

    A small picture of paint and lines on white paper; each replaces the one before. In a job of kind "regions", the
    only one, and as large as the frame: its regions in colors of their own, and what was closed in it. So it is in a
    job of kind "traces", but not opaque: the lines as they are in the finished picture.
    """

    plane_counts = range(1, 2)
    job: int
    time: int
    width: int
    height: int


@dataclass(frozen=True)
class Result(Message):
    """Engine: one target frame, as three planes.

    Color: BGRA, before withdrawal. Mask: 1 byte a pixel, 255 keeps, 0 withdrawn. Confidence: BGRA heat map.
    """

    plane_counts = range(3, 4)
    job: int
    time: int
    regions: int
    coverage: float
    seconds: float


@dataclass(frozen=True)
class Palette(Message):
    """Engine: the colors that the labels of a job stand for; before its first Labels."""

    job: int
    colors: Tuple[Tuple[int, ...], ...]  # red, green, blue, alpha each; the first is "left unpainted"


@dataclass(frozen=True)
class Labels(Message):
    """Engine: one target frame as data: label planes, then one step plane, a byte a pixel each.

    Label plane number n holds the labels from 255 n + 1 to 255 n + 255, as 1 to 255, and 0 elsewhere; most palettes
    need one plane. The step plane says for how many of ACCURACIES, from the lowest on, the pixel's region is painted:
    0 is never, PAINTED is the painter's own paint or answer. Lines have the values of the regions beside them.
    """

    plane_counts = range(2, 34)
    job: int
    time: int
    digest: str  # of the time, the planes, and the colors that they stand for
    regions: int
    coverage: Tuple[float, ...]  # at each of ACCURACIES, the share of the regions that is painted
    area: Tuple[float, ...]  # and of the painted part of the frame, by pixels
    seconds: float


@dataclass(frozen=True)
class Done(Message):
    """Engine, last answer: all results of the job were sent.

    The report of a job of kind "colorize" has "method", "palette", "seconds", "frames", and "coverage", the share
    of all regions that was painted, and "sheets", the names of the model sheets that taught. "disagreements" has a
    row for each two references that paint the same part in two colors: both times, then both colors as #3366cc. When
    results were sent as labels, "coverage" and "area" are
    lists, by ACCURACIES, and "finished" and "partial" say what each reference was taken for.

    When questions were asked for, "questions" lists what is open, what settles most first. Each has "at", where the
    same part of the drawing lies, as rows: time, x and y of a pixel inside, and left, top, right and bottom of its
    box; "why": "unsure", "gap" (behind an opening in a line), "flicker" (the color comes and goes, or is not what the
    painter gave the part elsewhere) or "doubt" (kept paint that has become unlikely); "weight":
    pixels times doubt; and
    "colors", the likeliest first, each with "color" (red, green, blue, alpha), "confidence", and "as": the row of a
    region of a reference that has this color, or of one that the painter gave it, or nothing. An answer for each row
    of "at" closes a question. Besides there is "shown", a text that a later job of the shot may have as
    `Submit.kept`.

    The report of a job of kind "traces" has the number of pixels of trace lines that were in the drawing, "traces".
    The report of a job of kind "regions" has their number, "regions", how many openings were closed, "closings", how
    many regions are "suspects", and whether the drawing is "open": its openings inside figures were closed as well.

    The report of a job of kind "answers" has "answers": all answers of its frame, as they are now; "mixed": how many
    regions have two new colors, which is no answer; "flooded": how many a fill ran through, none of which is one;
    "slipped": how many pixels were painted, where they are too few to be an answer, as at the edge of a slash line;
    and "before": for each answer the color, red, green, blue, alpha, that the region had without it. A client that
    appends those to the answers of its next such job has answers dropped exactly when Ctrl+Z has brought that color
    back; without them only where the region becomes unpainted.
    """

    job: int
    report: Dict[str, Any]


@dataclass(frozen=True)
class Error(Message):
    """Engine, last answer: the job failed. With job 0 the connection failed, and is closed."""

    job: int
    code: str  # of CODES
    text: str  # one sentence for the painter
    retryable: bool = False


@dataclass(frozen=True)
class Cancelled(Message):
    """Engine, last answer: the job was stopped."""

    job: int


@dataclass(frozen=True)
class Ask(Message):
    """Client: asks for the methods."""


@dataclass(frozen=True)
class Methods(Message):
    """Engine: the methods to choose from, by name, the best one first ("auto" is not among them).

    Each has "title" (for painters), "hint" (one sentence), "needs" and "takes" (what must and what may be
    given, of "references", "character" and "hints"), "needs_any" (of which one at least must be given),
    "characters" (those it has weights of) and "rule" (how it decides
    what to withdraw: "calibrated", by the job's target accuracy, or "share", without regard to it).
    A client ignores keys that it does not know.
    """

    methods: Dict[str, Any]


@dataclass(frozen=True)
class Ping(Message):
    """Client: checks that the engine still answers."""


@dataclass(frozen=True)
class Pong(Message):
    """Engine: answers Ping."""


TYPES: Dict[str, Type[Message]] = {
    kind.__name__.lower(): kind
    for kind in (
        *(Hello, Challenge, Answer, Welcome, Ask, Methods, Ping, Pong),
        *(Submit, Need, Frame, Cancel, Progress, Preview, Result, Palette, Labels, Done, Error, Cancelled),
    )
}
LastAnswer = Union[Done, Error, Cancelled]


def to_header(message: Message) -> Header:
    """The JSON header of `message`, without the fields that have their default."""
    values = dict(vars(message))
    if isinstance(message, Submit):
        values.update(vars(values.pop("options")))
    defaults = _DEFAULTS[type(message)].items()
    changed = {name: value for name, value in values.items() if (name, value) not in defaults}
    return {"type": type(message).__name__.lower(), **changed}


def from_header(header: Mapping[str, object]) -> Message:
    """The message of a JSON header. Raises ProtocolError for unknown types and fields, and wrong values."""
    kind = TYPES.get(str(header.get("type")))
    if kind is None:
        raise ProtocolError("A message has an unknown type")
    checks = _CHECKS[kind]
    given = {name: value for name, value in header.items() if name != "type"}
    if not _REQUIRED[kind] <= given.keys() <= checks.keys():
        raise ProtocolError("A message lacks a field or has an unknown one: " + kind.__name__)
    values = {name: checks[name](value) for name, value in given.items()}
    if kind is Submit:
        values["options"] = Options(**{name: values.pop(name) for name in _OPTIONS & values.keys()})
    message = kind(**values)
    if isinstance(message, Error) and message.code not in CODES:
        raise ProtocolError("An error has an unknown code")
    return message


def _int(value: object) -> int:
    if type(value) is not int or abs(value) > LARGEST_INT:
        raise ProtocolError("A whole number was expected")
    return value


def _float(value: object) -> float:
    if type(value) is float:
        return value
    return float(_int(value))


def _plain(kind: type) -> Callable[[Any], Any]:
    def check(value: object) -> object:
        if type(value) is not kind:
            raise ProtocolError("A field is not of type " + kind.__name__)
        return value

    return check


def _ints(value: object) -> Tuple[int, ...]:
    if not isinstance(value, (list, tuple)):
        raise ProtocolError("A list of whole numbers was expected")
    return tuple(_int(item) for item in value)


def _int_rows(value: object) -> Tuple[Tuple[int, ...], ...]:
    if not isinstance(value, (list, tuple)):
        raise ProtocolError("A list of lists of whole numbers was expected")
    return tuple(_ints(row) for row in value)


def _floats(value: object) -> Tuple[float, ...]:
    if not isinstance(value, (list, tuple)):
        raise ProtocolError("A list of numbers was expected")
    return tuple(_float(item) for item in value)


def _texts(value: object) -> Tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(type(item) is str for item in value):
        raise ProtocolError("A list of texts was expected")
    return tuple(value)


_BY_HINT: Dict[Any, Callable[[Any], Any]] = {
    int: _int,
    float: _float,
    str: _plain(str),
    bool: _plain(bool),
    Tuple[int, ...]: _ints,
    Tuple[float, ...]: _floats,
    Tuple[str, ...]: _texts,
    Tuple[Tuple[int, ...], ...]: _int_rows,
    Dict[str, Any]: _plain(dict),
}


def _fields(kind: Type[Message]) -> Dict[str, Tuple[Any, Any]]:
    """Name -> type and default of every field of the header; those of Options stand among Submit's own."""
    found: Dict[str, Tuple[Any, Any]] = {}
    for owner in (kind, Options) if kind is Submit else (kind,):
        hints = get_type_hints(owner)
        found.update({field.name: (hints[field.name], field.default) for field in dataclasses.fields(owner)})
    found.pop("options", None)
    return found


_FIELDS = {kind: _fields(kind) for kind in TYPES.values()}
_OPTIONS = {field.name for field in dataclasses.fields(Options)}
_CHECKS = {kind: {name: _BY_HINT[hint] for name, (hint, _) in of.items()} for kind, of in _FIELDS.items()}
_DEFAULTS = {
    kind: {name: default for name, (_, default) in of.items() if default is not dataclasses.MISSING}
    for kind, of in _FIELDS.items()
}
_REQUIRED = {kind: _CHECKS[kind].keys() - _DEFAULTS[kind].keys() for kind in TYPES.values()}
