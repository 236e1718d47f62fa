"""The commands that learn: their arguments, and what they call."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import pictures
from .arguments import add_fit, add_shots, add_workers, at_least_one, working_size

MATCHER_STEPS, UNET_STEPS, HINTED_STEPS = 10_000, 2_000, 20_000
HARDLY_KNOWN = 1.0  # loss; after 1150 steps on eleven shots of a character it was 0.45
MATCHER_RATE, UNET_RATE, HINTED_RATE = 1e-3, 2e-3, 2e-4
HINTED_SIZE = 128  # pixels


def add_train(parser: argparse.ArgumentParser) -> None:
    """The arguments of `shiage train`."""
    chosen = parser.add_subparsers(dest="what", required=True, metavar="NETWORK")
    help_ = "The network that Shiage ships, on many shots of many characters."
    matcher = chosen.add_parser("matcher", help=help_, description=help_)
    add_shots(matcher, "folders of shots with line/ and label/")
    matcher.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    matcher.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with (none)")
    matcher.add_argument(
        "--as-sheets",
        action="store_true",
        help="the given frames are model sheets: for shots of one character in several motions",
    )
    add_fit(matcher, MATCHER_STEPS, MATCHER_RATE)
    matcher.set_defaults(train=_train_matcher)
    help_ = "One character, on its finished shots; new ones then need no reference (--method unet)."
    unet = chosen.add_parser("unet", help=help_, description=help_)
    add_shots(unet, "shots with line/ and color/, or folders of such")
    unet.add_argument(
        "--character", required=True, metavar="NAME", help="whose shots they are; its weights go by that name"
    )
    unet.add_argument(
        "--size",
        type=at_least_one,
        default=640,
        help="longer side of a frame as the network sees it, in pixels (%(default)s)",
    )
    add_fit(unet, UNET_STEPS, UNET_RATE)
    unet.set_defaults(train=_train_unet)
    _add_hinted(chosen)
    pictures.add_lavc(chosen)
    pictures.add_attention(chosen)
    pictures.add_lines(chosen)


def train(arguments: argparse.Namespace) -> None:
    """Run `shiage train`; goes on from the checkpoint beside the weights where there is one."""
    arguments.train(arguments)


def _add_hinted(chosen: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    help_ = "The hint-guided network, on many shots of many characters (--method hinted)."
    hinted = chosen.add_parser("hinted", help=help_, description=help_)
    add_shots(hinted, "folders of shots with line/ and label/")
    hinted.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    hinted.add_argument(
        "--preset",
        choices=pictures.PRESETS,
        default=pictures.PRESETS[0],
        help=pictures.PRESET_HELP,
    )
    hinted.add_argument(
        "--size",
        type=working_size,
        default=HINTED_SIZE,
        help="longer side of a frame as the network sees it, in pixels (%(default)s)",
    )
    hinted.add_argument("--batch", type=at_least_one, help="examples in a step (4)")
    hinted.add_argument(
        "--without", nargs="+", default=(), metavar="PART", help="left out: hints, time, content, style"
    )
    hinted.add_argument(
        "--unrolled",
        type=int,
        choices=range(9),
        default=3,
        help="frames colored before the one that is learned from, at most (%(default)s; 0: never its own answer)",
    )
    hinted.add_argument(
        "--previous",
        choices=("raw", "snapped"),
        help="how its own answer is fed back (snapped to the palette in small, raw in paper)",
    )
    hinted.add_argument("--gray", action="store_true", help="learn from gray-scale pictures, not from lines")
    hinted.add_argument(
        "--features",
        default="stlpips",
        help="network behind content and style loss: stlpips (of the extra `train`), random, or a file with a "
        "torchvision VGG (%(default)s)",
    )
    add_fit(hinted, HINTED_STEPS, HINTED_RATE)
    add_workers(hinted)
    hinted.set_defaults(train=_train_hinted)


def _train_matcher(arguments: argparse.Namespace) -> None:
    from ..learning.fit import FitParams  # noqa: PLC0415
    from ..methods.matcher.lesson import LessonParams  # noqa: PLC0415
    from ..methods.matcher.train import train_matcher  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    params = FitParams(arguments.steps, seed=arguments.seed, rate=arguments.rate)
    work = train_matcher(
        arguments.shots,
        arguments.out,
        params,
        lessons=LessonParams(as_sheets=arguments.as_sheets),
        start=arguments.start,
        device=arguments.device,
    )
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")


def _train_unet(arguments: argparse.Namespace) -> None:
    from ..methods.unet.train import fit_params, train_unet  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    params = fit_params(arguments.steps, arguments.rate, arguments.seed)
    work = train_unet(
        arguments.shots, arguments.character, params, size=arguments.size, device=arguments.device
    )
    done = follow(work, lambda _: None)
    say(f"{arguments.character}: {done.steps} steps now, {arguments.steps} in all, loss {done.loss:.4f}")
    if done.loss > HARDLY_KNOWN:
        say("So few steps teach hardly anything: run this again with more --steps, it goes on from here.")


def _train_hinted(arguments: argparse.Namespace) -> None:
    from ..methods.hinted.presets import lesson_params, network_params  # noqa: PLC0415
    from ..methods.hinted.train import train_hinted  # noqa: PLC0415
    from ..methods.pictures.training import fit_params  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    lessons = lesson_params(
        arguments.preset,
        arguments.size,
        without=frozenset(arguments.without),
        unrolled=arguments.unrolled,
        is_gray=arguments.gray,
        is_snapped=None if arguments.previous is None else arguments.previous == "snapped",
        batch=arguments.batch,
    )
    work = train_hinted(
        arguments.shots,
        arguments.out,
        fit_params(arguments.steps, arguments.rate, arguments.seed),
        network_params(arguments.preset),
        lessons=lessons,
        features=arguments.features,
        device=arguments.device,
        workers=arguments.workers,
    )
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")


def add_weights(parser: argparse.ArgumentParser) -> None:
    """The arguments of `shiage weights`."""
    chosen = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    chosen.add_parser("list", help="All that is kept.").set_defaults(weights=_list_weights)
    for name, help_, run in (
        ("show", "What is kept of a character, and what it was learned from.", _show_weights),
        ("remove", "Delete what is kept of a character, drawings included.", _remove_weights),
    ):
        of_one = chosen.add_parser(name, help=help_, description=help_)
        of_one.add_argument("character", metavar="NAME")
        of_one.add_argument("--method", help="only what this one keeps (all)")
        of_one.set_defaults(weights=run)


def weights(arguments: argparse.Namespace) -> None:
    """Run `shiage weights`."""
    arguments.weights(arguments)


def _list_weights(arguments: argparse.Namespace) -> None:
    from ..learning.kept import all_kept  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    for one in all_kept():
        say(
            f"{one.character}  {one.method}  {len(one.palette) - 1} colors  {one.steps} steps  "
            f"{one.size / 2**20:.1f} MiB  {one.when}"
        )


def _show_weights(arguments: argparse.Namespace) -> None:
    from ..learning.kept import of_character  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    for one in of_character(arguments.character, arguments.method):
        say(f"{one.character}, {one.method}")
        say(f"  colors   {' '.join('#' + bytes(color).hex() for color in one.palette[1:])}")
        say(f"  learned  {len(one.shots)}: {', '.join(one.shots)}")
        say(f"  steps    {one.steps}, the last {one.when}, by version {one.version}")
        say(f"  size     {one.size} bytes")


def _remove_weights(arguments: argparse.Namespace) -> None:
    from ..learning.kept import remove  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    gone = remove(arguments.character, arguments.method)
    say(f"{arguments.character}: {', '.join(gone)} removed")
