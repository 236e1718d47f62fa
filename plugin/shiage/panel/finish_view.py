"""The end of the work in the panel: the check for gaps with the list of what is left, what fills it, and Finish."""

from typing import Callable

from ..controller import Controller
from ..exporting import APART, PAINT, TOGETHER
from ..gaps import Gap
from ..qt import QtWidgets
from .cutout_list import CutOutList, Entry
from .widgets import Icons, button, label, row

EXPORTS = (("Lines and paint apart", APART), ("Lines over paint", TOGETHER), ("Paint alone", PAINT))
LISTED = 200  # gaps in the list


def entry(gap: Gap) -> Entry:
    return Entry(gap.place, f"Frame {gap.place.time} · {gap.pixels} pixel{'s' * (gap.pixels != 1)}")


class FinishView(QtWidgets.QWidget):
    """The buttons, and below them what is left while the painter checks for gaps."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self.gaps = button(
            "Check for gaps",
            icons("zoom-fit"),
            "All that is painted turns black; what shines is unpainted",
            True,
        )
        self.fill = button(
            "Fill all",
            icons("krita_tool_color_fill"),
            "Accept everything: specks get their neighbors' colors",
        )
        self.finish = button(
            "Finish", icons("dialog-ok"), "Hide slash lines and confidence, and take out trace lines", True
        )
        self.darker = QtWidgets.QCheckBox("Trace lines take the darker color")
        self.darker.setToolTip(
            "Finish paints a trace line in the color of its darker side; else both colors meet in its middle"
        )
        self.darker.setChecked(controller.finishing.takes_darker)
        self.how = QtWidgets.QComboBox()
        for text, how in EXPORTS:
            self.how.addItem(text, how)
        self.how.setToolTip("What is exported of each frame")
        self.how.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.how.setMinimumContentsLength(8)
        self.export = button(
            "Export...",
            icons("document-export"),
            "Save the frames as pictures in a new folder, with the timesheet of their holds (XDTS)",
        )
        self.ask_folder: Callable[[], str] = self._ask_folder
        self.left = label(wraps=True)
        self.list = CutOutList(controller.cut_outs)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        buttons = row(self.gaps, self.fill, self.finish)
        buttons.addStretch(1)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(2)
        layout.addLayout(buttons)
        layout.addWidget(self.darker)
        exports = row(self.how, self.export)
        exports.setStretch(0, 1)
        layout.addLayout(exports)
        layout.addWidget(self.left)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        controller, guard = self._controller, self._controller.guard
        self.gaps.clicked.connect(guard(lambda *_: controller.finishing.check_gaps()))
        self.fill.clicked.connect(guard(lambda *_: controller.running.fill_all()))
        self.finish.clicked.connect(guard(lambda *_: controller.finishing.finish()))
        self.export.clicked.connect(guard(lambda *_: self._export()))
        self.darker.toggled.connect(guard(controller.finishing.take_darker))
        self.list.went.connect(guard(lambda row: controller.asking.show_place(self.list.entries[row].place)))

    def _export(self) -> None:
        exporting = self._controller.exporting
        if exporting.is_busy:
            exporting.stop()
            self.show_state()
            return
        exporting.check()
        folder = self.ask_folder()
        if folder:
            exporting.export(folder, self.how.currentData())

    def _ask_folder(self) -> str:
        return QtWidgets.QFileDialog.getExistingDirectory(self, "The folder of frames is made in")

    def show_state(self) -> None:
        """Show the controller's state."""
        scene, gaps = self._controller.scene, self._controller.gaps
        self.gaps.setVisible(scene.gaps_shown is not None)
        self.gaps.setChecked(bool(scene.gaps_shown))
        is_busy = self._controller.finishing.is_busy
        self.finish.setText("Stop" if is_busy else "Unfinish" if scene.is_put_away else "Finish")
        self.finish.setChecked(scene.is_put_away or is_busy)
        self.darker.setEnabled(not scene.is_put_away and not is_busy)
        self.export.setText("Stop" if self._controller.exporting.is_busy else "Export...")
        of_result, of_gaps = (self.fill, self.finish, self.darker), (self.left, self.list)
        for is_shown, widgets in ((scene.has_result, of_result), (bool(scene.gaps_shown), of_gaps)):
            for widget in widgets:
                widget.setVisible(is_shown)
        found = gaps.found if scene.gaps_shown else ()
        frames = len({gap.place.time for gap in found})
        so_far = " so far" if gaps.is_looking else ""
        places = f"{len(found)} place{'s are' if len(found) != 1 else ' is'} left{so_far}"
        several = f" in {frames} frames" if frames > 1 else ""
        nothing = "Looking for what is left." if gaps.is_looking else "Nothing is left unpainted."
        self.left.setText(f"{places}{several}." if found else nothing)
        self.list.show_entries([entry(gap) for gap in found[:LISTED]], self.list.currentRow())
