"""The command line: parses and calls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from . import __version__
from .errors import InputError


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
    """Run a command; the exit status is 2, with one sentence on stderr, for bad input."""
    parser = Parser(prog="shiage", description="Colors the frames of a shot like its reference frames.")
    parser.add_argument("--version", action="version", version=f"shiage {__version__}")
    chosen = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        of_command = chosen.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(of_command)
        of_command.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    try:
        arguments.run(arguments)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _add_colorize(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shot", type=Path, metavar="SHOT", help="folder with line/NNNN.png and color/NNNN.png"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the result")
    parser.add_argument(
        "--references", help="frames to learn from, as 0000,0011 (all that have a color file)"
    )
    parser.add_argument("--method", default="auto", help="how to color (%(default)s: the best there is)")
    parser.add_argument(
        "--target-accuracy", type=float, default=0.98, help="of what is painted (%(default)s)"
    )
    parser.add_argument("--no-withdraw", action="store_true", help="paint uncertain regions too")
    parser.add_argument(
        "--rule", default="calibrated", help="of withdrawal: calibrated or share (%(default)s)"
    )
    parser.add_argument(
        "--largest-gap", type=int, default=4, help="in lines, in pixels (%(default)s; 0: none)"
    )


def _colorize(arguments: argparse.Namespace) -> None:
    from .console import follow, say  # noqa: PLC0415
    from .files import Output, open_shot  # noqa: PLC0415
    from .pipeline import Request, colorize  # noqa: PLC0415

    references = arguments.references.split(",") if arguments.references is not None else None
    shot = open_shot(arguments.shot, references)
    request = Request(
        lines=shot.lines,
        colors=shot.colors,
        method=arguments.method,
        target_accuracy=arguments.target_accuracy,
        withdraw=not arguments.no_withdraw,
        rule=arguments.rule,
        largest_gap=arguments.largest_gap,
    )
    with Output(arguments.out, shot.names) as output:
        report = follow(colorize(request), output.write)
        output.finish(report)
    say(f"{arguments.out}: {len(report.frames)} frames")


COMMANDS = [Command("colorize", "Color a shot.", _add_colorize, _colorize)]


if __name__ == "__main__":
    sys.exit(main())
