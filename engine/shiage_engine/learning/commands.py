"""The commands that learn: their arguments, and what they call."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..arguments import at_least_one

STEPS = 10_000


def add_train(parser: argparse.ArgumentParser) -> None:
    """The arguments of `shiage train`."""
    parser.add_argument("what", choices=["matcher"], help="the network: matcher")
    parser.add_argument(
        "--shots",
        type=Path,
        required=True,
        nargs="+",
        metavar="DIR",
        help="folders of shots with line/ and label/",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the weights, a safetensors file"
    )
    parser.add_argument("--steps", type=at_least_one, default=STEPS, help="in all (%(default)s)")
    parser.add_argument("--seed", type=_seed, default=0, help="(%(default)s)")
    parser.add_argument("--rate", type=_rate, default=1e-3, help="of learning, at its highest (%(default)s)")
    parser.add_argument(
        "--device", default="auto", help="cpu, cuda or auto: a GPU where there is one (%(default)s)"
    )


def train(arguments: argparse.Namespace) -> None:
    """Run `shiage train`; goes on from the checkpoint beside the weights where there is one."""
    from ..console import follow, say  # noqa: PLC0415
    from .fit import FitParams  # noqa: PLC0415
    from .train_matcher import train_matcher  # noqa: PLC0415

    params = FitParams(arguments.steps, seed=arguments.seed, rate=arguments.rate)
    work = train_matcher(arguments.shots, arguments.out, params, device=arguments.device)
    done = follow(work, lambda _: None)
    say(f"{arguments.out}: {done.steps} steps, loss {done.loss:.4f}")


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 0, not {text}")
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 1:
        raise argparse.ArgumentTypeError(f"must be above 0 and at most 1, not {text}")
    return rate
