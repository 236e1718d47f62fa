"""`shiage batch`: the cuts of an episode, overnight."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from ..errors import InputError
from .arguments import at_least_one
from .coloring import add_options, options_of


def add_batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cuts", type=Path, metavar="CUTS", help="folder with a folder for each cut, or a file that lists them"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for results; what is done there stays"
    )
    parser.add_argument("--cut", nargs="+", metavar="NAME", help="those to color (all)")
    parser.add_argument(
        "--processes", type=at_least_one, help="that color at once (as many as cores and memory allow)"
    )
    add_options(parser)


def batch(arguments: argparse.Namespace) -> None:
    from ..batch import local  # noqa: PLC0415
    from ..batch.listing import chosen, find_cuts  # noqa: PLC0415
    from ..batch.night import color_cuts  # noqa: PLC0415
    from ..batch.records import NightFolder  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    cuts = find_cuts(arguments.cuts)
    if arguments.cut is not None:
        cuts = chosen(cuts, arguments.cut)
    folder = NightFolder(arguments.out.absolute())
    run = partial(local.run, processes=arguments.processes)
    records = follow(color_cuts(cuts, options_of(arguments), folder, run), lambda _: None)
    failed = [record for record in records if record.failed]
    for record in failed:
        say(f"{record.name}: {record.failed}")
    say(
        f"{arguments.out}: {len(records) - len(failed)} cuts, {sum(one.open for one in records)} open questions"
    )
    if failed:
        raise InputError(f"{len(failed)} of {len(records)} cuts failed, see above.")
