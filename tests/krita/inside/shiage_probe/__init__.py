"""A Krita plugin for the tests: runs the scenario named in the environment once the window is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from typing import Any

from krita import Extension, Krita


class Probe(Extension):
    runner: object = None

    def setup(self) -> None:
        notifier = Krita.instance().notifier()
        notifier.setActive(True)
        notifier.windowCreated.connect(self.begin)

    def begin(self) -> None:
        if self.runner is None and "SHIAGE_SCENARIO" in os.environ:
            sys.path.insert(0, os.environ["SHIAGE_INSIDE"])
            from steps import Runner, quit_with, scenarios  # noqa: PLC0415 (the path is known only now)

            application = Krita.instance()

            def steps() -> Generator[int, None, dict[str, Any]]:
                yield 1500  # let the window come to rest
                return (yield from scenarios(application))

            self.runner = Runner(steps(), lambda result: quit_with(application, result))

    def createActions(self, window: object) -> None:
        """No actions."""


Krita.instance().addExtension(Probe(Krita.instance()))
