"""`shiage batch`: the cuts of an episode, overnight."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from .arguments import at_least_zero
from .coloring import add_options, options_of, words_of

if TYPE_CHECKING:
    from ..batch.night import Runner
    from ..batch.records import Record


def add_batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cuts",
        type=Path,
        metavar="CUTS",
        help="folder with a folder, timesheet or document for each cut, or a file with their paths, one a line",
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for results and index.html; what is done there stays"
    )
    parser.add_argument("--cut", nargs="+", metavar="NAME", help="color these alone, and write no index.html")
    parser.add_argument("--report", action="store_true", help="color nothing, and write index.html again")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--processes",
        type=at_least_zero,
        help="that color at once; 0: this one alone (as many as there are cores and memory for)",
    )
    where.add_argument(
        "--ray", metavar="ADDRESS", help="of a cluster of Ray that colors, or auto: the one that is found"
    )
    parser.add_argument(
        "--openjd",
        action="store_true",
        help="color nothing, and print the job as an Open Job Description template",
    )
    add_options(parser)


def batch(arguments: argparse.Namespace) -> None:
    from ..batch.listing import chosen, find_cuts  # noqa: PLC0415
    from ..batch.night import color_cuts, records_of  # noqa: PLC0415
    from ..batch.page import write_page  # noqa: PLC0415
    from ..batch.records import NightFolder  # noqa: PLC0415
    from ..learning.kept import of_character  # noqa: PLC0415
    from ..pipeline.request import check_options  # noqa: PLC0415
    from ..registry import METHODS  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    options = options_of(arguments)
    check_options(options, METHODS)
    cuts = find_cuts(arguments.cuts, arguments.out)
    folder = NightFolder.at(arguments.out, *(cut.path for cut in cuts))
    if arguments.cut is not None:
        cuts = chosen(cuts, arguments.cut)
    if arguments.openjd:
        from ..batch.openjd import template  # noqa: PLC0415

        say(template(cuts, arguments.cuts, arguments.out, words_of(options)))
        return
    if arguments.report:
        records = records_of(cuts, folder)
    else:
        if options.character:
            of_character(options.character)  # raises where the name is mistyped: nothing is kept of it
        records = follow(color_cuts(cuts, options, folder, _runner(arguments)), lambda _: None)
    if arguments.cut is None:
        write_page(folder, records)
    _tell(arguments.out, records)


def _runner(arguments: argparse.Namespace) -> Runner:
    """What runs the tasks."""
    from ..batch import cluster, local  # noqa: PLC0415

    if arguments.ray is not None:
        return partial(cluster.run, address=arguments.ray)
    return partial(local.run, processes=arguments.processes)


def _tell(out: Path, records: Sequence[Record]) -> None:
    """Say what became of all cuts. Raises InputError where some failed."""
    from .console import say  # noqa: PLC0415

    failed = [record for record in records if record.failed]
    for record in failed:
        say(f"{record.name}: {record.failed}")
    say(f"{out}: {len(records) - len(failed)} cuts, {sum(record.open for record in records)} open questions")
    if failed:
        raise InputError(f"{len(failed)} of {len(records)} cuts failed, see above.")
