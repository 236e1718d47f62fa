"""A Qt application without a screen, and a controller between fakes."""

from __future__ import annotations

import os
import sys
import time
import types
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
VERSION = int(os.environ.get("SHIAGE_TEST_QT", "5"))  # of Qt: 6 as in Krita 6, which says so by this module
if VERSION == 6:
    sys.modules["pykrita"] = types.SimpleNamespace(qt_major_version=lambda: 6)  # type: ignore[assignment]
pytest.importorskip(f"PyQt{VERSION}.QtWidgets", reason=f"PyQt{VERSION} is not installed")

from shiage.controller import Controller  # noqa: E402
from shiage.panel.panel import Panel  # noqa: E402
from shiage.qt import QtGui, QtWidgets  # noqa: E402
from tests.plugin.fakes import FakeClient, FakeHost  # noqa: E402

PATIENCE = 10.0  # seconds; reached only when something is broken


@pytest.fixture(scope="session", autouse=True)
def qt() -> object:
    """One for all tests, and made first: a process has one application, and widgets need the large kind."""
    return QtWidgets.QApplication.instance() or QtWidgets.QApplication([])


@pytest.fixture
def until(qt: object) -> Callable[[Callable[[], bool]], None]:
    """Turn the event loop until a condition holds."""

    def wait(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "the condition did not come true"
            QtWidgets.QApplication.processEvents()
            time.sleep(0.001)

    return wait


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def controller(host: FakeHost, client: FakeClient) -> Controller:
    return Controller(host, client)  # type: ignore[arg-type]


@pytest.fixture
def panel(controller: Controller) -> Iterator[Panel]:
    panel = Panel(controller, lambda _: QtGui.QIcon())
    panel.resize(300, 600)
    panel.show()
    yield panel
    panel.close()  # else it would still be painted while Python collects it
