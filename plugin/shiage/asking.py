"""From question to question: each one is shown to the painter, answered, or opened again."""

from typing import Optional, Tuple

from .cutouts.cutouts import CutOuts
from .cutouts.picture import box_outline
from .desk import Desk
from .guard import Refused
from .live.questions import Color, Place, Question, Questions
from .live.session import Live
from .qt import QObject, QTimer
from .scene import Scene

OUTLINED = 3000  # milliseconds that a region is outlined on the canvas


class Asking(QObject):
    """Commands on what is open in the present result; they raise Refused where there is none."""

    def __init__(self, desk: Desk, live: Live, cut_outs: CutOuts) -> None:
        super().__init__()
        self._host, self._live, self._cut_outs = desk.host, live, cut_outs
        self._refresh, self._notify, self._changed = desk.refresh, desk.notify, desk.changed
        self._outlined: Optional[Tuple[Place, Scene]] = None
        self._outline = QTimer(self)
        self._outline.setSingleShot(True)
        self._outline.timeout.connect(desk.guard(self._end_outline))
        cut_outs.made.connect(desk.guard(self._outline_exactly))

    @property
    def questions(self) -> Optional[Questions]:
        """What is open in the present result; None without one."""
        return self._live.result.questions if self._live.result is not None else None

    def order_by_frame(self, is_by_frame: bool) -> None:
        """Ask frame by frame, or what settles most first."""
        if self.questions is not None:
            self.questions.is_by_frame = is_by_frame
        self._changed()

    def next(self, step: int = 1) -> None:
        """Go to the next question: its frame, its region outlined, its first suggestion as the brush's color."""
        scene = self._refresh()
        self._show(self._open().go(step), scene)

    def previous(self) -> None:
        self.next(-1)

    def show(self, question: Question) -> None:
        """Go to a question of the list."""
        scene = self._refresh()
        self._take_up(question)
        self._show(question, scene)

    def show_example(self, question: Question, suggestion: int) -> None:
        """Go to the place where a suggestion of a question comes from, and outline it."""
        scene = self._refresh()
        self._take_up(question)
        of = question.suggestions[suggestion]
        if of.example is None:
            raise Refused("No reference frame shows this color: it comes from what was learned before.")
        self._go_to(of.example, scene)
        self._refresh()
        self._notify(f"Frame {of.example.time}: suggestion {suggestion + 1} is the color of this region.")

    def show_place(self, place: Place) -> None:
        """Go to a region of a frame, and outline it."""
        self._go_to(place, self._refresh())
        self._refresh()

    def answer(self, question: Question, suggestion: int) -> None:
        """As `accept`, for a question of the list."""
        self._take_up(question)
        self.accept(suggestion)

    def accept(self, suggestion: int = 0) -> None:
        """Answer the question at hand with one of its suggestions, where it is not left out; go to the next."""
        scene, question = self._refresh(), self._at_hand()
        if suggestion >= len(question.suggestions):
            raise Refused(f"There is no suggestion {suggestion + 1} for this question.")
        self._answer(question, question.suggestions[suggestion].color, scene)

    def leave_out(self, place: Place) -> None:
        """Leave a frame of the question at hand out of its answer, so that it stays open; or take it in again."""
        self._refresh()
        if not self._open().leave_out(self._at_hand(), place):
            raise Refused(
                "An answer is for one frame at least. To leave the whole question open, go to the next."
            )
        self._changed()

    def take_color(self) -> None:
        """Answer the question at hand with the color under the mouse cursor in the picture, or a neighbor's."""
        scene, question = self._refresh(), self._at_hand()
        self._answer(question, self._live.exchange.entry(self._host.color_at_cursor(scene)), scene)

    def take_brush(self) -> None:
        """Answer the question at hand with the color of the brush, as the color picker took it from anywhere."""
        scene, question = self._refresh(), self._at_hand()
        self._answer(question, self._live.exchange.entry(self._host.brush_color(scene)), scene)

    def accept_above(self, least: float) -> None:
        """Accept the first suggestions of all questions that are at least so sure (0..1)."""
        self._refresh()
        sure = [one for one in self._open().open if one.confidence >= least]
        if not sure:
            raise Refused(f"No suggestion is so sure: none has {least:.0%}.")
        self._live.answer([(question, question.suggestions[0].color) for question in sure])
        self._notify(
            f"{len(sure)} question{'s' * (len(sure) != 1)} answered; Take back, or Ctrl+Z, opens them again."
        )

    def take_back(self) -> None:
        """Open again what was answered last."""
        self._refresh()
        if not self._live.take_back():
            raise Refused("There is no answer to take back.")

    def accept_rest(self) -> None:
        """Make the suggestions of the frame in view the painter's paint, or take that back."""
        time = self._refresh().time_in_view
        if time is None:
            raise Refused("There is no drawing at this time.")
        self._live.accept_rest(time)

    def leave_unpainted(self) -> None:
        """Say that the selected regions of the frame in view are to stay unpainted."""
        scene = self._refresh()
        time, pixels = scene.time_in_view, self._host.selected(scene)
        if time is None or not pixels:
            raise Refused("Select the region first, with any selection tool; then it can be left unpainted.")
        self._live.leave_unpainted(time, pixels)

    def _open(self) -> Questions:
        questions = self.questions
        if questions is None:
            raise Refused(self._live.no_result)
        return questions

    def _at_hand(self) -> Question:
        question = self._open().current
        if question is None:
            raise Refused("No question is at hand: go to the next one first.")
        return question

    def _take_up(self, question: Question) -> None:
        """Make a question the one at hand."""
        if question not in self._open().open:
            raise Refused("This question is closed by now.")
        self._open().current = question

    def _answer(self, question: Question, color: Color, scene: Scene) -> None:
        self._live.answer([(question, color)])
        self._show(self._open().current, scene)

    def _show(self, question: Optional[Question], scene: Scene) -> None:
        """Bring a question before the painter."""
        if question is None:
            self._end_outline()
            self._notify("Nothing is open." if not self._open().open else "")
            return
        here = scene.time_in_view
        place = next((one for one in question.places if one.time == here), question.places[0])
        best = question.suggestions[0]
        self._go_to(place, scene)
        self._host.set_brush_color(scene, self._live.exchange.shown(best.color))
        seen = f", as in frame {best.example.time}" if best.example is not None else ""
        self._notify(f"{question.frames}: {best.confidence:.0%} sure of this color{seen}.")
        self._refresh()

    def _go_to(self, place: Place, scene: Scene) -> None:
        """Bring a region before the painter, outlined for a moment; by its box until its cut-out is made."""
        self._host.show_place(scene, place)
        known = self._cut_outs.get(place)
        self._host.show_outline(scene, known.outline if known is not None else box_outline(place))
        self._outlined = place, scene
        self._outline.start(OUTLINED)

    def _outline_exactly(self, place: Place) -> None:
        """The cut-out of a place is made, and with it the region's outline is known."""
        outlined, scene = self._outlined if self._outlined is not None else (None, None)
        known = self._cut_outs.get(place) if place == outlined else None
        if known is not None and scene is not None:
            self._host.show_outline(scene, known.outline)

    def _end_outline(self) -> None:
        self._outlined = None
        self._host.hide_outline()
