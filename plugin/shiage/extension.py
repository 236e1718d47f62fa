"""Shiage's place in Krita: the actions, the menu, the docker, and the leave-taking when Krita ends."""

from typing import Callable, Optional, Tuple

from krita import DockWidget, DockWidgetFactory, DockWidgetFactoryBase, Extension, Krita, Window

from .client.engine_client import EngineClient
from .controller import Controller
from .host.krita_host import KritaHost
from .panel.panel import Panel
from .qt import QTimer, QtWidgets

MENU = "shiage_menu"
DOCKER = "shiage_docker"


def verbs(controller: Controller) -> Tuple[Tuple[str, str, Callable[[], None]], ...]:
    """The actions: id, text and verb. Scripts and painters' shortcuts rely on the ids."""
    return (
        ("shiage_auto_colorize", "Auto-colorize layer", controller.auto_colorize),
        ("shiage_mark_reference", "Mark/unmark this frame as reference", controller.mark_reference),
        ("shiage_toggle_withdrawn", "Toggle withdrawal mask", controller.toggle_withdrawn),
        ("shiage_toggle_hatch", "Toggle slash lines", controller.toggle_hatch),
        ("shiage_toggle_confidence", "Toggle confidence layer", controller.toggle_confidence),
        ("shiage_cancel", "Cancel", controller.cancel),
    )


class ShiageExtension(Extension):
    """Made once for each Krita; `createActions` is called for each window."""

    def __init__(self, application: Krita, controller: Controller) -> None:
        super().__init__(application)
        self._application = application
        self._controller = controller

    def setup(self) -> None:
        controller, guard = self._controller, self._controller.guard
        notifier = self._application.notifier()
        notifier.setActive(True)  # it says nothing before
        notifier.applicationClosing.connect(guard(controller.stop))
        controller.start()

    def createActions(self, window: Optional[Window]) -> None:
        if window is None:
            return
        # The menu's own action has to be there before those inside.
        menu = window.createAction(MENU, "Shiage", "tools")
        menu.setMenu(QtWidgets.QMenu(MENU, window.qwindow()))
        guard = self._controller.guard
        for name, text, verb in verbs(self._controller):
            action = window.createAction(name, text, f"tools/{MENU}")
            action.triggered.connect(guard(lambda *_, verb=verb: verb()))


class ShiageDocker(DockWidget):
    """The docker of one window."""

    def __init__(self, application: Krita, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self.setWindowTitle("Shiage")
        self.setWidget(Panel(controller, application.icon))

    def canvasChanged(self, canvas: object) -> None:
        # Krita also calls this out of a view that it takes apart: to change a layer then would crash it.
        QTimer.singleShot(0, self._controller.guard(self._controller.refresh))


def register(application: Krita) -> None:
    """Give Krita the extension and the docker."""
    controller = Controller(KritaHost(application), EngineClient())
    application.addExtension(ShiageExtension(application, controller))
    application.addDockWidgetFactory(
        DockWidgetFactory(
            DOCKER,
            DockWidgetFactoryBase.DockPosition.DockRight,
            lambda: ShiageDocker(application, controller),
        )
    )
