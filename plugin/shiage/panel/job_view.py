"""The part of the panel that starts and stops a job and shows its progress, and the engine's state."""

from typing import Optional

from ..coloring import Coloring
from ..controller import Controller
from ..images import image
from ..pace import in_words
from ..qt import QtGui, QtWidgets
from .widgets import ElidedLabel, Icons, ImageView, StateLight, label, row

HIGHEST_PREVIEW = 160  # pixels
ENGINE_STATES = {
    "stopped": "Engine at rest until it is needed",
    "starting": "Engine is starting",
    "ready": "Engine ready",
    "failed": "Engine does not run",
}


class JobView(QtWidgets.QWidget):
    """The button that starts a job; while one runs, the button that cancels it, its progress and its preview."""

    def __init__(self, controller: Controller, icons: Icons, beside: QtWidgets.QWidget) -> None:
        """`beside`: what stands to the right of the button."""
        super().__init__()
        self.start = QtWidgets.QPushButton(icons("animation_play"), "Auto-colorize")
        self.start.setToolTip("Color every other frame in exactly the colors of the references")
        font = self.start.font()
        font.setBold(True)
        self.start.setFont(font)
        self.cancel = QtWidgets.QPushButton(icons("process-stop"), "Cancel")
        for button in (self.start, self.cancel):
            button.setMinimumHeight(32)
        self.progress = QtWidgets.QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress_note = ElidedLabel()
        self.preview = ImageView(HIGHEST_PREVIEW)
        self.preview.setToolTip("How a frame would look now")
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.preview)
        buttons = row(self.start, self.cancel, beside)
        for place in (0, 1):
            buttons.setStretch(place, 1)
        layout.addLayout(buttons)
        for widget in (self.progress, self.progress_note):
            layout.addWidget(widget)
        guard = controller.guard
        self.start.clicked.connect(guard(lambda *_: controller.running.auto_colorize()))
        self.cancel.clicked.connect(guard(lambda *_: controller.running.cancel()))

    def show_job(self, job: Optional[Coloring]) -> None:
        """The job that runs, if one does."""
        self.start.setVisible(job is None)
        for widget in (self.cancel, self.progress, self.progress_note):
            widget.setVisible(job is not None)
        preview = job.preview if job is not None else None
        shown = QtGui.QImage()
        if preview is not None:
            shown = image((preview.width, preview.height), preview.plane)
        self.preview.setVisible(not shown.isNull())
        self.preview.show_image(shown)
        if job is None:
            return
        share = job.done / job.total if job.total else 0.0
        self.progress.setValue(int(1000 * max(share, job.fraction)))
        note = f"Frame {min(job.done + 1, job.total)} of {job.total}" if job.done else job.note
        left = job.seconds_left
        self.progress_note.show_text(note if left is None else f"{note} · {in_words(left)}")


class EngineLine(QtWidgets.QWidget):
    """The engine's state: a light and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.light = StateLight()
        self.sentence = label(wraps=True)
        layout = row(self.light, self.sentence)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_state(self, state: str, reason: str) -> None:
        """`reason`: why the engine does not run, in a sentence; empty where the panel shows it already."""
        self.light.show_state(state)
        is_failure = state == "failed" and bool(reason)
        self.sentence.setText(reason if is_failure else ENGINE_STATES.get(state, state))
