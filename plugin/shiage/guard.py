"""All slots of the plugin go through here: an exception that leaves one opens Krita's modal error window."""

import logging
from typing import Any, Callable, Optional

from .qt import QObject, pyqtSignal

log = logging.getLogger("shiage")


class Refused(Exception):
    """What the painter asked for cannot be done now; the text says in one sentence what to do."""


def sentence(error: BaseException) -> str:
    """One line for the panel: what a `Refused` says, and what kind of surprise anything else is."""
    if isinstance(error, Refused):
        return str(error)
    return f"Something unexpected went wrong in Shiage ({type(error).__name__}: {error}). Please try again."


class Guard(QObject):
    """Wraps callables for use as slots; what they raise is logged and told in one sentence."""

    troubled = pyqtSignal(str)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._is_telling = False

    def __call__(self, function: Callable[..., Any]) -> Callable[..., None]:
        def slot(*args: Any) -> None:
            try:
                function(*args)
            except Exception as error:
                self.tell(error)

        return slot

    def tell(self, error: Exception) -> None:
        """Log the error, unless it is a plain refusal, and emit its sentence."""
        if not isinstance(error, Refused):
            log.error("unexpected error", exc_info=error)
        if not self._is_telling:  # whoever shows the sentence may fail in turn
            self._is_telling = True
            try:
                self.troubled.emit(sentence(error))
            finally:
                self._is_telling = False
