"""`shiage regions`: what would be colored as one region, before anything is."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..protocol.options import Options

if TYPE_CHECKING:
    from ..drawing.segmentation import Segmented


def add_regions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shot", type=Path, metavar="SHOT", help="a shot or a cut, as for colorize")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for a picture of each frame, new or empty"
    )
    parser.add_argument(
        "--largest-gap",
        type=int,
        default=Options().largest_gap,
        help="in lines, as for colorize (%(default)s)",
    )


def regions(arguments: argparse.Namespace) -> None:
    from ..cuts.opening import open_cut  # noqa: PLC0415
    from ..drawing.open_shots import segmented  # noqa: PLC0415
    from ..files.saving import new_folder  # noqa: PLC0415
    from ..pipeline.reading import line_art_of  # noqa: PLC0415
    from ..pipeline.request import check_gap  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    check_gap(arguments.largest_gap)
    cut = open_cut(arguments.shot, [])
    with new_folder(arguments.out) as out:
        for shot in cut.shots.values():
            read = partial(line_art_of, shot.lines, shot.closings)
            said = {
                turn.time: _show(turn.found, shot.names[turn.time], out)
                for turn in segmented([*shot.names], read, arguments.largest_gap)
            }
            for sentence in said.values():
                say(sentence)


def _show(found: Segmented, name: str, out: Path) -> str:
    """Write the picture of a frame. Returns what is found in it."""
    from ..drawing.region_picture import region_picture  # noqa: PLC0415
    from ..files.images import write_image  # noqa: PLC0415
    from ..files.saving import naming  # noqa: PLC0415

    picture = out / f"{name}.png"
    with naming(picture):
        picture.parent.mkdir(exist_ok=True)
    write_image(picture, region_picture(found))
    count, closed = int(found.regions.max(initial=0)), len(found.closings)
    return f"{name}: {count} regions, {closed} openings closed, {count + 1 - found.suspect} suspects"
