"""`shiage recolor`: a result, or other pictures, in the colors of another palette."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..protocol.palettes import Color, Palette

FORMATS = ".kpl of Krita, .gpl or .aco"


def add_recolor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "result", type=Path, metavar="RESULT", help="folder that colorize wrote, or one of pictures"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--palette", type=Path, metavar="FILE", help=f"the colors to take: {FORMATS}")
    what.add_argument(
        "--write-palette", type=Path, metavar="FILE", help="write the result's own colors, to be edited"
    )
    parser.add_argument(
        "--from",
        dest="former",
        type=Path,
        metavar="FILE",
        help="the palette that RESULT is painted in: its names tell which colors those of --palette replace",
    )
    parser.add_argument("--out", type=Path, help="folder for the recolored result")


def recolor(arguments: argparse.Namespace) -> None:
    from ..errors import InputError  # noqa: PLC0415
    from ..files import recolored  # noqa: PLC0415
    from ..protocol.palettes import exchanges  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    if arguments.write_palette is not None:
        count = recolored.write_result_palette(arguments.result, arguments.write_palette)
        say(f"{arguments.write_palette}: {count} colors")
        return
    if arguments.out is None:
        raise InputError("Name a folder for the recolored result with --out.")
    palette = recolored.open_palette(arguments.palette)
    former = recolored.open_palette(arguments.former) if arguments.former is not None else None
    is_result = recolored.is_result(arguments.result)
    if is_result:
        colors = recolored.result_colors(arguments.result)
    else:
        known = former.entries if former is not None else ()
        codes = [entry.code for entry in palette.entries if entry.code is not None]
        colors = list(dict.fromkeys([entry.color for entry in known] or codes))
    try:
        exchange = exchanges(colors, palette, former)
    except ValueError as error:
        raise InputError(f"{arguments.palette}: {error}") from error
    write = recolored.recolor_result if is_result else recolored.recolor_pictures
    for name in write(arguments.result, exchange, arguments.out):
        say(name)
    for line in _told(colors, exchange, palette):
        say(line)


def _told(colors: Sequence[Color], exchange: Mapping[Color, Color], palette: Palette) -> Iterator[str]:
    """What became of each color, and what is to be looked at."""
    from ..protocol.palettes import code_of, near_twins  # noqa: PLC0415

    for color in colors:
        if color in exchange:
            yield f"{code_of(color)} is now {code_of(exchange[color])}"
        else:
            yield f"{code_of(color)} stays: {palette.name} does not say what takes its place"
    for entry in palette.entries:
        if entry.is_left and entry.color in colors:
            yield f"{entry.name} was not exchanged"
    for pair in near_twins(list(dict.fromkeys(exchange.get(color, color) for color in colors))):
        yield f"{code_of(pair.one)} and {code_of(pair.other)} look alike (ΔE {pair.difference:.1f})"
