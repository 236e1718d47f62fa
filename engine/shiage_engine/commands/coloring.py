"""The commands that color and learn a shot: `shiage colorize` and `shiage learn`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..protocol.options import Options

DEFAULTS = Options()


def add_colorize(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shot",
        type=Path,
        metavar="SHOT",
        help="folder with line/NNNN.png, color/NNNN.png and, if wanted, hint/NNNN.png with dabs of color, and model "
        "sheets: sheet/NAME.png with lines and paint, or sheet/line/NAME.png and sheet/color/NAME.png; "
        "or a timesheet, CUT.xdts, with folders of its cels beside it, or a document, CUT.kra or CUT.psd",
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the result, or a document, .kra or .psd"
    )
    parser.add_argument(
        "--references", help="frames to learn from, as 0000,0011, or none (all that have a color file)"
    )
    add_options(parser)


def add_options(parser: argparse.ArgumentParser) -> None:
    """How a shot is to be colored, see `options_of`."""
    parser.add_argument(
        "--method", default=DEFAULTS.method, help="how to color (%(default)s: the best for what is given)"
    )
    parser.add_argument(
        "--character",
        default=DEFAULTS.character,
        metavar="NAME",
        help="who is drawn; what was learned goes by that name",
    )
    parser.add_argument(
        "--target-accuracy",
        type=float,
        default=DEFAULTS.target_accuracy,
        help="of what is painted (%(default)s)",
    )
    parser.add_argument("--no-withdraw", action="store_true", help="paint uncertain regions too")
    parser.add_argument(
        "--rule",
        default=DEFAULTS.rule,
        help="of withdrawal: calibrated or share (%(default)s: what the method goes by)",
    )
    parser.add_argument(
        "--largest-gap",
        type=int,
        default=DEFAULTS.largest_gap,
        help="in lines, in pixels (%(default)s: what fits the size of the drawing; 0: none)",
    )


def options_of(arguments: argparse.Namespace) -> Options:
    """What `add_options` was told."""
    return Options(
        method=arguments.method,
        target_accuracy=arguments.target_accuracy,
        withdraw=not arguments.no_withdraw,
        rule=arguments.rule,
        largest_gap=arguments.largest_gap,
        character=arguments.character,
    )


def words_of(options: Options) -> list[str]:
    """The options as words of a command line: what `options_of` makes the same of."""
    words = ["--method", options.method, "--rule", options.rule, "--largest-gap", str(options.largest_gap)]
    words += ["--target-accuracy", str(options.target_accuracy)]
    words += [] if options.withdraw else ["--no-withdraw"]
    return words + ([f"--character={options.character}"] if options.character else [])


def colorize(arguments: argparse.Namespace) -> None:
    from ..cuts.coloring import color_cut  # noqa: PLC0415
    from ..cuts.opening import open_cut  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    references = None
    if arguments.references is not None:
        references = [] if arguments.references == "none" else arguments.references.split(",")
    cut = open_cut(arguments.shot, references)
    reports = follow(color_cut(cut, arguments.out, options_of(arguments)), lambda _: None)
    for cel in cut.shots.keys() - reports.keys():
        say(f"Cel {cel} was left out: paint one of its drawings first.")
    for cel, report in reports.items():
        names = cut.shots[cel].names
        for one in report.disagreements:
            frames, colors = ([names[time] for time in one.times], one.hex_colors)
            say(f"Frames {frames[0]} and {frames[1]} paint the same part {colors[0]} and {colors[1]}.")
    say(f"{arguments.out}: {sum(len(report.frames) for report in reports.values())} frames")


def add_learn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shots", type=Path, nargs="+", metavar="SHOT", help="folders with line/NNNN.png and color/NNNN.png"
    )
    parser.add_argument(
        "--character", required=True, metavar="NAME", help="whose shots they are; its weights go by that name"
    )
    parser.add_argument(
        "--method", default="patch", help="which method learns it, of those that keep weights (%(default)s)"
    )


def learn(arguments: argparse.Namespace) -> None:
    from .. import pipeline  # noqa: PLC0415
    from ..cuts.opening import open_cut  # noqa: PLC0415
    from ..registry import METHODS  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    options = Options(method=arguments.method, character=arguments.character)
    for path in arguments.shots:
        for shot in open_cut(path).shots.values():
            request = pipeline.Request(shot.lines, shot.colors, options)
            follow(pipeline.learn(request, METHODS), lambda _: None)
            say(f"{arguments.character}: {len(shot.colors)} drawings of {path}")
