"""Registers Shiage with Krita: its actions, its menu and its docker; and stops it when Krita ends."""

from typing import Callable, List, Optional, Tuple

from krita import DockWidget, DockWidgetFactory, DockWidgetFactoryBase, Extension, Krita, Window

from .client.engine_client import EngineClient
from .controller import Controller
from .host.krita_host import KritaHost
from .panel.panel import Panel
from .qt import QTimer, QtWidgets, sip

MENU = "shiage_menu"
DOCKER = "shiage_docker"


def actions(controller: Controller) -> Tuple[Tuple[str, str, Callable[[], None]], ...]:
    """The actions: id, text and command. Scripts and painters' shortcuts rely on the ids."""
    return (
        ("shiage_auto_colorize", "Auto-colorize layer", controller.running.auto_colorize),
        ("shiage_mark_reference", "Mark/unmark this frame as reference", controller.inputs.mark_reference),
        ("shiage_add_hints", "Add hint layer", controller.inputs.add_hints),
        ("shiage_add_closings", "Add closing strokes", controller.inputs.add_closings),
        ("shiage_show_regions", "Show/hide regions", controller.regions.toggle),
        ("shiage_paint_all", "Bring all frames to this accuracy", controller.running.paint_all),
        ("shiage_accept_rest", "Accept the rest of this frame", controller.asking.accept_rest),
        ("shiage_leave_unpainted", "Leave the selected region unpainted", controller.asking.leave_unpainted),
        ("shiage_next_question", "Next question", controller.asking.next),
        ("shiage_previous_question", "Previous question", controller.asking.previous),
        ("shiage_accept", "Accept the suggestion", controller.asking.accept),
        ("shiage_take_color", "Take color from here", controller.asking.take_color),
        ("shiage_take_back", "Take back the last answer", controller.asking.take_back),
        ("shiage_check_gaps", "Check for gaps", controller.finishing.check_gaps),
        ("shiage_fill_all", "Fill all gaps", controller.running.fill_all),
        ("shiage_finish", "Finish/unfinish the picture", controller.finishing.finish),
        ("shiage_toggle_withdrawn", "Toggle withdrawal mask", controller.showing.toggle_withdrawn),
        ("shiage_toggle_hatch", "Toggle slash lines", controller.showing.toggle_hatch),
        ("shiage_toggle_confidence", "Toggle confidence layer", controller.showing.toggle_confidence),
        ("shiage_cancel", "Cancel", controller.running.cancel),
    )


class ShiageExtension(Extension):
    """One for each running Krita; Krita calls `createActions` for each window."""

    def __init__(self, application: Krita, controller: Controller) -> None:
        super().__init__(application)
        self._application = application
        self._controller = controller

    def setup(self) -> None:
        controller, guard = self._controller, self._controller.guard
        notifier = self._application.notifier()
        notifier.setActive(True)  # it emits nothing before
        notifier.applicationClosing.connect(guard(controller.stop))
        controller.start()

    def createActions(self, window: Optional[Window]) -> None:
        if window is None:
            return
        # The menu's own action has to exist before the actions in it.
        menu = window.createAction(MENU, "Shiage", "tools")
        menu.setMenu(QtWidgets.QMenu(MENU, window.qwindow()))
        guard = self._controller.guard
        for name, text, command in actions(self._controller):
            action = window.createAction(name, text, f"tools/{MENU}")
            action.triggered.connect(guard(lambda *_, command=command: command()))


dockers: List[Panel] = []  # of all windows


def is_seen() -> bool:
    """Is a panel visible in any window? One behind another tab has no visible region."""
    for panel in list(dockers):
        if sip.isdeleted(panel):
            dockers.remove(panel)
        elif panel.isVisible() and not panel.visibleRegion().isEmpty():
            return True
    return False


class ShiageDocker(DockWidget):
    """The docker of one window."""

    def __init__(self, application: Krita, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self.setWindowTitle("Shiage")
        panel = Panel(controller, application.icon)
        self.setWidget(panel)
        dockers.append(panel)

    def canvasChanged(self, canvas: object) -> None:
        # Krita also calls this while it destroys a view; changing a layer then would crash it.
        QTimer.singleShot(0, self._controller.guard(self._controller.refresh))


def register(application: Krita) -> None:
    """Add the extension and the docker to Krita."""
    controller = Controller(KritaHost(application), EngineClient())
    controller.is_seen = is_seen
    application.addExtension(ShiageExtension(application, controller))
    application.addDockWidgetFactory(
        DockWidgetFactory(
            DOCKER,
            DockWidgetFactoryBase.DockPosition.DockRight,
            lambda: ShiageDocker(application, controller),
        )
    )
