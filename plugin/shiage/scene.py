"""What the controller knows of a document, as plain values, and the interface `Host` that provides them.

No Krita here.
"""

from dataclasses import dataclass
from typing import Any, Callable, Generator, List, Mapping, NamedTuple, Optional, Protocol, Sequence, Tuple

from .client.protocol.palettes import Palette
from .palettes import NO_PALETTES, Palettes
from .qt import QtGui
from .turns import Steps


@dataclass(frozen=True)
class LayerName:
    uid: str  # of several layers: theirs, with blanks between
    name: str
    parts: Tuple[str, ...] = ()  # the names of the layers in a group, from top to bottom


class SheetName(NamedTuple):
    """A model sheet that is kept in the document, or what could become one."""

    key: str
    name: str


class SheetPlane(NamedTuple):
    """A model sheet, read: lines and paint in one BGRA plane."""

    name: str
    size: Tuple[int, int]  # width, height
    plane: Any


# Kinds of offers; the second is Krita's name of a blending mode as well.
FRAMES, MULTIPLY = "frames", "multiply"


@dataclass(frozen=True)
class Offer:
    """What Shiage would change in the document at the painter's click."""

    kind: str
    layer: str  # uid
    sentence: str  # why
    button: str  # what


NO_RESULT = "There is no result under this line layer yet: press Auto-colorize first."
OF_STILL_LAYERS = (
    "This result is of still layers: paint on them as on your own. Questions and Finish are for animations."
)


@dataclass(frozen=True)
class Scene:
    """The active document at one moment. Times are those of the line layer's keyframes."""

    document: str = ""  # uid of the root layer; empty without a document
    size: Tuple[int, int] = (0, 0)  # width, height of a frame: the canvas, or more where drawings are larger
    corner: Tuple[int, int] = (0, 0)  # x, y of a frame's upper left on the canvas: not above 0
    lines: Optional[LayerName] = None  # the line layer, or the group of them
    colors: Optional[LayerName] = None  # the paint layer, or the group of some, or several
    candidates: Tuple[LayerName, ...] = ()  # what can be the paint layer
    hints: Optional[LayerName] = None  # the layer with dabs of color
    hint_candidates: Tuple[LayerName, ...] = ()  # layers that can be the hint layer
    closings: Optional[LayerName] = None  # the layer with strokes that close regions
    hint_times: Tuple[int, ...] = ()  # the drawings for which the hint layer has a keyframe of their own
    times: Tuple[int, ...] = ()
    frames: Tuple[LayerName, ...] = ()  # the still layers that are the frames, by time; none in an animation
    painted: Tuple[Tuple[int, str], ...] = ()  # the still layers with the paint of frames: time, uid
    offer: Optional[Offer] = None
    references: Tuple[int, ...] = ()  # the marked frames, or where none is, every frame with a color keyframe
    has_marks: bool = False
    sheets: Tuple[SheetName, ...] = ()  # model sheets: references that are no frame of the shot
    time: int = 0  # the current time
    is_painting: bool = True  # is the active layer one that the thumbnails show?
    is_hinting: bool = False  # is the active layer the hint layer?
    is_gray: bool = False  # is its color model gray?
    result: str = ""  # uid of the group of the newest result
    withdrawn_shown: Optional[bool] = None  # are withdrawn regions left unpainted? None without a result
    confidence_shown: Optional[bool] = None
    hatch_shown: Optional[bool] = None  # None also for a result without a hatch layer
    # Is all black that is painted? None also for a result without that layer.
    gaps_shown: Optional[bool] = None
    # Frames that the painter said are finished (True) or partly painted.
    said: Tuple[Tuple[int, bool], ...] = ()
    accepted: Tuple[int, ...] = ()  # frames whose suggestions the painter has accepted
    palettes: Palettes = NO_PALETTES  # of the newest result, which the next one takes over
    is_put_away: bool = False  # is the picture finished: slash lines, confidence and trace lines hidden?
    character: str = ""  # the name that the painter has given for the line layer
    problem: str = ""  # why nothing can be colored, in a sentence
    unpainted: str = ""  # why there is no reference frame, in a sentence; some methods need none

    @property
    def time_in_view(self) -> Optional[int]:
        """The time of the drawing that is in view; None before the first."""
        return key_shown(self.times, self.time)

    @property
    def no_lines(self) -> Tuple[str, ...]:
        """The uids of the layers that hold no lines, also where they lie in the group of the lines."""
        others = (self.colors, self.hints, self.closings)
        return tuple(one for layer in others if layer is not None for one in layer.uid.split())

    @property
    def has_result(self) -> bool:
        """Is there a result that can be asked about and finished? One of still layers cannot."""
        return self.withdrawn_shown is not None

    @property
    def has_colors(self) -> bool:
        """Is there a result that can be recolored and exported?"""
        return self.has_result or bool(self.frames and self.result)

    @property
    def no_result(self) -> str:
        """Why there is none, in a sentence."""
        return OF_STILL_LAYERS if self.frames and self.result else NO_RESULT


class Thumbnail(NamedTuple):
    """A small image of a reference frame; None where the layer's pixels would have to be converted first."""

    is_painted: bool
    image: Optional[QtGui.QImage]


class Drawn(NamedTuple):
    """One drawing, as BGRA planes."""

    lines: Sequence[Any]  # the line layers, bottom to top
    closing: Any = None  # strokes that close regions; None where there are none
    area: Tuple[int, int, int, int] = (0, 0, 0, 0)  # left, top, width and height on the canvas


class CloseUp(NamedTuple):
    """A part of a frame, as BGRA planes."""

    paint: Any  # what the result shows there
    lines: Sequence[Any]  # the line layers as they were drawn, bottom to top


class Snapshot(Protocol):
    """The drawings as they were when the job began, read one frame at a time. Planes are BGRA bytes.

    Paint has the colors of the references, also where the painter has taken those of a recolored result.
    """

    size: Tuple[int, int]
    palettes: Palettes  # those that the result has which is put in
    times: Tuple[int, ...]
    references: Tuple[int, ...]
    finished: Tuple[int, ...]  # of the references, those that the painter said are finished
    partial: Tuple[int, ...]  # and partly painted
    answers: Tuple[Tuple[int, ...], ...]  # the painter's, for single regions, as in `messages.Submit`
    hints: Tuple[int, ...]  # times of the drawings with dabs of color
    closings: Tuple[int, ...]  # times of the drawings with strokes that close regions
    sheets: Tuple[SheetPlane, ...]

    def lines(self, time: int) -> "List[Any]":
        """The line layers at a time, bottom to top."""

    def color(self, time: int) -> Any:
        """The painter's paint of a reference frame; may be called after `close`."""

    def hint(self, time: int) -> Any:
        """The dabs of color on a drawing."""

    def closing(self, time: int) -> Any:
        """The strokes that close regions of a drawing."""

    def result(self, time: int) -> Mapping[str, Any]:
        """The layers of the present result at a time, by name, as they are shown. Raises Refused without any."""

    def close(self) -> None:
        """Free the copy of the document; only `color` may be called after that."""


class ResultLayers(Protocol):
    """The layers of a result in a document, at the document's current time. Planes are BGRA bytes."""

    def is_there(self) -> bool:
        """Is the result still in its document, and that the active one?"""

    def is_idle(self) -> bool:
        """Is nothing being drawn or computed?"""

    def frame(self) -> Optional[int]:
        """The time of the drawing that is in view; None before the first."""

    def read(self, name: str, top: int, below: int) -> bytes:
        """The rows from `top` to the one before `below` of a layer."""

    def write(self, name: str, plane: bytes, top: int) -> None:
        """Replace whole rows of a layer, from `top` on. No undo step."""

    def show(self) -> None:
        """Have the canvas show what was written."""

    def undo_mark(self) -> Optional[str]:
        """The blending mode of the layer that marks undo steps, see `live.undo`; None without that layer."""

    def set_undo_mark(self, mode: str) -> None:
        """Set it, which is an undo step."""


class Stage(Protocol):
    """A result that is being put together, before it goes into the document."""

    def put(self, time: int, planes: Mapping[str, Any]) -> Steps:
        """Write one frame: BGRA planes by the name of the layer."""

    def insert(self, is_read: Callable[[], bool]) -> Generator[int, None, str]:
        """Insert the finished group below the line layer, and return its uid. Raises Refused without a place.

        An earlier result goes once all is read that was painted on it.
        """

    def close(self) -> None:
        """Free the hidden document."""


class LineCopy(Protocol):
    """A copy of the line layer that is being put together for the finished picture. Planes are BGRA."""

    size: Tuple[int, int]
    times: Tuple[int, ...]

    def lines(self, time: int) -> "List[Any]":
        """The line layers at a time as they were drawn, bottom to top."""

    def paint(self, time: int) -> Any:
        """The paint of the result at a time."""

    def put(self, time: int, plane: Any) -> Steps:
        """Write one frame of the copy."""

    def insert(self) -> Steps:
        """Lay the copy over the lines, which are hidden; one undo step. Raises Refused."""

    def close(self) -> None:
        """Free the hidden documents."""


class FinishedFrames(Protocol):
    """The frames of the finished picture, as they were when they began to be read. Planes are BGRA."""

    name: str  # of the document
    size: Tuple[int, int]
    times: Tuple[int, ...]
    duration: int  # of the animation, in frames
    multiplies: bool  # are the lines on paper that hides no paint?

    def lines(self, time: int) -> "List[Any]":
        """The line layers at a time, bottom to top."""

    def paint(self, time: int) -> Any:
        """The paint of the result at a time."""

    def close(self) -> None:
        """Free the copy of the document."""


class Host(Protocol):
    """The program with the painter's open documents, as far as the controller needs it."""

    def read_scene(self) -> Scene:
        """The state of the active document."""

    def thumbnail(self, scene: Scene, time: int, edge: int) -> Optional[Thumbnail]:
        """Paint and lines of a reference frame, at most `edge` pixels wide; None while the document is busy."""

    def choose_colors(self, scene: Scene, uid: str) -> None:
        """Remember which layer is the paint layer; an empty uid: none."""

    def take_offer(self, scene: Scene) -> str:
        """Change what the scene offers; returns a sentence that says so. Raises Refused."""

    def add_hints(self, scene: Scene) -> None:
        """Add an empty animated layer for dabs of color above the lines. Raises Refused."""

    def add_closings(self, scene: Scene) -> None:
        """Add an empty animated layer for strokes that close regions above the lines. Raises Refused."""

    def other_documents(self, scene: Scene) -> Sequence[SheetName]:
        """The other open documents, whose pictures may become model sheets."""

    def add_sheet(self, scene: Scene, document: str = "", path: str = "") -> str:
        """Keep the picture of another document, or of a file, as a model sheet; returns its name. Raises Refused."""

    def sheet(self, scene: Scene, key: str) -> QtGui.QImage:
        """A model sheet that is kept in the document."""

    def remove_sheet(self, scene: Scene, key: str) -> None:
        """Remove a model sheet from the document."""

    def choose_hints(self, scene: Scene, uid: str) -> None:
        """Remember which layer is the hint layer; an empty uid: none."""

    def has_hint(self, scene: Scene, time: int) -> Optional[bool]:
        """Are there dabs of color on the drawing at a time? None while the document is busy."""

    def name_character(self, scene: Scene, name: str) -> None:
        """Remember in the document which character is drawn on its line layer."""

    def toggle_mark(self, scene: Scene) -> Tuple[int, bool]:
        """Mark or unmark the frame at the current time; returns its time, and whether it is marked now."""

    def toggle(self, scene: Scene, name: str) -> bool:
        """Show or hide a part of the result ("withdrawn", "hatch", "confidence", "gaps"); True: it is shown now."""

    def result_layers(self, scene: Scene) -> Optional[ResultLayers]:
        """The layers of the scene's result; None without one, and for one of version 0.1."""

    def say_finished(self, scene: Scene, time: int, is_finished: bool) -> None:
        """Remember in the document that a reference frame is finished, or partly painted."""

    def accept(self, scene: Scene, time: int, is_accepted: bool) -> None:
        """Remember in the document that a frame is a reference, with the paint that the result's layer has."""

    def remember_palettes(self, scene: Scene, palettes: Palettes) -> None:
        """Remember in the document which palettes the result has; what is shown is not changed."""

    def holds_color(self, scene: Scene, time: int, color: Tuple[int, int, int]) -> Optional[bool]:
        """Has the result this color at a time? None while the document is busy. Raises Refused without a result."""

    def palette_names(self) -> Sequence[str]:
        """The palettes that the program has, by name."""

    def program_palette(self, name: str) -> Palette:
        """One of them. Raises Refused where it cannot be read."""

    def selected(self, scene: Scene) -> Sequence[Tuple[int, int]]:
        """Some pixels (x, y) of the selection, spread over it; none without a selection."""

    def show_place(self, scene: Scene, place: Sequence[int]) -> None:
        """Go to the frame of a region (`live.questions.Place`), and bring its box into view."""

    def show_time(self, scene: Scene, time: int) -> None:
        """Go to a frame; of still layers, show this one alone."""

    def show_outline(self, scene: Scene, outline: QtGui.QPainterPath) -> None:
        """Draw an outline, in pixels of a frame, over the canvas, in place of the one before."""

    def hide_outline(self) -> None:
        """Take the outline over the canvas away, if there is one."""

    def close_up(self, scene: Scene, time: int, box: Sequence[int]) -> Optional[CloseUp]:
        """What a box (left, top, right, bottom) of a frame shows; None while the document is busy.

        Raises Refused where there is no result.
        """

    def set_brush_color(self, scene: Scene, color: Tuple[int, int, int, int]) -> None:
        """Make an RGBA color the brush's, unless it is transparent."""

    def brush_color(self, scene: Scene) -> Tuple[int, int, int, int]:
        """The color that the painter paints with, RGBA."""

    def color_at_cursor(self, scene: Scene) -> Tuple[int, int, int, int]:
        """The paint of the result under the mouse cursor, or nearest to it, RGBA. Raises Refused without any."""

    def show_picture(self, scene: Scene, picture: QtGui.QImage, corner: Tuple[int, int]) -> None:
        """Lay a picture over the canvas, from `corner` on, in place of the one before. Raises Refused."""

    def hide_picture(self) -> None:
        """Take the picture over the canvas away, if there is one."""

    def drawing(self, scene: Scene, time: int, is_whole: bool = False) -> Generator[int, None, Drawn]:
        """What is drawn at a time, read in steps; `is_whole`: also what lies beyond the frames. Raises Refused."""

    def answers(self, scene: Scene) -> Tuple[Tuple[int, ...], ...]:
        """What the painter has said of single regions, as in `messages.Submit`."""

    def remember_answers(self, scene: Scene, time: int, answers: Sequence[Sequence[int]]) -> None:
        """Replace the answers of one frame in the document's memory."""

    def put_away(self, scene: Scene, is_away: bool) -> None:
        """Hide slash lines, confidence, and trace lines that are layers of their own; or show them again."""

    def line_copy(self, scene: Scene, is_whole: bool) -> Generator[int, None, Optional[LineCopy]]:
        """Begin a copy of the line layer, in steps; None for still layers. Raises Refused.

        `is_whole`: the layers of trace lines are copied too; else they are just hidden.
        """

    def finished_frames(self, scene: Scene) -> Generator[int, None, FinishedFrames]:
        """The frames of the finished picture, read in steps. Raises Refused."""

    def remove_line_copy(self, scene: Scene) -> bool:
        """Take the copy of the lines out of the document, which is an undo step; False where there is none."""

    def snapshot(self, scene: Scene, is_measured: bool = False) -> Generator[int, None, Snapshot]:
        """Copy the document, and read its reference frames, in steps. Raises Refused.

        `is_measured`: the drawings are measured, and frames are as large as they are now; else they are as in the
        result that is there.
        """

    def stage(self, snapshot: Any, is_hatched: bool) -> Generator[int, None, Stage]:
        """Open the hidden document for the result of a snapshot of this host, in steps.

        `is_hatched`: slash lines are shown over the regions that are withdrawn.
        """

    def setting(self, name: str, default: str) -> str:
        """A setting that holds for all documents."""

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting."""


def key_shown(keys: Sequence[int], time: int) -> Optional[int]:
    """The keyframe that is shown at a time: the last one at or before it."""
    return max((key for key in keys if key <= time), default=None)
