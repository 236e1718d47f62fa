"""From question to question: each one is shown to the painter, answered, or opened again."""

from typing import Callable, Optional

from .guard import Guard, Refused
from .live.questions import Color, Question, Questions
from .live.session import Live
from .qt import QObject, QTimer
from .scene import Host, Scene

OUTLINED = (
    3000  # milliseconds that a question's region is selected: nothing can be painted outside of a selection
)
POLL = 500  # milliseconds between two tries to take the selection away, which has to wait for the end of a stroke


class Asking(QObject):
    """Commands on what is open in the present result; they raise Refused where there is none."""

    def __init__(
        self,
        host: Host,
        live: Live,
        guard: Guard,
        *,
        refresh: Callable[[], Scene],
        notify: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__()
        self._host, self._live = host, live
        self._refresh, self._notify, self._changed = refresh, notify, changed
        self._outline = QTimer(self)
        self._outline.setSingleShot(True)
        self._outline.timeout.connect(guard(self._end_outline))

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
        """Go to the next question: its frame, its region selected, its first suggestion as the brush's color."""
        scene = self._refresh()
        self._show(self._open().go(step), scene)

    def previous(self) -> None:
        self.next(-1)

    def show(self, place: int) -> None:
        """Go to a question by its place in the list."""
        scene, questions = self._refresh(), self._open()
        order = questions.in_order
        questions.current = order[place] if 0 <= place < len(order) else None
        self._show(questions.current, scene)

    def accept(self, suggestion: int = 0) -> None:
        """Answer the question at hand with one of its suggestions, in all its frames; and go to the next."""
        scene, question = self._refresh(), self._at_hand()
        if suggestion >= len(question.suggestions):
            raise Refused(f"There is no suggestion {suggestion + 1} for this question.")
        self._answer(question, question.suggestions[suggestion].color, scene)

    def take_color(self) -> None:
        """Answer the question at hand with the color of the brush, as the color picker took it from anywhere."""
        scene, question = self._refresh(), self._at_hand()
        self._answer(question, self._host.brush_color(scene), scene)

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

    def _open(self) -> Questions:
        questions = self.questions
        if questions is None:
            raise Refused("There is no result under this line layer yet: press Auto-colorize first.")
        return questions

    def _at_hand(self) -> Question:
        question = self._open().current
        if question is None:
            raise Refused("No question is at hand: go to the next one first.")
        return question

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
        self._host.show_place(scene, place, best.color)
        self._outline.start(OUTLINED)
        seen = f", as in frame {best.example.time}" if best.example is not None else ""
        self._notify(f"{question.frames}: {best.confidence:.0%} sure of this color{seen}.")
        self._refresh()

    def _end_outline(self) -> None:
        if not self._host.show_nothing():
            self._outline.start(POLL)
