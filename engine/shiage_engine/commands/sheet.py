"""`shiage sheet`: a shot and its result on one picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from .arguments import at_least_one


def add_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shot", type=Path, metavar="SHOT", help="folder of the shot, may hold truth/NNNN.png")
    parser.add_argument("result", type=Path, metavar="RESULT", help="folder that colorize wrote")
    parser.add_argument("--out", type=Path, required=True, help="the picture, a PNG")
    parser.add_argument("--frames", help="those to show, as 0000,0003 (all)")
    parser.add_argument("--columns", type=at_least_one, default=2, help="(%(default)s)")
    parser.add_argument(
        "--width", type=at_least_one, default=240, help="of each panel, in pixels (%(default)s)"
    )
    parser.add_argument("--stacked", action="store_true", help="the color below the line art, not beside it")
    parser.add_argument(
        "--stages",
        action="store_true",
        help="what the networks of --method lavc show on the way, computed again by the weights there are now",
    )
    parser.add_argument("--no-truth", action="store_true", help="do not compare with the truth")


def sheet(arguments: argparse.Namespace) -> None:
    from ..evaluation.sheet import contact_sheet  # noqa: PLC0415
    from ..evaluation.sheet_files import read_rows  # noqa: PLC0415
    from ..files.images import encoded  # noqa: PLC0415
    from ..files.saving import check_place, write_ours  # noqa: PLC0415
    from ..files.seals import is_sealed, sealed  # noqa: PLC0415

    check_place(arguments.out, is_sealed)
    frames = arguments.frames.split(",") if arguments.frames is not None else None
    rows = read_rows(arguments.shot, arguments.result, frames, not arguments.no_truth)
    if arguments.stages:
        from ..evaluation.stages import with_stages  # noqa: PLC0415 (torch, and the networks)

        rows = with_stages(rows, arguments.shot, arguments.result)
    picture = contact_sheet(rows, arguments.width, arguments.columns, arguments.stacked)
    write_ours(arguments.out, sealed(encoded(picture)), is_sealed)
