"""`shiage cut`: the frames of a film, cut into shots to learn from."""

from __future__ import annotations

import argparse
from pathlib import Path


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
