"""The questions in the panel: how many are open, the one at hand with its suggestions, and the list."""

from typing import Callable, List, Optional, Tuple

from ..controller import Controller
from ..live.questions import Color, Question, Questions
from ..qt import QtGui, QtWidgets
from .cutout_list import SUGGESTED, CutOutList, Entry
from .place_strip import PlaceStrip
from .widgets import Icons, button, label, row, swatch

LISTED = 50  # questions in the list
ICON = 16  # pixels
LIST_HEIGHT = 70  # pixels at least: one row
SWEEP = 90  # percent, at first
WHY = {
    "unsure": "",
    "gap": " · behind a gap",
    "flicker": " · its color comes and goes",
    "doubt": " · painted, but in doubt",
}


def entry(question: Question, time: Optional[int], shown: Callable[[Color], Color]) -> Entry:
    """A question in the list; its cut-out is of the frame in view, where it is asked there.

    `shown`: the color in the result for one of the references.
    """
    place = next((one for one in question.places if one.time == time), question.places[0])
    suggestions = [of._replace(color=shown(of.color)) for of in question.suggestions[:SUGGESTED]]
    return Entry(place, question.frames + WHY.get(question.why, ""), tuple(suggestions))


class QuestionView(QtWidgets.QWidget):
    """The list of the open questions of the result, and the `bar` that answers the one at hand."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self._shown: Tuple[Question, ...] = ()
        self.bar = QtWidgets.QWidget()  # the question at hand; the panel's to place, and to show
        self.count = label()
        self.by_frame = QtWidgets.QCheckBox("Frame by frame")
        self.by_frame.setToolTip("Ask frame by frame; otherwise what settles most comes first")
        self.previous = button("", icons("arrow-left"), "Go to the question before")
        self.next = button("", icons("arrow-right"), "Go to the next question")
        self.suggestions: List[QtWidgets.QToolButton] = []
        self.brush = button("Brush's color", icons("color-picker"), "Answer with the color of the brush")
        self.sweep = button(
            "Accept all above", icons("dialog-ok"), "Accept the first suggestions that are so sure"
        )
        self.least = QtWidgets.QSpinBox()
        self.least.setRange(0, 100)
        self.least.setSuffix(" %")
        self.least.setValue(SWEEP)
        self.back = button("Take back", icons("edit-undo"), "Open again what was answered last")
        self.places = PlaceStrip(controller.cut_outs)
        self.list = CutOutList(controller.cut_outs)
        self.list.setMinimumHeight(LIST_HEIGHT)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        guard = self._controller.guard
        answers = row(self.count, self.previous, self.next)
        answers.setStretch(0, 1)
        for number in range(SUGGESTED):
            made = button("", QtGui.QIcon(), f"Answer with suggestion {number + 1}")
            made.clicked.connect(guard(lambda *_, number=number: self._controller.asking.accept(number)))
            self.suggestions.append(made)
            answers.addWidget(made)
        at_hand = QtWidgets.QVBoxLayout(self.bar)
        at_hand.setContentsMargins(0, 0, 0, 0)
        at_hand.setSpacing(2)
        at_hand.addWidget(self.places)
        at_hand.addLayout(answers)
        sweep = row(self.sweep, self.least)
        sweep.addStretch(1)
        others = row(self.by_frame, self.brush, self.back)
        others.addStretch(1)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(2)
        layout.addWidget(self.list, 1)
        layout.addLayout(sweep)
        layout.addLayout(others)

    def _connect(self) -> None:
        asking, guard = self._controller.asking, self._controller.guard
        self.by_frame.toggled.connect(guard(asking.order_by_frame))
        self.previous.clicked.connect(guard(lambda *_: asking.previous()))
        self.next.clicked.connect(guard(lambda *_: asking.next()))
        self.brush.clicked.connect(guard(lambda *_: asking.take_brush()))
        self.sweep.clicked.connect(guard(lambda *_: asking.accept_above(self.least.value() / 100)))
        self.back.clicked.connect(guard(lambda *_: asking.take_back()))
        self.places.clicked.connect(guard(asking.leave_out))
        self.list.went.connect(guard(lambda row: asking.show(self._shown[row])))
        self.list.answered.connect(guard(lambda row, number: asking.answer(self._shown[row], number)))
        self.list.followed.connect(guard(lambda row, number: asking.show_example(self._shown[row], number)))

    def show_questions(self, questions: Optional[Questions], time: Optional[int]) -> None:
        """`time`: of the frame in view."""
        if questions is None:
            return
        total, here = len(questions.open), questions.in_frame(time)
        self.count.setText(f"{total} open · {here} here" if total else "Nothing is open")
        self.count.setToolTip(f"{here} of them in this frame")
        self._shown = order = questions.in_order[:LISTED]
        shown = self._controller.live.exchange.shown
        current = questions.current
        at = order.index(current) if current in order else -1
        self.list.show_entries([entry(question, time, shown) for question in order], at)
        asked = set(questions.asked_at(current)) if current is not None else set()
        places = current.places if current is not None else ()
        self.places.show_places([(place, place in asked) for place in places], time)
        for number, made in enumerate(self.suggestions):
            of = current.suggestions[number] if current and number < len(current.suggestions) else None
            made.setVisible(of is not None)
            if of is not None:
                made.setIcon(QtGui.QIcon(swatch(shown(of.color), ICON)))
                made.setText(f"{of.confidence:.0%}")
                seen = f", as in frame {of.example.time}" if of.example is not None else ""
                made.setToolTip(f"Answer with suggestion {number + 1}{seen}")
        for widget in (self.previous, self.next, self.sweep):
            widget.setEnabled(total > 0)
        self.brush.setEnabled(current is not None)
