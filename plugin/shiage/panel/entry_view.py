"""One entry of a palette in the panel: its color, what the painter says of it, and the frames in which it is seen."""

from typing import Optional, Sequence

from ..client.protocol.palettes import Color, code_of
from ..controller import Controller
from ..palettes import Known
from ..qt import Qt, QtGui, QtWidgets, pyqtSignal
from .widgets import Icons, button, label, row, swatch

ICON = 16  # pixels


class EntryView(QtWidgets.QWidget):
    """The entry that is selected; hidden where none is."""

    wanted = pyqtSignal()  # the painter wants to choose another color

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self._shown: Optional[Color] = None
        self.change = button("Change", QtGui.QIcon(), "Choose the color that this one has in all frames")
        self.brush = button("Brush's color", icons("color-picker"), "Give it the color of the brush")
        self.code = label()
        self.name = QtWidgets.QLineEdit()
        self.name.setPlaceholderText("Name")
        self.name.setToolTip("What you call this color; palette files keep it")
        self.stand_in = QtWidgets.QCheckBox("Stand-in")
        self.stand_in.setToolTip("This color is to be exchanged: it is flagged until it is")
        self.remark = label(wraps=True)
        self.frames = label(wraps=True)
        self.frames.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        colors, said = row(self.change, self.brush, self.code), row(self.name, self.stand_in)
        colors.addStretch(1)
        for part in (colors, said):
            layout.addLayout(part)
        for text in (self.remark, self.frames):
            layout.addWidget(text)
        self._connect()

    def _connect(self) -> None:
        controller, guard = self._controller, self._controller.guard
        self.change.clicked.connect(self.wanted)
        self.brush.clicked.connect(guard(lambda *_: controller.palettes.take_brush()))
        self.name.editingFinished.connect(guard(self._say))
        self.stand_in.clicked.connect(guard(self._say))
        self.frames.linkActivated.connect(guard(lambda time: controller.palettes.show_frame(int(time))))

    def _say(self, *_: object) -> None:
        known = self._controller.palettes.known
        if known is not None:
            said = Known(known.color, self.name.text().strip(), self.stand_in.isChecked())
            if said != known:
                self._controller.palettes.say(said)

    def show_state(self) -> None:
        """Show the entry that is selected."""
        commands = self._controller.palettes
        known = commands.known
        self.setVisible(known is not None)
        if known is None:
            return
        color = commands.palettes.color(known.color)
        self.change.setIcon(QtGui.QIcon(swatch((*color, 255), ICON)))
        self.code.setText(_codes(known.color, color))
        if known.color != self._shown or not self.name.hasFocus():
            self.name.setText(known.name)
        self._shown = known.color
        self.stand_in.setChecked(known.is_stand_in)
        remark = commands.remark(known.color)
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.frames.setText(_frames(commands.seen, commands.is_looking))


def _codes(entry: Color, color: Color) -> str:
    return code_of(color) if color == entry else f"{code_of(color)} for {code_of(entry)}"


def _frames(times: Sequence[int], is_looking: bool) -> str:
    """The frames as links."""
    more = " …" if is_looking else ""
    if not times:
        return "Looking for it …" if is_looking else "In no frame."
    links = ", ".join(f'<a href="{time}">{time}</a>' for time in times)
    return f"In frame{'s' * (len(times) > 1)} {links}{more}"
