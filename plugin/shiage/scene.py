"""What the controller knows of a document: plain values and the interface that brings them. No Krita here."""

from dataclasses import dataclass
from typing import Any, Generator, List, NamedTuple, Optional, Protocol, Sequence, Tuple

from .qt import QtGui
from .turns import Steps


@dataclass(frozen=True)
class LayerName:
    uid: str
    name: str


@dataclass(frozen=True)
class Scene:
    """The active document at one moment. Times are those of the line layer's keyframes."""

    document: str = ""  # uid of the root layer; empty without a document
    size: Tuple[int, int] = (0, 0)  # width, height
    lines: Optional[LayerName] = None
    colors: Optional[LayerName] = None
    candidates: Tuple[LayerName, ...] = ()  # layers that may be the colors
    times: Tuple[int, ...] = ()
    references: Tuple[int, ...] = ()  # the marked frames, or where none is, every frame with a color keyframe
    has_marks: bool = False
    time: int = 0  # the current time
    is_gray: bool = False  # has the document no colors?
    withdrawn_shown: Optional[bool] = None  # is the mask in effect? None without a result
    confidence_shown: Optional[bool] = None
    hatch_shown: Optional[bool] = None  # None also for results from before there was a hatch
    character: str = ""  # who is drawn on the line layer, as the painter has told
    problem: str = ""  # why nothing can be colored, in a sentence
    unpainted: str = ""  # why nothing shows the colors, in a sentence; some methods do without

    @property
    def has_result(self) -> bool:
        return self.withdrawn_shown is not None


class Thumbnail(NamedTuple):
    """A look at a reference frame: is anything painted there, and a picture where one is quickly had."""

    is_painted: bool
    image: Optional[QtGui.QImage]


class Snapshot(Protocol):
    """The drawings as they were when the job began, read a frame at a time. Planes are BGRA bytes."""

    size: Tuple[int, int]
    times: Tuple[int, ...]
    references: Tuple[int, ...]

    def lines(self, time: int) -> "List[Any]":
        """The line layers at a time, from bottom to top."""

    def color(self, time: int) -> Any:
        """The painter's paint of a reference frame; also when closed."""

    def close(self) -> None:
        """Free the copy of the document, with the lines."""


class Stage(Protocol):
    """A result on its way into the document."""

    def put(self, time: int, color: Any, mask: Any, confidence: Any) -> Steps:
        """Lay one frame down; a result's planes, or the paint of a reference with None for the others."""

    def insert(self) -> Steps:
        """Put the finished group under the line layer, in one undo step. Raises Refused without a place."""

    def close(self) -> None:
        """Free the hidden document."""


class Desk(Protocol):
    """The painter's open documents, as far as the controller needs them."""

    def look(self) -> Scene:
        """The active document now."""

    def thumbnail(self, scene: Scene, time: int, edge: int) -> Optional[Thumbnail]:
        """Paint and lines of a reference frame, at most `edge` pixels wide; None when now is no time."""

    def choose_colors(self, scene: Scene, uid: str) -> None:
        """Take this layer as the painter's colors; an empty uid: none."""

    def name_character(self, scene: Scene, name: str) -> None:
        """Remember with the document who is drawn on its line layer."""

    def toggle_mark(self, scene: Scene) -> Tuple[int, bool]:
        """Mark or unmark the frame at the current time: its time, and whether it is marked now."""

    def toggle(self, scene: Scene, name: str) -> bool:
        """Show or hide a part of the result ("withdrawn", "hatch", "confidence"); True when it is shown now."""

    def snapshot(self, scene: Scene) -> Generator[int, None, Snapshot]: ...

    def stage(self, snapshot: Any, is_hatched: bool) -> Generator[int, None, Stage]:
        """Prepare the hidden document for the result of a snapshot that this desk gave.

        `is_hatched`: slash lines are shown over the regions that are withdrawn.
        """

    def setting(self, name: str, default: str) -> str: ...

    def set_setting(self, name: str, value: str) -> None: ...


def held(keys: Sequence[int], time: int) -> Optional[int]:
    """The keyframe that is shown at a time: the last one at or before it."""
    return max((key for key in keys if key <= time), default=None)
