"""What is read of a document when a job begins: from a clone, so that the painter can go on drawing."""

from typing import Any, Dict, Generator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from krita import Document

from ..images import plane_of
from ..result.labels import blank
from ..scene import Scene, SheetPlane, key_shown
from .area import canvas_of, drawn_area
from .document import read_memory
from .layers import Area, Drawing, KeyRule, drawn_parts, find, get, get_all, is_painted, union
from .model_sheets import image_of
from .pictures import (
    Picture,
    closing_strokes,
    line_pictures,
    paint_picture,
    planes_at,
    prepared,
    still_pictures,
)
from .result_drawings import ResultDrawings, StillDrawings, result_drawings
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


def within(answers: Sequence[Tuple[int, ...]], area: Area) -> List[Tuple[int, ...]]:
    """Answers in pixels of the canvas, as they are remembered, in pixels of a frame; without those beyond it."""
    left, top, width, height = area
    moved = [(time, x - left, y - top, *rest) for time, x, y, *rest in answers]
    return [row for row in moved if 0 <= row[1] < width and 0 <= row[2] < height]


def paint_rule(times: Sequence[int], marks: Sequence[int] = ()) -> KeyRule:
    """The rule of paint: a layer shows the keyframe that was made for the drawing at a time, and no held one.

    A held keyframe is the paint of an earlier drawing, whose figure stood elsewhere.
    """
    return lambda keys, time: reference_keys(times, keys, marks).get(time)


class Said(NamedTuple):
    """What the painter has said of frames and regions; times as in a `Scene`."""

    finished: Sequence[int] = ()
    partial: Sequence[int] = ()
    answers: Sequence[Tuple[int, ...]] = ()
    accepted: Sequence[int] = ()
    result: str = ""  # uid of the group of the result


class KritaSnapshot:
    """Implements `scene.Snapshot`. Planes are BGRA, straight alpha, height * width * 4 bytes."""

    def __init__(self, document: Document, clone: Document, scene: Scene) -> None:
        assert scene.lines is not None
        self.document = document
        self.palettes = scene.palettes
        self._exchange = scene.palettes.exchange
        self.size = scene.size
        self.canvas = canvas_of(clone)[2:]
        self.area: Area = (*scene.corner, *scene.size)
        self.times: Tuple[int, ...] = scene.times
        self.references: Tuple[int, ...] = ()
        self.finished: Tuple[int, ...] = ()
        self.partial: Tuple[int, ...] = ()
        self.answers: Tuple[Tuple[int, ...], ...] = ()
        self.hints: Tuple[int, ...] = ()
        self.closings: Tuple[int, ...] = ()
        self.sheets: Tuple[SheetPlane, ...] = ()
        self._sheets = scene.sheets
        self.hints_uid = scene.hints.uid if scene.hints is not None else ""
        self.closings_uid = scene.closings.uid if scene.closings is not None else ""
        self._no_lines = scene.no_lines
        self.lines_uid = scene.lines.uid
        self.colors_uid = scene.colors.uid if scene.colors is not None else ""
        self.profile = SRGB  # of the paint
        self.shows_through = False  # is paint visible at the times of frames to color?
        self.frames = {time: layer.uid for time, layer in enumerate(scene.frames)}  # still layers, by time
        self._painted = {time: layer for time, layer in scene.painted if time in scene.references}
        self._clone: Optional[Document] = clone
        self._lines: List[Picture] = []
        self._paint: Dict[int, Any] = {}
        self._result: Union[ResultDrawings, StillDrawings, None] = None
        self._hints: Optional[Drawing] = None
        self._closings: Optional[Drawing] = None

    def read(
        self, marks: Sequence[int], said: "Said", is_measured: bool = False
    ) -> Generator[int, None, "KritaSnapshot"]:
        """Convert the layers that need it, and read the reference frames, one a turn. Raises Refused.

        `marks`: times of the paint layer's keyframes that are marked as references; `is_measured`: as in
        `Host.snapshot`.
        """
        clone = self._open()
        if is_measured:
            yield from self._measure(clone)
        self._lines = yield from line_pictures(clone, self.lines_uid, self.frames, self.area, self._no_lines)
        self.times = union([picture.keys for picture in self._lines])
        colors: Optional[Picture] = None
        if self._painted:
            colors = yield from still_pictures(clone, self._painted, self.area)
        elif self.colors_uid and not self.frames:
            paint = get_all(clone, self.colors_uid)
            colors = yield from paint_picture(clone, paint, self.area, paint_rule(self.times, marks))
        if colors is not None:
            yield from self._read_paint(colors, marks)
        yield from self._read_accepted(clone, said)
        memory, still = read_memory(self.document), self.lines_uid if self.frames else ""
        self._result = result_drawings(clone, memory, still, said.result, self.area)
        yield from self._find_hints(clone)
        yield from self._find_closings(clone)
        yield from self._read_sheets()
        self.references = tuple(sorted(self._paint))
        self.finished = tuple(time for time in said.finished if time in self._paint)
        self.partial = tuple(time for time in said.partial if time in self._paint)
        placed = within(said.answers, self.area)
        self.answers = tuple(answer for answer in placed if answer[0] in self.times)
        return self

    def _measure(self, clone: Document) -> Generator[int, None, None]:
        """Have the frames be as large as what is drawn of the lines."""
        tops = self.frames.values() if self.frames else [self.lines_uid]
        nodes = [node for top in tops for node in drawn_parts(get(clone, top), self._no_lines)]
        yield from prepared(nodes)
        self.area = yield from drawn_area(clone, nodes)
        self.size = (self.area[2], self.area[3])

    def _read_accepted(self, clone: Document, said: "Said") -> Generator[int, None, None]:
        """The paint of accepted frames is that of the result."""
        node = ResultDrawings(clone, read_memory(self.document), said.result, self.area).colors
        if node is None:
            return
        result = Drawing(node, self.area, clone.animationLength())
        for time in set(said.accepted) & set(self.times):
            plane = result.at(time)
            if plane is not None and is_painted(plane):
                self._paint[time] = self._exchange.entries(bytes(plane), self.size)
            yield 0

    def _find_hints(self, clone: Document) -> Generator[int, None, None]:
        """Which drawings have dabs; those of a held keyframe count for the drawing on which they were made."""
        node = find(clone, self.hints_uid) if self.hints_uid else None
        if node is None:
            return
        yield from prepared([node])
        self._hints = hints = Drawing(node, self.area, clone.animationLength(), paint_rule(self.times))
        found = []
        for time in reference_keys(self.times, hints.keys, []):
            plane = hints.at(time)
            if plane is not None and is_painted(plane):
                found.append(time)
            yield 0
        self.hints = tuple(sorted(found))

    def _find_closings(self, clone: Document) -> Generator[int, None, None]:
        self._closings = strokes = yield from closing_strokes(clone, self.closings_uid, self.area)
        found = []
        for time in self.times:
            plane = strokes.at(time) if strokes is not None else None
            if plane is not None and is_painted(plane):
                found.append(time)
            yield 0
        self.closings = tuple(found)

    def _read_sheets(self) -> Generator[int, None, None]:
        """The model sheets; those that are damaged are left out."""
        found = []
        for key, name in self._sheets:
            image = image_of(self.document, key)
            if not image.isNull():
                found.append(SheetPlane(name, (image.width(), image.height()), plane_of(image)))
            yield 0
        self.sheets = tuple(found)

    def _read_paint(self, colors: Picture, marks: Sequence[int]) -> Generator[int, None, None]:
        self.profile = colors.profile  # the result gets it too, so that equal bytes are equal colors
        try:
            blank = set()
            for time, key in reference_keys(self.times, colors.keys, marks).items():
                plane = colors.at(time)
                if plane is not None and is_painted(plane):
                    self._paint[time] = self._exchange.told(bytes(plane), self.size)
                else:
                    blank.add(key)
                yield 0
        finally:
            colors.close()
        for time in set(self.times) - set(self._paint) if not self.frames else ():
            shown = key_shown(colors.keys, time)
            if not colors.keys or (shown is not None and shown not in blank):
                self.shows_through = True

    def lines(self, time: int) -> List[Any]:
        return planes_at(self._lines, time, self.size)

    def color(self, time: int) -> Any:
        return self._paint[time]

    def hint(self, time: int) -> Any:
        assert self._hints is not None  # `hints` is empty without
        plane = self._hints.at(time)
        return self._exchange.told(bytes(plane), self.size) if plane is not None else blank(self.size)

    def result(self, time: int) -> Mapping[str, Any]:
        assert self._result is not None  # it was read
        return self._result.at(time)

    def closing(self, time: int) -> Any:
        assert self._closings is not None  # `closings` is empty without
        return self._closings.at(time) or blank(self.size)

    def close(self) -> None:
        """Free the clone; the paint of the references stays."""
        for picture in self._lines:
            picture.close()
        self._lines, self._hints, self._closings, self._result = [], None, None, None
        if self._clone is not None:
            self._clone.close()
            self._clone = None

    def _open(self) -> Document:
        if self._clone is None:
            raise RuntimeError("the snapshot is closed")
        return self._clone
