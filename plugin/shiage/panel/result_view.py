"""The parts of the panel that show the last result: its palette, and which of its layers are visible."""

from typing import Optional, Sequence

from ..controller import Controller
from ..qt import QtWidgets
from ..running import Outcome
from ..scene import Scene
from .widgets import ElidedLabel, Icons, button, row

RUN_AGAIN = "Auto-colorize again to use Accuracy here"
ACCEPT_REST, OPEN_AGAIN = "Accept rest", "Open again"  # what the button does to the frame in view


class PaletteView(QtWidgets.QWidget):
    """What is due in the last result; `note`, the share of it that is painted, is the panel's to place."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self.note = ElidedLabel()
        self.due = ElidedLabel()
        self.paint_all = button(
            "Paint all now", icons("view-refresh"), "Bring all frames to this accuracy at once"
        )
        self.paint_all.clicked.connect(controller.guard(lambda *_: controller.running.paint_all()))
        self.due.setToolTip(
            "Krita lets a plugin change the frame in view alone; a new run paints all of them at once"
        )
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        due = row(self.due, self.paint_all)
        due.setStretch(0, 1)
        layout.addLayout(due)

    def show_outcome(
        self, outcome: Optional[Outcome], has_result: bool, frames: Sequence[str], due: int
    ) -> None:
        """`frames`: the shares of each frame, in words; `due`: how many are painted anew when they come into view."""
        self.setVisible(has_result)
        self.note.setVisible(has_result)
        if outcome is None:
            self.note.show_text(RUN_AGAIN)
            for widget in (self.due, self.paint_all):
                widget.setVisible(False)
            return
        count = sum(1 for color in outcome.palette if color[3])
        shares = ""
        if outcome.area is not None and outcome.coverage is not None:
            shares = f" · {outcome.area:.0%} of area, {outcome.coverage:.0%} of regions painted"
        elif outcome.coverage is not None:
            shares = f" · {outcome.coverage:.0%} of regions painted"
        self.note.show_text(f"{count} color{'s' * (count != 1)}{shares}")
        self.setToolTip("\n".join(frames))
        for widget in (self.due, self.paint_all):
            widget.setVisible(due > 0)
        self.due.show_text(f"{due} frame{'s follow' if due > 1 else ' follows'} when you go there")


class LayerToggles(QtWidgets.QWidget):
    """Buttons that show and hide the layers of the result."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._icons = {True: icons("visible"), False: icons("novisible")}
        shown = self._icons[True]
        self.withdrawn = button("Withdrawal", shown, "Leave unsure regions unpainted, or paint them", True)
        self.hatch = button(
            "Slash lines",
            shown,
            "Draw slash lines over unsure regions, so that none is taken for white paint",
            True,
        )
        self.confidence = button(
            "Confidence",
            shown,
            "Show how sure the engine is: red is a guess, yellow is fair, blue-green is sure",
            True,
        )
        layout = row(self.withdrawn, self.hatch, self.confidence)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        self.setLayout(layout)
        guard = controller.guard
        self.withdrawn.clicked.connect(guard(lambda *_: controller.showing.toggle_withdrawn()))
        self.hatch.clicked.connect(guard(lambda *_: controller.showing.toggle_hatch()))
        self.confidence.clicked.connect(guard(lambda *_: controller.showing.toggle_confidence()))

    def show_scene(self, scene: Scene) -> None:
        self.setVisible(scene.has_result)
        self.hatch.setVisible(scene.hatch_shown is not None)
        for toggle, is_shown in (
            (self.withdrawn, bool(scene.withdrawn_shown)),
            (self.hatch, bool(scene.hatch_shown)),
            (self.confidence, bool(scene.confidence_shown)),
        ):
            toggle.setChecked(is_shown)
            toggle.setIcon(self._icons[is_shown])


class CorrectionRow(QtWidgets.QWidget):
    """What corrections of the result do."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self.spread = QtWidgets.QCheckBox("Spread corrections")
        self.spread.setToolTip(
            "When you correct a region on the result's layer “colors”, other frames follow"
        )
        self.spread.setChecked(controller.settings.spreads)
        hint = "Make the suggestions of this frame paint, and the frame a reference; again, or Ctrl+Z, takes it back"
        self.accept = button(ACCEPT_REST, icons("dialog-ok"), hint, True)
        layout = row(self.spread, self.accept)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        self.setLayout(layout)
        guard = controller.guard
        self.spread.toggled.connect(guard(controller.showing.set_spreads))
        self.accept.clicked.connect(guard(lambda *_: controller.asking.accept_rest()))

    def show_scene(self, scene: Scene) -> None:
        self.setVisible(scene.has_result)
        is_accepted = scene.time_in_view in scene.accepted
        self.accept.setChecked(is_accepted)
        self.accept.setText(OPEN_AGAIN if is_accepted else ACCEPT_REST)
