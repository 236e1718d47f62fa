"""Long work shown on the console: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from typing import TypeVar

from tqdm import tqdm

from ..progress import Progress

T = TypeVar("T")
S = TypeVar("S")

tqdm.monitor_interval = 0  # else it starts a thread, for bars that are updated too rarely
BAR = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}<{remaining}"


def follow(work: Generator[Progress | S, None, T], take: Callable[[S], None]) -> T:
    """Run `work`, show its progress and `take` all else that it yields; returns what `work` returns."""
    on_terminal = sys.stderr.isatty()
    note = ""
    with tqdm(total=1.0, bar_format=BAR, disable=not on_terminal, file=sys.stderr) as bar:
        while True:
            try:
                step = next(work)
            except StopIteration as stop:
                bar.update(1 - bar.n)
                result: T = stop.value
                return result
            if not isinstance(step, Progress):
                take(step)
                continue
            bar.update(max(0.0, step.fraction - bar.n))
            if step.note != note:
                note = step.note
                bar.set_description(note)
                if not on_terminal:
                    say(note)


def say(line: str) -> None:
    """Print one line, at once."""
    print(line, flush=True)
