"""The commands that evaluate: their arguments, and what they run. Modules are imported when a command runs."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..protocol.options import Options
from .arguments import counts

if TYPE_CHECKING:
    from ..evaluation.evaluate import Settings

DEFAULTS = Options()
MODES = {  # what is counted instead of the usual figures, and what may be said of it besides what all take
    "corrections": (),
    "painter": ("json", "curves"),
    "openings": ("paper", "hints", "sheet"),
}
REFERENCES = "none, first, middle, first-last, first-middle-last, every-K or even-K (K in all)"


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("set", type=Path, metavar="SET", help="folder of shots with line, color and label")
    parser.add_argument("--references", default="first-last", help=f"{REFERENCES} (%(default)s)")
    parser.add_argument(
        "--method", default=DEFAULTS.method, help="a method of colorize, or a baseline (%(default)s)"
    )
    parser.add_argument(
        "--target-accuracy", type=float, default=DEFAULTS.target_accuracy, help="(%(default)s)"
    )
    parser.add_argument("--rule", default=DEFAULTS.rule, help="of withdrawal, as for colorize (%(default)s)")
    add_character(parser)
    parser.add_argument(
        "--lines",
        default="line",
        choices=("line", "ink"),
        help="what is colored: closed lines, or raw ink (%(default)s)",
    )
    parser.add_argument(
        "--paper", type=int, help="least darkest channel of a region's pixels (250 drawn, 128 rendered)"
    )
    add_hints(parser)
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument(
        "--curves", type=Path, metavar="FILE", help="picture (SVG) of accuracy by confidence and by threshold"
    )
    add_modes(parser)
    add_model_sheets(parser)
    parser.add_argument("--sheet", type=Path, metavar="DIR", help="folder for a contact sheet of each shot")
    add_perceptual(parser)
    add_processes(parser)


def add_modes(parser: argparse.ArgumentParser) -> None:
    """What is counted instead of the usual figures, see MODES."""
    parser.add_argument(
        "--corrections",
        type=counts,
        metavar="COUNTS",
        help="count instead what right labels, as 1,3,10 in each of two frames, do to all other regions",
    )
    parser.add_argument(
        "--painter",
        action="store_true",
        help="count instead what a painter has to do until all is right, and how much is right on the way",
    )
    parser.add_argument(
        "--openings",
        type=counts,
        metavar="WIDTHS",
        help="compare instead with the same lines with openings, as 4,8,16 pixels wide, in every outline",
    )


def add_model_sheets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model-sheets",
        type=int,
        default=0,
        metavar="COUNT",
        help="give so many model sheets as well: frames of other shots of the same character (none)",
    )
    parser.add_argument(
        "--sheets-from",
        default="",
        metavar="SHOT",
        help="the shot of the set whose frames are the model sheets",
    )


def add_character(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--character",
        default="",
        metavar="NAME",
        help="who is drawn, for methods that have learned characters",
    )


def add_hints(parser: argparse.ArgumentParser, more: str = "") -> None:
    parser.add_argument(
        "--hints",
        default="0",
        help="drawn from the truth on each frame to color, and not judged: dabs in so many random regions, as 3, or "
        f"a share of all patches of 1/64 of its side, as 1%%{more} (none)",
    )
    parser.add_argument(
        "--untold",
        action="store_true",
        help="do not tell the method these hints: how it is without, judged on the same regions",
    )


def is_told(arguments: argparse.Namespace) -> bool:
    """Whether the method is told the hints. Raises InputError where there are none that it might not be told."""
    if arguments.untold and arguments.hints == "0":
        raise InputError("--untold says nothing without --hints: leave it out, or say which hints.")
    return not arguments.untold


def add_perceptual(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--perceptual",
        action="store_true",
        help="also ST-LPIPS, and a Frechet distance of VGG features; needs the extra `train`, and a second a frame",
    )


def add_processes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--processes", type=int, default=1, help="shots colored at a time (%(default)s; 0: in this process)"
    )


def evaluate(arguments: argparse.Namespace) -> None:
    from ..evaluation.evaluate import evaluate as run  # noqa: PLC0415
    from ..evaluation.summary import as_json, ranking_of  # noqa: PLC0415
    from ..evaluation.tables import report  # noqa: PLC0415
    from ..files.saving import check_place  # noqa: PLC0415
    from ..files.seals import COMMENT, is_sealed, write_sealed  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    _check_mode(arguments)
    if arguments.curves:
        _check_installed("--curves", "matplotlib")
    for file in (arguments.json, arguments.curves):
        if file and not file.resolve().parent.is_dir():
            raise InputError(f"{file} cannot be written: name a file in a folder that is there.")
        if file:
            check_place(file, is_sealed)
    settings = _settings(arguments)
    if arguments.corrections:
        _corrections(arguments, settings)
        return
    if arguments.painter:
        _painter(arguments, settings)
        return
    if arguments.openings:
        _openings(arguments, settings)
        return
    shots = follow(run(arguments.set, settings, checked_processes(arguments)), say)
    for line in report(shots):
        say(line)
    if arguments.json:
        write_sealed(arguments.json, as_json(shots, settings))
    if arguments.curves:
        from ..evaluation import plots  # noqa: PLC0415

        write_sealed(arguments.curves, plots.confidence(ranking_of(shots)) + COMMENT)


def _settings(arguments: argparse.Namespace) -> Settings:
    """How shots are colored and judged."""
    from ..evaluation.evaluate import Settings  # noqa: PLC0415
    from ..evaluation.hints import Hints  # noqa: PLC0415

    return Settings(
        references=arguments.references,
        options=Options(
            method=arguments.method,
            target_accuracy=arguments.target_accuracy,
            rule=arguments.rule,
            character=arguments.character,
        ),
        paper=arguments.paper,
        lines=arguments.lines,
        hints=Hints.read(arguments.hints),
        contact_sheets=arguments.sheet,
        is_told=is_told(arguments),
        is_perceptual=arguments.perceptual,
        model_sheets=arguments.model_sheets,
        sheets_from=arguments.sheets_from,
    )


def _check_mode(arguments: argparse.Namespace) -> None:
    """Raise InputError for what would be passed over by what is counted instead of the usual figures."""
    modes = [mode for mode in MODES if getattr(arguments, mode)]
    if len(modes) > 1:
        raise InputError(f"--{modes[0]} and --{modes[1]} count different things: choose one.")
    usual: dict[str, object] = {"lines": "line", "paper": None, "hints": "0", "json": None, "curves": None}
    usual |= {"sheet": None, "perceptual": False, "untold": False}
    for name, default in usual.items() if modes else ():
        if name not in MODES[modes[0]] and getattr(arguments, name) != default:
            raise InputError(f"--{name} says nothing to --{modes[0]}: leave it out.")


def _openings(arguments: argparse.Namespace, settings: Settings) -> None:
    from ..evaluation.openings import openings, table  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    work = openings(arguments.set, arguments.openings, settings, checked_processes(arguments))
    for line in table(follow(work, say)):
        say(line)


def _corrections(arguments: argparse.Namespace, settings: Settings) -> None:
    from ..evaluation.corrections import corrections, table  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    work = corrections(
        arguments.set,
        arguments.corrections,
        settings.options,
        settings.references,
        checked_processes(arguments),
    )
    for line in table(follow(work, say)):
        say(line)


def _painter(arguments: argparse.Namespace, settings: Settings) -> None:
    from ..evaluation import painter  # noqa: PLC0415
    from ..files.seals import COMMENT, write_sealed  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    work = painter.painter(arguments.set, settings.options, settings.references, checked_processes(arguments))
    works = follow(work, say)
    for line in painter.table(works):
        say(line)
    if arguments.json:
        write_sealed(arguments.json, painter.as_json(works))
    if arguments.curves:
        from ..evaluation import plots  # noqa: PLC0415

        write_sealed(arguments.curves, plots.work({settings.options.method: works}) + COMMENT)


def add_benchmark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="folder for the page and tables; results in it are used again"
    )
    parser.add_argument(
        "--sets", type=Path, nargs="+", required=True, metavar="SET", help="folders of shots, as for evaluate"
    )
    parser.add_argument("--references", default="first,first-last", help=f"of {REFERENCES} (%(default)s)")
    parser.add_argument("--methods", help="names, as few-shot,flow (all, and the baselines)")
    parser.add_argument("--lines", default="line", help="line, ink or line,ink (%(default)s)")
    parser.add_argument("--shots", nargs="+", default=(), metavar="NAME", help="of the sets (all)")
    add_hints(parser, "; several, as 0,1,3, are compared one after the other")
    add_perceptual(parser)
    parser.add_argument(
        "--painter",
        action="store_true",
        help="also what a painter has to do with each method until all is right, on closed lines without hints",
    )
    parser.add_argument("--no-page", action="store_true", help="write the Markdown tables alone")
    parser.add_argument(
        "--speed",
        type=Path,
        metavar="PYTHON",
        help="compare instead how fast this engine and the one of another Python are, shot by shot in turn",
    )
    add_character(parser)
    add_processes(parser)


def benchmark(arguments: argparse.Namespace) -> None:
    from ..evaluation import work  # noqa: PLC0415
    from ..evaluation.benchmark import Plan  # noqa: PLC0415
    from ..evaluation.benchmark import benchmark as run  # noqa: PLC0415
    from ..evaluation.cache import engine_digest  # noqa: PLC0415
    from ..evaluation.tables import markdown  # noqa: PLC0415
    from ..files.saving import check_place  # noqa: PLC0415
    from ..files.seals import COMMENT, is_sealed, write_sealed  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    if arguments.speed:
        _speed(arguments)
        return
    if arguments.painter and (arguments.hints != "0" or "line" not in arguments.lines.split(",")):
        raise InputError("--painter is for closed lines without hints: leave out --hints, and --lines ink.")
    if not arguments.no_page:
        _check_installed("The page", "matplotlib", instead=", or give --no-page for the tables alone")
    table_file, page_file = arguments.out / "table.md", arguments.out / "index.html"
    for file in (table_file, *(() if arguments.no_page else (page_file,))):
        if arguments.out.is_dir():
            check_place(file, is_sealed)
    plan = Plan(
        sets=arguments.sets,
        references=arguments.references.split(","),
        lines=arguments.lines.split(","),
        methods=arguments.methods.split(",") if arguments.methods else (),
        shots=arguments.shots,
        character=arguments.character,
        hints=arguments.hints.split(","),
        is_told=is_told(arguments),
        is_perceptual=arguments.perceptual,
    )
    if arguments.painter:  # before the hours that coloring takes
        work.check_places(plan, arguments.out)
    runs = follow(run(plan, arguments.out, checked_processes(arguments)), say)
    works = {}
    if arguments.painter:
        works = follow(work.works(plan, arguments.out, checked_processes(arguments)), say)
    text = markdown(runs, works)
    say(text)
    write_sealed(table_file, text + COMMENT)
    if not arguments.no_page:
        from ..evaluation.page import page  # noqa: PLC0415

        write_sealed(page_file, page(runs, engine_digest(), works) + COMMENT)
    say(str(table_file if arguments.no_page else page_file))


def _speed(arguments: argparse.Namespace) -> None:
    from ..evaluation.speed import compare, table  # noqa: PLC0415
    from ..files.saving import check_place  # noqa: PLC0415
    from ..files.seals import COMMENT, is_sealed, write_sealed  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    if arguments.out.exists() and not arguments.out.is_dir():
        raise InputError(f"{arguments.out} is a file: choose a folder for the table.")
    written = arguments.out / "speed.md"
    if arguments.out.is_dir():
        check_place(written, is_sealed)
    work = compare(arguments.speed, arguments.sets, arguments.references.split(",")[-1], arguments.shots)
    text = table(follow(work, say))
    say(text)
    write_sealed(written, text + COMMENT)
    say(str(written))


def add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="SRC", help="a character or clip, or a folder of such")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the set, empty or new")
    parser.add_argument(
        "--clip", type=int, default=0, metavar="N", help="frames of a shot at most (all of a character's)"
    )


def import_paintbucket(arguments: argparse.Namespace) -> None:
    from ..evaluation.paintbucket_import import import_set  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    if arguments.clip < 0:
        raise InputError("The frames of a shot must be 0 (as many as there are) or more.")
    shots = follow(import_set(arguments.source, arguments.out, arguments.clip), say)
    say(f"{arguments.out}: {shots} shots")


def add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("set", type=Path, metavar="SET", help="folder of shots, as for evaluate")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the characters, empty or new")


def export_paintbucket(arguments: argparse.Namespace) -> None:
    from ..evaluation.paintbucket import export  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    shots = follow(export(arguments.set, arguments.out), say)
    say(f"{arguments.out}: {shots} shots")


def _check_installed(what: str, *modules: str, instead: str = "") -> None:
    """Raise InputError where one of `modules`, of the extra `report`, is missing; for use before the long work."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        command = f"{sys.executable} -m pip install {' '.join(missing)}"
        raise InputError(f"{what} needs {' and '.join(missing)}: run `{command}`{instead}.")


def checked_processes(arguments: argparse.Namespace) -> int:
    """How many shots to color at a time. Raises InputError where that is negative."""
    if arguments.processes < 0:
        raise InputError("The number of processes must be 0 (this one) or more.")
    return int(arguments.processes)
