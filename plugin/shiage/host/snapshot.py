"""What is read of a document when a job begins: from a clone, so that the painter can go on drawing."""

from typing import Any, Dict, Generator, List, NamedTuple, Optional, Sequence, Tuple

from krita import Document

from ..qt import QtCore
from ..result.labels import blank
from ..scene import Scene, key_shown
from .layers import Drawing, convert, find, get, is_painted, is_straight, line_nodes, union
from .template import SRGB


def reference_keys(times: Sequence[int], color_keys: Sequence[int], marks: Sequence[int]) -> Dict[int, int]:
    """Frame -> the color keyframe that paints it: all, or the marked ones where any is.

    A paint layer without keyframes paints the first frame. A color keyframe belongs to the drawing that is
    shown at its time; where a drawing has several, the first counts.
    """
    if not color_keys:
        return {times[0]: times[0]} if times else {}
    marked = [key for key in color_keys if key in set(marks)]
    found: Dict[int, int] = {}
    for key in sorted(marked or color_keys):
        time = key_shown(times, key)
        if time is not None:
            found.setdefault(time, key)
    return found


class Said(NamedTuple):
    """What the painter has said of frames and regions; times as in a `Scene`."""

    finished: Sequence[int] = ()
    partial: Sequence[int] = ()
    answers: Sequence[Tuple[int, ...]] = ()
    accepted: Sequence[int] = ()
    result_colors: str = ""  # uid of the result's layer with the paint of accepted frames


class KritaSnapshot:
    """Implements `scene.Snapshot`. Planes are BGRA, straight alpha, height * width * 4 bytes."""

    def __init__(self, document: Document, clone: Document, scene: Scene) -> None:
        assert scene.lines is not None
        self.document = document
        self.size = scene.size
        self.times: Tuple[int, ...] = scene.times
        self.references: Tuple[int, ...] = ()
        self.finished: Tuple[int, ...] = ()
        self.partial: Tuple[int, ...] = ()
        self.answers: Tuple[Tuple[int, ...], ...] = ()
        self.hints: Tuple[int, ...] = ()
        self.hints_uid = scene.hints.uid if scene.hints is not None else ""
        self.lines_uid = scene.lines.uid
        self.colors_uid = scene.colors.uid if scene.colors is not None else ""
        self.profile = SRGB  # of the paint
        self.shows_through = False  # is paint visible at the times of frames to color?
        self._clone: Optional[Document] = clone
        self._lines: List[Drawing] = []
        self._paint: Dict[int, QtCore.QByteArray] = {}
        self._hints: Optional[Drawing] = None
        self._hint_keys: Dict[int, int] = {}  # time -> the hint layer's keyframe

    def read(self, marks: Sequence[int], said: "Said") -> Generator[int, None, "KritaSnapshot"]:
        """Convert the layers that need it, and read the reference frames, one a turn. Raises Refused.

        `marks`: times of the paint layer's keyframes that are marked as references.
        """
        clone, last = self._open()
        lines = line_nodes(get(clone, self.lines_uid), self.colors_uid)
        paint = [get(clone, self.colors_uid)] if self.colors_uid else []
        hints = find(clone, self.hints_uid) if self.hints_uid else None
        for colors in paint:
            if is_straight(colors):
                self.profile = (
                    colors.colorProfile()
                )  # the result gets it too, so that equal bytes are equal colors
        for node in [*lines, *paint, *([hints] if hints is not None else [])]:
            convert(node)
            yield 0
        clone.waitForDone()
        self._lines = [Drawing(clone, node, self.size, last) for node in lines]
        self.times = union([drawing.keys for drawing in self._lines])
        for colors in paint:
            yield from self._read_paint(Drawing(clone, colors, self.size, last), marks)
        yield from self._read_accepted(clone, said, last)
        if hints is not None:
            yield from self._find_hints(Drawing(clone, hints, self.size, last))
        self.references = tuple(sorted(self._paint))
        self.finished = tuple(time for time in said.finished if time in self._paint)
        self.partial = tuple(time for time in said.partial if time in self._paint)
        self.answers = tuple(answer for answer in said.answers if answer[0] in self.times)
        return self

    def _read_accepted(self, clone: Document, said: "Said", last: int) -> Generator[int, None, None]:
        """The paint of accepted frames is that of the result."""
        node = find(clone, said.result_colors) if said.result_colors else None
        if node is None:
            return
        result = Drawing(clone, node, self.size, last)
        for time in set(said.accepted) & set(self.times):
            plane = result.at(time)
            if plane is not None and is_painted(plane):
                self._paint[time] = plane
            yield 0

    def _find_hints(self, hints: Drawing) -> Generator[int, None, None]:
        """Which drawings have dabs; those of a held keyframe count for the drawing on which they were made."""
        self._hints = hints
        for time, key in reference_keys(self.times, hints.keys, []).items():
            plane = hints.at(key)
            if plane is not None and is_painted(plane):
                self._hint_keys[time] = key
            yield 0
        self.hints = tuple(sorted(self._hint_keys))

    def _read_paint(self, colors: Drawing, marks: Sequence[int]) -> Generator[int, None, None]:
        blank = set()
        for time, key in reference_keys(self.times, colors.keys, marks).items():
            plane = colors.at(key)
            if plane is not None and is_painted(plane):
                self._paint[time] = plane
            else:
                blank.add(key)
            yield 0
        for time in set(self.times) - set(self._paint):
            shown = key_shown(colors.keys, time)
            if not colors.keys or (shown is not None and shown not in blank):
                self.shows_through = True

    def lines(self, time: int) -> List[Any]:
        planes = [plane for plane in (drawing.at(time) for drawing in self._lines) if plane is not None]
        return planes or [blank(self.size)]

    def color(self, time: int) -> QtCore.QByteArray:
        return self._paint[time]

    def hint(self, time: int) -> Any:
        assert self._hints is not None  # `hints` is empty without
        return self._hints.at(self._hint_keys[time]) or blank(self.size)

    def close(self) -> None:
        """Free the clone; the paint of the references stays."""
        self._lines, self._hints = [], None
        if self._clone is not None:
            self._clone.close()
            self._clone = None

    def _open(self) -> Tuple[Document, int]:
        if self._clone is None:
            raise RuntimeError("the snapshot is closed")
        return self._clone, self._clone.animationLength()
