"""The widgets in which the painter chooses a method and names a character."""

from typing import Optional, Sequence

from ..methods import Method
from ..qt import Qt, QtCore, QtGui, QtWidgets

TEXT_MARGIN = 2  # pixels that styles leave beside the text of a list's field


class MethodList(QtWidgets.QComboBox):
    """The methods by their titles; `opened` is emitted before the list drops down.

    A chosen title that does not fit ends in an ellipsis; its tooltip has the whole.
    """

    opened = QtCore.pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_methods(self, methods: Sequence[Method], chosen: Method) -> None:
        """Fill the list again where it has changed, and select the chosen method."""
        items = [(method.name, method.title, _tooltip(method)) for method in methods]
        if items != [(self.itemData(i), self.itemText(i), self._hint(i)) for i in range(self.count())]:
            is_open = self._is_open()
            self.clear()
            for row, (name, title, hint) in enumerate(items):
                self.addItem(title, name)
                self.setItemData(row, hint, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(self.findData(chosen.name))
            if is_open:  # else it keeps its height, and shows only the first method
                super().hidePopup()
                super().showPopup()
        self.setCurrentIndex(self.findData(chosen.name))
        self.setToolTip(_tooltip(chosen))

    def _hint(self, row: int) -> str:
        return str(self.itemData(row, Qt.ItemDataRole.ToolTipRole))

    def _is_open(self) -> bool:
        view = self.view()
        return view is not None and view.isVisible()

    def showPopup(self) -> None:
        self.opened.emit()
        super().showPopup()

    def paintEvent(self, event: Optional[QtGui.QPaintEvent]) -> None:
        # Qt's own cuts a long title off without an ellipsis.
        style, option = QtWidgets.QStyle, QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(style.ComplexControl.CC_ComboBox, option)
        option.currentText = self.fitting(option)
        painter.drawControl(style.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def fitting(self, option: QtWidgets.QStyleOptionComboBox) -> str:
        """The chosen title, shortened to the room that there is."""
        style = QtWidgets.QStyle
        place = (style.ComplexControl.CC_ComboBox, option, style.SubControl.SC_ComboBoxEditField, self)
        room = self.style().subControlRect(*place).width() - 2 * TEXT_MARGIN
        return self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)


def _tooltip(method: Method) -> str:
    """Title and hint, one below the other."""
    return "\n".join(text for text in (method.title, method.hint) if text)


class NameField(QtWidgets.QLineEdit):
    """The character's name, completed from the known names; `named` is emitted with every change by hand."""

    named = QtCore.pyqtSignal(str)

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.setMaxLength(longest)
        self._layer = ""
        self._names = QtCore.QStringListModel(self)
        completer = QtWidgets.QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated[str].connect(self.named)
        self.setCompleter(completer)
        self.textEdited.connect(self.named)
        self.returnPressed.connect(self.clearFocus)  # so that Krita's shortcuts work again

    def show_name(self, layer: str, name: str, known: Sequence[str]) -> None:
        """The name for a line layer (its uid). What is being typed is not replaced: it may end in a blank so far.

        The focus does not tell whether it is being typed: the list of known names takes it.
        """
        if (layer != self._layer or not self.hasFocus()) and self.text().strip() != name:
            self.setText(name)
        self._layer = layer
        if self._names.stringList() != list(known):
            self._names.setStringList(list(known))
