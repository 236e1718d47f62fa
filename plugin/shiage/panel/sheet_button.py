"""The button that adds a model sheet: from a file, or from another open document."""

from ..controller import Controller
from ..qt import QtWidgets
from .widgets import Icons

TITLE = "Add reference from file or document"
HINT = (
    TITLE + ": a colored drawing of the character, in any pose, view and size, that is no frame of the shot"
)
FROM_FILE, FROM_DOCUMENT = "Add reference from file…", "Add reference from “{}”"
FILES = "Pictures (*.png *.jpg *.jpeg *.webp *.tga *.tif *.tiff *.bmp *.kra *.ora *.psd)"


class SheetButton(QtWidgets.QToolButton):
    """Opens a menu with the file dialog and with each other open document."""

    def __init__(self, controller: Controller, icons: Icons) -> None:
        super().__init__()
        self._controller = controller
        self.setIcon(icons("list-add"))
        self.setToolTip(HINT)
        self.setAutoRaise(True)
        self.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QtWidgets.QMenu(self)
        self.setMenu(menu)
        menu.aboutToShow.connect(controller.guard(self.fill))

    def fill(self) -> None:
        """List what a sheet can come from now."""
        menu, guard = self.menu(), self._controller.guard
        if menu is None:
            return
        menu.clear()
        file = menu.addAction(FROM_FILE)
        if file is not None:
            file.triggered.connect(guard(lambda *_: self._choose_file()))
        documents = self._controller.inputs.other_documents()
        if documents:
            menu.addSeparator()
        for key, name in documents:
            action = menu.addAction(FROM_DOCUMENT.format(name))
            if action is not None:
                action.triggered.connect(
                    guard(lambda *_, key=key: self._controller.inputs.add_sheet(document=key))
                )

    def _choose_file(self) -> None:
        paths, _ = QtWidgets.QFileDialog.getOpenFileNames(self.window(), TITLE, "", FILES)
        for path in paths:
            self._controller.inputs.add_sheet(path=path)
