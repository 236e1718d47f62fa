"""Films to learn from: `shiage cut` makes shots of one's frames, `shiage lines` line art of colored frames."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import InputError


def add_cut(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "frames", type=Path, metavar="FRAMES", help="folder with the frames of a film, in order of name"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="SET", help="an empty folder for the shots"
    )


def cut(arguments: argparse.Namespace) -> None:
    from ..files.film import cut_film  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    found = follow(cut_film(arguments.frames, arguments.out), lambda _: None)
    say(f"{arguments.out}: {found.shots} shots of {found.frames} frames; {found.left_out} frames are in none")


def add_lines(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder with colored frames")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="an empty folder for the line art"
    )
    parser.add_argument(
        "--by",
        choices=("network", "xdog", "canny"),
        default="network",
        help="what finds lines: a network, or a filter (%(default)s)",
    )
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", help="of the network (what was trained here, or is shipped)"
    )


def lines(arguments: argparse.Namespace) -> None:
    from ..extraction.extract import by_network, canny, extract_folder, xdog  # noqa: PLC0415
    from ..extraction.store import load_lines  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    if arguments.by == "network":
        extract = by_network(load_lines(arguments.weights))
    elif arguments.weights is not None:
        raise InputError(f"{arguments.by} has no weights: leave --weights out, or take --by network.")
    else:
        extract = {"canny": canny, "xdog": xdog}[arguments.by]
    count = follow(extract_folder(arguments.folder, arguments.out, extract), lambda _: None)
    say(f"{arguments.out}: {count} drawings")
