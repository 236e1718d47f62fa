"""The palettes of the result in the panel: which is in use, its colors, and the way from and to files."""

from pathlib import Path
from typing import Callable, Optional, Tuple

from ..client.protocol.palette_files import FORMATS
from ..client.protocol.palettes import Color, code_of
from ..controller import Controller
from ..palettes import AS_PAINTED, Known, Palettes
from ..qt import QtGui, QtWidgets
from .entry_view import EntryView
from .swatches import DOUBT, FLAG, Swatch, Swatches
from .widgets import Icons, button, label, row

FILES = f"Palettes ({' '.join('*' + suffix for suffix in FORMATS)})"
TITLES = {AS_PAINTED: "As painted"}
TOLD = 3  # pairs of near twins that are named below the colors


def swatch_of(known: Known, palettes: Palettes) -> Swatch:
    """How an entry looks among the colors."""
    color = palettes.color(known.color)
    is_twin = any(color in pair[:2] for pair in palettes.twins)
    mark = FLAG if known in palettes.left else DOUBT if is_twin else ""
    was = f", {code_of(known.color)} in your references" if color != known.color else ""
    return Swatch(color, f"{known.name} {code_of(color)}{was}".strip(), mark)


class PalettePage(QtWidgets.QWidget):
    """The page "Palette". What the painter chooses in windows of their own is asked by `ask_...`."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self.choice = QtWidgets.QComboBox()
        self.choice.setToolTip("The colors in which the result is shown; those of your references stay")
        self.add = button("", icons("list-add"), "Add a palette: a copy of this one, to be changed")
        self.more = button("", icons("hamburger_menu_dots"), "Rename, remove, read and write palettes")
        self.more.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QtWidgets.QMenu(self)
        self.more.setMenu(self.menu)
        self.of_program = QtWidgets.QMenu("Take one of Krita's palettes", self)
        self.swatches = Swatches()
        self.entry = EntryView(controller, icons)
        self.note = label(wraps=True)
        self.ask_color: Callable[[Color], Optional[Color]] = self._ask_color
        self.ask_name: Callable[[str], str] = self._ask_name
        self.ask_file: Callable[[bool], str] = self._ask_file
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = row(self.choice, self.add, self.more)
        head.setStretch(0, 1)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        for widget in (self.swatches, self.entry, self.note):
            layout.addWidget(widget)
        layout.addStretch(1)

    def _connect(self) -> None:
        commands, guard = self._controller.palettes, self._controller.guard
        self.choice.activated.connect(guard(lambda *_: commands.show(str(self.choice.currentData()))))
        self.add.clicked.connect(guard(lambda *_: self._named("", commands.add)))
        self.swatches.clicked.connect(guard(lambda place: commands.select(self._entry(place))))
        self.swatches.double_clicked.connect(guard(lambda *_: self._change()))
        self.entry.wanted.connect(guard(self._change))
        self._offer("Rename …", lambda: self._named(commands.palettes.shown, commands.rename))
        self._offer("Remove", commands.remove)
        self._offer("Read a file …", lambda: self._with_file(False, commands.read))
        self._offer("Write a file …", lambda: self._with_file(True, commands.write))
        self.menu.addMenu(self.of_program)
        self.of_program.aboutToShow.connect(guard(self._list_program_palettes))

    def _offer(self, title: str, do: Callable[[], None]) -> None:
        """Add a command to the menu."""
        action = self.menu.addAction(title)
        if action is not None:
            action.triggered.connect(self._controller.guard(lambda *_: do()))

    def _list_program_palettes(self) -> None:
        commands, guard = self._controller.palettes, self._controller.guard
        self.of_program.clear()
        for name in commands.program_names:
            action = self.of_program.addAction(name)
            if action is not None:
                action.triggered.connect(guard(lambda *_, name=name: commands.take(name)))

    def _entry(self, place: int) -> Color:
        return self._controller.palettes.palettes.entries[place].color

    def _change(self, *_: object) -> None:
        """Have the painter choose a color for the entry that is selected."""
        commands = self._controller.palettes
        if commands.selected is None:
            return
        chosen = self.ask_color(commands.palettes.color(commands.selected))
        if chosen is not None:
            commands.change(commands.selected, chosen)

    def _named(self, before: str, do: Callable[[str], None]) -> None:
        name = self.ask_name(before)
        if name:
            do(name)

    def _with_file(self, is_written: bool, do: Callable[[str], None]) -> None:
        path = self.ask_file(is_written)
        if path:
            do(path)

    def _ask_color(self, before: Color) -> Optional[Color]:
        chosen = QtWidgets.QColorDialog.getColor(QtGui.QColor(*before), self, "The color in all frames")
        return (chosen.red(), chosen.green(), chosen.blue()) if chosen.isValid() else None

    def _ask_name(self, before: str) -> str:
        name, is_given = QtWidgets.QInputDialog.getText(self, "Palette", "Name, as Day or Night", text=before)
        return str(name) if is_given else ""

    def _ask_file(self, is_written: bool) -> str:
        if not is_written:
            return str(QtWidgets.QFileDialog.getOpenFileName(self, "Read a palette", "", FILES)[0])
        name = self._controller.palettes.palettes.palette.name
        path = str(QtWidgets.QFileDialog.getSaveFileName(self, "Write a palette", f"{name}.kpl", FILES)[0])
        return path if not path or Path(path).suffix else f"{path}.kpl"

    def show_state(self) -> None:
        """Show the controller's state."""
        commands = self._controller.palettes
        palettes = commands.palettes
        self._show_names(palettes.names, palettes.shown)
        entries = palettes.entries
        at = entries.index(commands.known) if commands.known is not None else -1
        self.swatches.show_swatches([swatch_of(one, palettes) for one in entries], at)
        self.entry.show_state()
        self.note.setText(_note(palettes))

    def _show_names(self, names: Tuple[str, ...], shown: str) -> None:
        if [self.choice.itemData(place) for place in range(self.choice.count())] != list(names):
            self.choice.clear()
            for name in names:
                self.choice.addItem(TITLES.get(name, name), name)
        self.choice.setCurrentIndex(names.index(shown))


def _note(palettes: Palettes) -> str:
    """What is to be looked at, in sentences."""
    if not palettes.entries:
        return "Press Auto-colorize once, and the colors of the result are listed here."
    left = len(palettes.left)
    flagged = [f"{left} stand-in{'s are' if left > 1 else ' is'} not exchanged."] if left else []
    pairs = [
        f"{code_of(pair.one)} and {code_of(pair.other)} look alike (ΔE {pair.difference:.1f})."
        for pair in palettes.twins[:TOLD]
    ]
    more = len(palettes.twins) - TOLD
    return "\n".join([*flagged, *pairs, *([f"{more} more pairs look alike."] if more > 0 else [])])
