"""Tasks that end the worker to which they are sent, like cuts that take all memory."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import fields
from pathlib import Path

from shiage_engine.batch.task import Task


class Deadly(Task):
    """Ends each worker."""

    @classmethod
    def of(cls, task: Task) -> Deadly:
        return cls(**{field.name: getattr(task, field.name) for field in fields(Task)})

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


class DeadlyOnce(Deadly):
    """Ends the first worker."""

    def __reduce__(self) -> tuple[object, ...]:
        mark = self.folder.root.with_name("died")
        return _die_once, (mark, *(getattr(self, field.name) for field in fields(Task)))


class Endless(Deadly):
    """Keeps its worker, whose process id is told beside the results, from ever being done."""

    def __reduce__(self) -> tuple[object, ...]:
        return _sleep, (self.folder.root.with_name("worker"),)


def _sleep(told: Path) -> None:
    growing = told.with_suffix(".growing")
    growing.write_text(str(os.getpid()))
    growing.rename(told)
    time.sleep(600)


def _die_once(mark: Path, *values: object) -> Task:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Task(*values)  # type: ignore[arg-type]
