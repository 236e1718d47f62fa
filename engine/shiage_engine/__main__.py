"""The command line: parses and calls."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, NoReturn

from . import __version__
from .arguments import at_least_one
from .errors import InputError
from .evaluation import commands as judging
from .learning import commands as learning


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
    except OSError as error:
        print(f"{error.filename or 'Cannot write'}: {error.strerror or error}.", file=sys.stderr)
        return 2
    except MemoryError:
        print("There was not enough memory: take fewer or smaller frames.", file=sys.stderr)
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
        "--references", help="frames to learn from, as 0000,0011, or none (all that have a color file)"
    )
    parser.add_argument(
        "--method", default="auto", help="how to color (%(default)s: the best for what is given)"
    )
    parser.add_argument(
        "--character", default="", metavar="NAME", help="who is drawn; what was learned goes by that name"
    )
    parser.add_argument(
        "--target-accuracy", type=float, default=0.98, help="of what is painted (%(default)s)"
    )
    parser.add_argument("--no-withdraw", action="store_true", help="paint uncertain regions too")
    parser.add_argument(
        "--rule",
        default="auto",
        help="of withdrawal: calibrated or share (%(default)s: what the method goes by)",
    )
    parser.add_argument(
        "--largest-gap", type=int, default=4, help="in lines, in pixels (%(default)s; 0: none)"
    )


def _colorize(arguments: argparse.Namespace) -> None:
    from .console import follow, say  # noqa: PLC0415
    from .files import Output, open_shot  # noqa: PLC0415
    from .pipeline import Painted, Request, colorize  # noqa: PLC0415

    references = None
    if arguments.references is not None:
        references = [] if arguments.references == "none" else arguments.references.split(",")
    shot = open_shot(arguments.shot, references)
    request = Request(
        lines=shot.lines,
        colors=shot.colors,
        method=arguments.method,
        target_accuracy=arguments.target_accuracy,
        withdraw=not arguments.no_withdraw,
        rule=arguments.rule,
        largest_gap=arguments.largest_gap,
        character=arguments.character,
    )
    with Output(arguments.out, shot.names) as output:

        def take(step: object) -> None:
            if isinstance(step, Painted):
                output.write(step)

        report = follow(colorize(request), take)
        output.finish(report)
    say(f"{arguments.out}: {len(report.frames)} frames")


def _add_learn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shots", type=Path, nargs="+", metavar="SHOT", help="folders with line/NNNN.png and color/NNNN.png"
    )
    parser.add_argument(
        "--character", required=True, metavar="NAME", help="whose shots they are; its weights go by that name"
    )


def _learn(arguments: argparse.Namespace) -> None:
    from .console import follow, say  # noqa: PLC0415
    from .files import open_shot  # noqa: PLC0415
    from .pipeline import Request, learn  # noqa: PLC0415

    for folder in arguments.shots:
        shot = open_shot(folder)
        request = Request(shot.lines, shot.colors, method="patch", character=arguments.character)
        follow(learn(request), lambda _: None)
        say(f"{arguments.character}: {len(shot.colors)} drawings of {folder}")


def _add_example(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the shot")


def _example(arguments: argparse.Namespace) -> None:
    _need_synthesis()
    from shiage_synthesis import write_example  # noqa: PLC0415

    if arguments.out.is_dir() and any(arguments.out.iterdir()) and not (arguments.out / "truth").is_dir():
        raise InputError(f"{arguments.out} holds something else: choose an empty folder for the example.")
    write_example(arguments.out)


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the shots; those there are kept")
    parser.add_argument("--shots", type=int, required=True, help="how many")
    parser.add_argument("--first", type=int, default=0, help="seed of the first (%(default)s)")
    parser.add_argument("--size", type=int, default=640, help="edge of a frame, in pixels (%(default)s)")
    parser.add_argument("--frames", type=int, default=10, help="of each shot (%(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that draw at once (%(default)s)")


def _generate(arguments: argparse.Namespace) -> None:
    _need_synthesis()
    from shiage_synthesis import generate  # noqa: PLC0415

    from .console import follow, say  # noqa: PLC0415

    work = generate(
        arguments.out,
        arguments.shots,
        first=arguments.first,
        size=arguments.size,
        frames=arguments.frames,
        processes=arguments.processes,
    )
    say(f"{arguments.out}: {follow(work, say)} new shots")


def _need_synthesis() -> None:
    """Raises InputError where the package that draws is not installed: it is an extra."""
    if find_spec("shiage_synthesis") is None:
        raise InputError(
            "The package that draws is not installed: in the folder of Shiage's source, run"
            f" `{shlex.quote(sys.executable)} -m pip install ./engine/synthesis`."
        )


def _add_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shot", type=Path, metavar="SHOT", help="folder of the shot, may hold truth/NNNN.png")
    parser.add_argument("result", type=Path, metavar="RESULT", help="folder that colorize wrote")
    parser.add_argument("--out", type=Path, required=True, help="the picture, a PNG")
    parser.add_argument("--frames", help="those to show, as 0000,0003 (all)")
    parser.add_argument("--columns", type=at_least_one, default=2, help="(%(default)s)")
    parser.add_argument(
        "--width", type=at_least_one, default=240, help="of each panel, in pixels (%(default)s)"
    )
    parser.add_argument("--stacked", action="store_true", help="the color below the line art, not beside it")
    parser.add_argument("--no-truth", action="store_true", help="do not compare with the truth")


def _sheet(arguments: argparse.Namespace) -> None:
    from .evaluation.sheet import contact_sheet  # noqa: PLC0415
    from .evaluation.sheet_files import read_rows  # noqa: PLC0415
    from .files import write_image  # noqa: PLC0415

    frames = arguments.frames.split(",") if arguments.frames is not None else None
    rows = read_rows(arguments.shot, arguments.result, frames, not arguments.no_truth)
    sheet = contact_sheet(rows, arguments.width, arguments.columns, arguments.stacked)
    write_image(arguments.out, sheet)


def _check(arguments: argparse.Namespace) -> None:
    from .self_test import works  # noqa: PLC0415

    if not works():
        raise InputError("The engine starts, and colors a tiny drawing wrong: install it again.")


COMMANDS = [
    Command("colorize", "Color a shot.", _add_colorize, _colorize),
    Command("example", "Draw the example animation, a shot to try.", _add_example, _example),
    Command("generate", "Draw shots to train a region matcher on.", _add_generate, _generate),
    Command("train", "Train a network on shots.", learning.add_train, learning.train),
    Command("learn", "Learn a character from colored frames, patch by patch.", _add_learn, _learn),
    Command(
        "weights", "Tell what is kept of characters, or remove it.", learning.add_weights, learning.weights
    ),
    Command("sheet", "Show a shot and its result on one picture.", _add_sheet, _sheet),
    Command(
        "evaluate", "Color shots whose truth is known, and count.", judging.add_evaluate, judging.evaluate
    ),
    Command("benchmark", "Compare all methods, on one page.", judging.add_benchmark, judging.benchmark),
    Command(
        "import-paintbucket",
        "Make a set of a folder in the layout of PaintBucket-Character.",
        judging.add_import,
        judging.import_paintbucket,
    ),
    Command(
        "export-paintbucket",
        "Write a set in the layout of PaintBucket-Character.",
        judging.add_export,
        judging.export_paintbucket,
    ),
    Command("check", "Color a tiny drawing, to see that the engine works.", lambda parser: None, _check),
]


if __name__ == "__main__":
    sys.exit(main())
