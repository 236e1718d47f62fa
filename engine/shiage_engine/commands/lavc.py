"""`shiage train lavc`: its arguments, and what it calls."""

from __future__ import annotations

import argparse
from pathlib import Path

from .arguments import add_fit, add_shots, at_least_one, working_size

STEPS, SIZE = 20_000, 128
PRESETS = ("small", "paper")


def add_train(chosen: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    help_ = "The network for line art video with a few references, on many shots of many characters (--method lavc)."
    lavc = chosen.add_parser("lavc", help=help_, description=help_)
    add_shots(lavc, "folders of shots with line/ and label/")
    lavc.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    lavc.add_argument(
        "--preset",
        choices=PRESETS,
        default=PRESETS[0],
        help="sizes of the network: paper is the paper's (%(default)s)",
    )
    lavc.add_argument(
        "--size",
        type=working_size,
        default=SIZE,
        help="longer side of a frame as the network sees it, in pixels (%(default)s)",
    )
    lavc.add_argument("--batch", type=at_least_one, help="examples in a step (4)")
    lavc.add_argument(
        "--without",
        nargs="+",
        default=(),
        metavar="PART",
        help="left out: sim, emb, line, distance, perceptual, latent, style, temporal, adversarial, match",
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
        help="of the match alone, in the small preset (as many as --steps)",
    )
    lavc.add_argument(
        "--temporal-steps", type=at_least_one, help="of the temporal network (a quarter of --steps)"
    )
    lavc.add_argument(
        "--features",
        default="stlpips",
        help="network behind perceptual and style loss: stlpips (of the extra `train`), random, or a file with a "
        "torchvision VGG (%(default)s)",
    )
    add_fit(lavc, STEPS, None)
    lavc.set_defaults(train=_train)


def _train(arguments: argparse.Namespace) -> None:
    from ..methods.lavc.presets import lesson_params, network_params, schedule  # noqa: PLC0415
    from ..methods.lavc.train import train_lavc  # noqa: PLC0415
    from .console import follow, say  # noqa: PLC0415

    without = frozenset(arguments.without)
    work = train_lavc(
        arguments.shots,
        arguments.out,
        schedule(
            arguments.preset,
            arguments.steps,
            match=arguments.match_steps,
            temporal=arguments.temporal_steps,
            rate=arguments.rate,
            seed=arguments.seed,
            without=without,
            spectral=arguments.spectral,
        ),
        network_params(arguments.preset, without),
        lesson_params(arguments.preset, arguments.size, without=without, batch=arguments.batch),
        features=arguments.features,
        device=arguments.device,
    )
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")
