"""The commands that draw shots by a program: `shiage example` and `shiage generate`."""

from __future__ import annotations

import argparse
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from ..errors import InputError


def add_example(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the shot")


def example(arguments: argparse.Namespace) -> None:
    _need_synthesis()
    from shiage_synthesis import write_example  # noqa: PLC0415

    if arguments.out.is_dir() and any(arguments.out.iterdir()) and not (arguments.out / "truth").is_dir():
        raise InputError(f"{arguments.out} holds something else: choose an empty folder for the example.")
    write_example(arguments.out)


def add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the shots; those there are kept")
    parser.add_argument("--shots", type=int, required=True, help="how many")
    parser.add_argument("--first", type=int, default=0, help="seed of the first (%(default)s)")
    parser.add_argument("--size", type=int, default=640, help="edge of a frame, in pixels (%(default)s)")
    parser.add_argument("--frames", type=int, default=10, help="of each shot (%(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that draw at once (%(default)s)")


def generate(arguments: argparse.Namespace) -> None:
    _need_synthesis()
    from shiage_synthesis import generate as draw_shots  # noqa: PLC0415

    from .console import follow, say  # noqa: PLC0415

    work = draw_shots(
        arguments.out,
        arguments.shots,
        first=arguments.first,
        size=arguments.size,
        frames=arguments.frames,
        processes=arguments.processes,
    )
    say(f"{arguments.out}: {follow(work, say)} new shots")


def _need_synthesis() -> None:
    """Raise InputError where the package that draws is not installed: it is an extra."""
    if find_spec("shiage_synthesis") is None:
        raise InputError(
            "The package that draws is not installed: in the folder of Shiage's source, run"
            f" `{shlex.quote(sys.executable)} -m pip install ./engine/synthesis`."
        )
