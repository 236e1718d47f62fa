"""`shiage train lavc`, `attention` and `lines`: their arguments, and what they call."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from .arguments import add_fit, add_shots, add_workers, at_least_one, working_size

STEPS, SIZE = 20_000, 128
LINES_STEPS, LINES_RATE = 5_000, 1e-3
PRESETS = ("small", "medium", "paper")
PRESET_HELP = "sizes of the network: small for two cores, medium for a GPU, paper the paper's (%(default)s)"


def add_lavc(chosen: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `shiage train lavc`."""
    help_ = "The network for line art video with a few references, on many shots of many characters (--method lavc)."
    lavc = chosen.add_parser("lavc", help=help_, description=help_)
    add_shots(lavc, "folders of shots with line/ and label/")
    whose = lavc.add_mutually_exclusive_group(required=True)
    whose.add_argument("--out", type=Path, metavar="FILE", help="the weights, a safetensors file")
    whose.add_argument(
        "--character",
        metavar="NAME",
        help="go on from what is known, on shots of this character; its weights go by that name",
    )
    _add_network(
        lavc, "sim, emb, line, distance, perceptual, latent, style, temporal, adversarial, match", "4"
    )
    lavc.add_argument(
        "--spectral",
        choices=("coders", "all", "none"),
        default="coders",
        help="where spectral norm is: on encoders and decoder, on all convolutions, on none (%(default)s)",
    )
    lavc.add_argument(
        "--match-steps",
        type=at_least_one,
        help="of the match alone, in the small preset (as many as --steps; with --character none)",
    )
    lavc.add_argument(
        "--temporal-steps", type=at_least_one, help="of the temporal network (a quarter of --steps)"
    )
    add_fit(lavc, STEPS, None)
    add_workers(lavc)
    lavc.set_defaults(train=_train_lavc)


def add_attention(chosen: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `shiage train attention`."""
    help_ = "The attention-aware network, on many shots of many characters (--method attention)."
    attention = chosen.add_parser("attention", help=help_, description=help_)
    add_shots(attention, "folders of shots with line/ and label/")
    attention.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    _add_network(attention, "ca, sga, perceptual, style, adversarial", "4; in paper 16")
    add_fit(attention, STEPS, None)
    add_workers(attention)
    attention.set_defaults(train=_train_attention)


def add_lines(chosen: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `shiage train lines`."""
    help_ = "The network that finds the line art of colored frames, on many generated shots (shiage lines)."
    lines = chosen.add_parser("lines", help=help_, description=help_)
    add_shots(lines, "folders of shots with line/ and label/")
    lines.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    add_fit(lines, LINES_STEPS, LINES_RATE)
    lines.set_defaults(train=_train_lines)


def _add_network(parser: argparse.ArgumentParser, parts: str, batch: str) -> None:
    """What both networks are told: sizes, what is left out, and what their pictures are compared by."""
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        default=PRESETS[0],
        help=PRESET_HELP,
    )
    parser.add_argument(
        "--size",
        type=working_size,
        default=SIZE,
        help="longer side of a frame as the network sees it, in pixels (%(default)s)",
    )
    parser.add_argument("--batch", type=at_least_one, help=f"examples in a step ({batch})")
    parser.add_argument("--without", nargs="+", default=(), metavar="PART", help=f"left out: {parts}")
    parser.add_argument(
        "--features",
        default="stlpips",
        help="network behind perceptual and style loss: stlpips (of the extra `train`), random, or a file with a "
        "torchvision VGG (%(default)s)",
    )


def _train_lavc(arguments: argparse.Namespace) -> None:
    from ..methods.lavc import presets  # noqa: PLC0415
    from ..methods.lavc.train import train_character, train_lavc  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    preset, without = arguments.preset, frozenset(arguments.without)
    schedule = presets.schedule(
        preset,
        arguments.steps,
        match=0 if arguments.character is not None else arguments.match_steps,
        temporal=arguments.temporal_steps,
        rate=arguments.rate,
        seed=arguments.seed,
        without=without,
        spectral=arguments.spectral,
    )
    lessons = partial(presets.lesson_params, preset, without=without, batch=arguments.batch)
    how = {"features": arguments.features, "device": arguments.device, "workers": arguments.workers}
    if arguments.character is not None:
        work = train_character(arguments.shots, arguments.character, schedule, lessons, **how)
    else:
        sizes = presets.network_params(preset, without)
        work = train_lavc(arguments.shots, arguments.out, schedule, sizes, lessons(arguments.size), **how)
    done = follow(work, lambda _: None)
    say(f"{arguments.out or arguments.character}: {done.steps} steps, loss {done.loss:.4f}")


def _train_attention(arguments: argparse.Namespace) -> None:
    from ..methods.attention import presets  # noqa: PLC0415
    from ..methods.attention.train import train_attention  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    preset, without = arguments.preset, frozenset(arguments.without)
    work = train_attention(
        arguments.shots,
        arguments.out,
        presets.fit_params(preset, arguments.steps, arguments.rate, arguments.seed),
        presets.network_params(preset, without),
        presets.lesson_params(preset, arguments.size, without=without, batch=arguments.batch),
        features=arguments.features,
        device=arguments.device,
        workers=arguments.workers,
    )
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")


def _train_lines(arguments: argparse.Namespace) -> None:
    from ..extraction.train import train_lines  # noqa: PLC0415
    from ..learning.fit import FitParams  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    params = FitParams(arguments.steps, seed=arguments.seed, rate=arguments.rate)
    work = train_lines(arguments.shots, arguments.out, params, device=arguments.device)
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")
