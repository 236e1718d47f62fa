"""Wraps every slot of the plugin: an exception that leaves a slot opens Krita's modal error window."""

import logging
from typing import Any, Callable, Optional

from .qt import QObject, pyqtSignal

log = logging.getLogger("shiage")


class Refused(Exception):
    """The painter's command cannot be carried out now; one sentence that says what to do."""


def sentence(error: BaseException) -> str:
    """One line for the panel: the sentence of a `Refused`, or the type and text of any other error."""
    if isinstance(error, Refused):
        return str(error)
    return f"Something unexpected went wrong in Shiage ({type(error).__name__}: {error}). Please try again."


class Guard(QObject):
    """Wraps callables for use as slots; the errors they raise are logged and reported in one sentence."""

    reported = pyqtSignal(str)  # a sentence

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._is_reporting = False

    def __call__(self, function: Callable[..., Any]) -> Callable[..., None]:
        def slot(*args: Any) -> None:
            try:
                function(*args)
            except Exception as error:
                self.report(error)

        return slot

    def report(self, error: Exception) -> None:
        """Log the error, unless it is `Refused`, and emit its sentence."""
        if not isinstance(error, Refused):
            log.error("unexpected error", exc_info=error)
        if not self._is_reporting:  # showing the sentence may fail as well
            self._is_reporting = True
            try:
                self.reported.emit(sentence(error))
            finally:
                self._is_reporting = False
