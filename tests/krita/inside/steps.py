"""Runs a scenario inside Krita: a generator that yields milliseconds, one step per turn of the event loop.

Krita delivers node signals only between turns of its outermost loop; a scenario that did all in one callback
would test another program. What the scenario returns is written as JSON for the test that started Krita.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Generator
from typing import Any

from krita import Krita

from shiage.host.document import is_idle
from shiage.qt import QtCore, QtWidgets

PATIENCE = 120  # seconds; reached only when something is broken
Steps = Generator[int, None, None]
Scenario = Generator[int, None, dict[str, Any]]  # returns what it saw


def write_result(result: dict[str, Any]) -> None:
    with open(os.environ["SHIAGE_RESULT"], "w", encoding="utf-8") as file:
        json.dump(result, file)


class Runner(QtCore.QObject):
    """Steps the generator and calls `ended` with its result."""

    def __init__(self, steps: Scenario, ended: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self.steps, self.ended = steps, ended
        QtCore.QTimer.singleShot(0, self.step)

    def step(self) -> None:
        try:
            wait = next(self.steps)
        except StopIteration as end:
            self.ended(end.value)
        else:
            QtCore.QTimer.singleShot(wait, self.step)


def scenarios(application: Any) -> Scenario:
    """Runs those that SHIAGE_SCENARIO names as module:function,function; gives their results by name."""
    module, names = os.environ["SHIAGE_SCENARIO"].split(":")
    seen: dict[str, Any] = {}
    for name in names.split(","):
        try:
            seen[name] = yield from getattr(importlib.import_module(module), name)(application)
        except Exception:
            seen[name] = {"error": traceback.format_exc()}
    return seen


def nothing(application: Any) -> Scenario:
    """The scenario that only starts and ends."""
    yield 0
    return {}


def until(condition: Callable[..., object], what: str, minutes: float = PATIENCE / 60) -> Steps:
    """Wait for a condition, in turns of the event loop."""
    clock = QtCore.QElapsedTimer()
    clock.start()
    while not condition():
        if clock.elapsed() > minutes * 60_000:
            raise AssertionError(f"waited {minutes:.0f} minutes in vain for {what}")
        yield 20


def quiet(document: Any) -> Steps:
    """Wait until Krita has done all that the document was told to do."""
    yield 0
    yield from until(lambda: is_idle(document), "the document to come to rest")


def go_to(document: Any, time: int) -> Steps:
    """Go to a time as a painter does: Krita switches in its own time, and tells the old one meanwhile."""
    document.setCurrentTime(time)
    yield from until(lambda: document.currentTime() == time and is_idle(document), f"frame {time}")


def windows() -> list[str]:
    """Titles of visible dialogs: a script error shows itself as one."""
    return [
        widget.windowTitle()
        for widget in QtWidgets.QApplication.topLevelWidgets()
        if isinstance(widget, QtWidgets.QDialog) and widget.isVisible()
    ]


def quit_with(application: Any, result: dict[str, Any]) -> None:
    """End the graphical Krita: nothing is to be saved."""
    write_result(result)
    for document in application.documents():
        document.setModified(False)
    QtCore.QTimer.singleShot(0, application.action("file_quit").trigger)


def __main__(arguments: object) -> None:
    """For kritarunner: its exit status is always 0, so the result file says how it went."""

    def end(result: dict[str, Any]) -> None:
        write_result(result)
        sys.stdout.flush()
        os._exit(0)

    loop = QtCore.QEventLoop()
    runner = Runner(scenarios(Krita.instance()), end)
    loop.exec()
    del runner
