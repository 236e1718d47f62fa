"""A Krita plugin for the tests: runs the scenario named in the environment once the window is there."""

import os
import sys

from krita import Extension, Krita


class Probe(Extension):
    runner = None

    def setup(self):
        notifier = Krita.instance().notifier()
        notifier.setActive(True)
        notifier.windowCreated.connect(self.begin)

    def begin(self):
        if self.runner is None and "SHIAGE_SCENARIO" in os.environ:
            sys.path.insert(0, os.environ["SHIAGE_INSIDE"])
            from steps import Runner, quit_with, scenarios  # noqa: PLC0415 (the path is known only now)

            application = Krita.instance()

            def steps():
                yield 1500  # let the window come to rest
                return (yield from scenarios(application))

            self.runner = Runner(steps(), lambda result: quit_with(application, result))

    def createActions(self, window):
        """No actions."""


Krita.instance().addExtension(Probe(Krita.instance()))
