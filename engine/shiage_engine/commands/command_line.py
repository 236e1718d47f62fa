"""The command line: parses and calls."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, NoReturn

from ..errors import InputError, sentence_of
from ..protocol import VERSION
from . import batch, coloring, evaluation, film, learning, recoloring, regions, sheet, synthesis


class Command(NamedTuple):
    """A word after `shiage`. What it needs is imported when it runs, so that each starts fast."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], None]


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 2, with one sentence on stderr, for bad input and what the disk refuses."""
    # Threads that spin while they wait starve a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files may have what it cannot show
    parser = Parser(prog="shiage", description="Colors the frames of a shot like its reference frames.")
    parser.add_argument("--version", action="version", version=f"shiage {VERSION}")
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        of_command = chosen.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(of_command)
        of_command.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    try:
        with _cleaning_up():
            arguments.run(arguments)
    except Exception as error:
        told = sentence_of(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


@contextlib.contextmanager
def _cleaning_up() -> Iterator[None]:
    """Have SIGTERM, and a terminal that is closed, end the command as an error does: what was growing is removed."""

    def leave(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    names = [signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
    before = {number: signal.signal(number, leave) for number in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check(arguments: argparse.Namespace) -> None:
    from .self_test import works  # noqa: PLC0415

    if not works():
        raise InputError("The engine starts, and colors a tiny drawing wrong: install it again.")


COMMANDS = [
    Command("colorize", "Color a shot.", coloring.add_colorize, coloring.colorize),
    Command("batch", "Color many shots, as those of an episode overnight.", batch.add_batch, batch.batch),
    Command(
        "example", "Draw the example animation, a shot to try.", synthesis.add_example, synthesis.example
    ),
    Command(
        "generate", "Draw shots to train a region matcher on.", synthesis.add_generate, synthesis.generate
    ),
    Command("cut", "Cut the frames of a film into shots to learn from.", film.add_cut, film.cut),
    Command("lines", "Find the line art of colored frames.", film.add_lines, film.lines),
    Command("train", "Train a network on shots.", learning.add_train, learning.train),
    Command(
        "learn", "Learn a character from colored frames, patch by patch.", coloring.add_learn, coloring.learn
    ),
    Command(
        "weights", "Tell what is kept of characters, or remove it.", learning.add_weights, learning.weights
    ),
    Command("regions", "Show what would be colored as one region.", regions.add_regions, regions.regions),
    Command("recolor", "Exchange the colors of a result.", recoloring.add_recolor, recoloring.recolor),
    Command("sheet", "Show a shot and its result on one picture.", sheet.add_sheet, sheet.sheet),
    Command(
        "evaluate",
        "Color shots whose truth is known, and count.",
        evaluation.add_evaluate,
        evaluation.evaluate,
    ),
    Command("benchmark", "Compare all methods, on one page.", evaluation.add_benchmark, evaluation.benchmark),
    Command(
        "import-paintbucket",
        "Make a set of a folder in the layout of PaintBucket-Character.",
        evaluation.add_import,
        evaluation.import_paintbucket,
    ),
    Command(
        "export-paintbucket",
        "Write a set in the layout of PaintBucket-Character.",
        evaluation.add_export,
        evaluation.export_paintbucket,
    ),
    Command("check", "Color a tiny drawing, to see that the engine works.", lambda parser: None, _check),
]
