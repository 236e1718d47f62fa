"""What a run takes in besides the line art: paint, references, model sheets, hints and closing strokes."""

from typing import Mapping, Sequence, Tuple

from .client.protocol.names import composed
from .desk import Desk
from .guard import Refused
from .hints import HintFrames
from .qt import QtGui
from .references import References
from .scene import Scene, SheetName


class Inputs:
    """Commands that choose, add and mark them, all remembered in the document; they raise Refused."""

    def __init__(self, desk: Desk) -> None:
        self._host, self._refresh, self._notify = desk.host, desk.refresh, desk.notify
        self._scene = Scene()
        self._references = References(desk.host)
        self._hints = HintFrames(desk.host)
        self.judged_partial: Tuple[int, ...] = ()  # references that the engine found partly painted

    @property
    def references(self) -> Tuple[int, ...]:
        """The frames whose paint gives the engine its colors."""
        return self._references.painted(self._scene)

    @property
    def hinted(self) -> Tuple[int, ...]:
        """The drawings with dabs of color, as far as they were looked at."""
        return self._hints.times(self._scene)

    @property
    def thumbnails(self) -> Mapping[int, QtGui.QImage]:
        """Of the reference frames, by time; those that have been read so far."""
        return self._references.thumbnails

    @property
    def sheet_thumbnails(self) -> Mapping[str, QtGui.QImage]:
        """Of the model sheets, by key; those that have been read so far."""
        return self._references.sheets

    def follow(self, scene: Scene) -> None:
        """From now on the commands are on this scene."""
        self._scene = scene
        self._references.follow(scene)

    def look(self) -> bool:
        """Look at one reference and one drawing with hints, while Krita is idle. True when something has changed."""
        is_new = self._references.refresh(self._scene)
        return self._hints.refresh(self._scene) or is_new

    # Paint and references

    def choose_colors(self, uid: str) -> None:
        """Make this layer the paint layer (none where empty), and remember it in the document."""
        self._host.choose_colors(self._scene, uid)
        self._notify("")  # so that the panel shows what is missing now
        self._refresh()

    def mark_reference(self) -> None:
        """Mark the frame at the current time as a reference, or unmark it."""
        time, is_marked = self._host.toggle_mark(self._refresh())
        self._notify(f"Frame {time} is {'a reference now' if is_marked else 'no reference any more'}.")
        self._refresh()

    def is_finished(self, time: int) -> bool:
        """Are the unpainted regions of a reference to stay unpainted, as the painter said or the engine judged?"""
        said = dict(self._scene.said)
        return said.get(time, time not in self.judged_partial)

    def toggle_finished(self, time: int) -> None:
        """Say that a reference is finished, or that it is partly painted."""
        is_finished = not self.is_finished(time)
        self._host.say_finished(self._scene, time, is_finished)
        rest = "stay unpainted" if is_finished else "are colored as in other frames"
        self._notify(f"Frame {time}: regions without paint {rest}, from the next run on.")
        self._refresh()

    def name_character(self, name: str) -> None:
        """Remember in the document which character is drawn on the line layer; empty: no particular one."""
        try:
            name = composed(name)
        except ValueError as error:
            raise Refused(str(error)) from error
        self._host.name_character(self._scene, name)
        self._notify("")
        self._refresh()

    def take_offer(self) -> None:
        """Change in the document what the scene offers to change."""
        self._notify(self._host.take_offer(self._scene))
        self._refresh()

    # Model sheets

    def other_documents(self) -> Sequence[SheetName]:
        """The other open documents, whose pictures may become model sheets."""
        return self._host.other_documents(self._scene) if self._scene.document else ()

    def add_sheet(self, document: str = "", path: str = "") -> None:
        """Keep the picture of another open document, or of a file, as a reference that is no frame of the shot."""
        scene = self._refresh()
        if not scene.document:
            raise Refused(scene.problem)
        name = self._host.add_sheet(scene, document, path)
        self._notify(f"“{name}” teaches now like a painted frame, and is kept in this document.")
        self._refresh()

    def remove_sheet(self, key: str) -> None:
        """Remove a model sheet from the document."""
        name = dict(self._scene.sheets).get(key, "")
        self._host.remove_sheet(self._scene, key)
        self._notify(f"“{name}” is no reference any more.")
        self._refresh()

    # Hints and closing strokes

    def choose_hints(self, uid: str) -> None:
        """Make this layer the hint layer (none where empty), and remember it in the document."""
        self._host.choose_hints(self._scene, uid)
        self._notify("")
        self._refresh()

    def add_hints(self) -> None:
        """Add an empty layer for dabs of color, unless there is one: then show which it is."""
        scene = self._refresh()
        if scene.hints is not None:
            raise Refused(f"“{scene.hints.name}” is the hint layer already: put dabs of color on it.")
        self._host.add_hints(scene)
        self._notify("Put dabs of color on any drawing: the region under a dab has that color for certain.")
        self._refresh()

    def add_closings(self) -> None:
        """Add an empty layer for strokes that close regions, unless there is one: then show which it is."""
        scene = self._refresh()
        if scene.closings is not None:
            raise Refused(f"“{scene.closings.name}” is there already: draw closing strokes on it.")
        self._host.add_closings(scene)
        self._notify("Draw across openings on any drawing: that closes regions, and is never seen as a line.")
        self._refresh()
