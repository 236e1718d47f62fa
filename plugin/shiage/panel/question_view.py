"""The questions in the panel: how many are open, the one at hand with its suggestions, and the list."""

from typing import List, Optional, Tuple

from ..controller import Controller
from ..live.questions import Color, Question, Questions
from ..qt import Qt, QtGui, QtWidgets
from .widgets import Icons, button, label, row

SUGGESTED = 3
LISTED = 50  # questions in the list
ICON = 16  # pixels
LIST_HEIGHT = 96  # pixels
SWEEP = 90  # percent, at first
WHY = {
    "unsure": "",
    "gap": " · behind a gap",
    "flicker": " · its color comes and goes",
    "doubt": " · painted, but in doubt",
}


def swatch(color: Color) -> QtGui.QIcon:
    """A square of the color; a cross through none."""
    picture = QtGui.QPixmap(ICON, ICON)
    picture.fill(QtGui.QColor(*color) if color[3] else QtGui.QColor(Qt.GlobalColor.white))
    painter = QtGui.QPainter(picture)
    painter.setPen(QtGui.QColor(Qt.GlobalColor.gray))
    painter.drawRect(0, 0, ICON - 1, ICON - 1)
    if not color[3]:
        painter.drawLine(0, 0, ICON - 1, ICON - 1)
    painter.end()
    return QtGui.QIcon(picture)


def words(question: Question) -> str:
    """A question in the list."""
    return f"{question.frames}{WHY.get(question.why, '')} · {question.confidence:.0%}"


class QuestionView(QtWidgets.QWidget):
    """The list of the open questions of the result, and the `bar` that answers the one at hand."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self._shown: Tuple[Question, ...] = ()
        self.bar = QtWidgets.QWidget()  # the question at hand; always visible, while the list scrolls
        self.count = label()
        self.by_frame = QtWidgets.QCheckBox("Frame by frame")
        self.by_frame.setToolTip("Ask frame by frame; otherwise what settles most comes first")
        self.previous = button("", icons("arrow-left"), "Go to the question before")
        self.next = button("", icons("arrow-right"), "Go to the next question")
        self.suggestions: List[QtWidgets.QToolButton] = []
        self.take = button("Brush's color", icons("color-picker"), "Answer with the color of the brush")
        self.sweep = button(
            "Accept all above", icons("dialog-ok"), "Accept the first suggestions that are so sure"
        )
        self.least = QtWidgets.QSpinBox()
        self.least.setRange(0, 100)
        self.least.setSuffix(" %")
        self.least.setValue(SWEEP)
        self.back = button("Take back", icons("edit-undo"), "Open again what was answered last")
        self.list = QtWidgets.QListWidget()
        self.list.setMaximumHeight(LIST_HEIGHT)
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
        answers.setContentsMargins(0, 0, 0, 0)
        self.bar.setLayout(answers)
        sweep = row(self.sweep, self.least)
        sweep.addStretch(1)
        others = row(self.take, self.back)
        others.addStretch(1)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.by_frame)
        layout.addWidget(self.list)
        layout.addLayout(sweep)
        layout.addLayout(others)

    def _connect(self) -> None:
        controller, guard = self._controller, self._controller.guard
        self.by_frame.toggled.connect(guard(controller.asking.order_by_frame))
        self.previous.clicked.connect(guard(lambda *_: controller.asking.previous()))
        self.next.clicked.connect(guard(lambda *_: controller.asking.next()))
        self.take.clicked.connect(guard(lambda *_: controller.asking.take_color()))
        self.sweep.clicked.connect(guard(lambda *_: controller.asking.accept_above(self.least.value() / 100)))
        self.back.clicked.connect(guard(lambda *_: controller.asking.take_back()))
        self.list.itemClicked.connect(guard(lambda *_: controller.asking.show(self.list.currentRow())))

    def show_questions(self, questions: Optional[Questions], time: Optional[int]) -> None:
        """`time`: of the frame in view."""
        for part in (self, self.bar):
            part.setVisible(questions is not None)
        if questions is None:
            return
        total, here = len(questions.open), questions.in_frame(time)
        self.count.setText(f"{total} open" if total else "Nothing is open")
        self.count.setToolTip(f"{here} of them in this frame")
        self._show_list(questions)
        current = questions.current
        for number, made in enumerate(self.suggestions):
            of = current.suggestions[number] if current and number < len(current.suggestions) else None
            made.setVisible(of is not None)
            if of is not None:
                made.setIcon(swatch(of.color))
                made.setText(f"{of.confidence:.0%}")
                seen = f", as in frame {of.example.time}" if of.example is not None else ""
                made.setToolTip(f"Answer with suggestion {number + 1}{seen}")
        for widget in (self.previous, self.next, self.sweep):
            widget.setEnabled(total > 0)
        self.take.setEnabled(current is not None)

    def _show_list(self, questions: Questions) -> None:
        order = questions.in_order[:LISTED]
        if order != self._shown:
            self._shown = order
            self.list.clear()
            for question in order:
                item = QtWidgets.QListWidgetItem(swatch(question.suggestions[0].color), words(question))
                self.list.addItem(item)
        self.list.setVisible(bool(order))
        current = order.index(questions.current) if questions.current in order else -1
        self.list.setCurrentRow(current)
