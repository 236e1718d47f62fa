"""What the arguments of several commands must be."""

from __future__ import annotations

import argparse
from pathlib import Path


def at_least_one(text: str) -> int:
    """A whole number of at least 1; raises argparse's error, which names the argument."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, not {text}")
    return int(text)


def counts(text: str) -> list[int]:
    """Whole numbers of at least 1, as 1,3,10; raises argparse's error."""
    return [at_least_one(part) for part in text.split(",")]


def add_shots(parser: argparse.ArgumentParser, help_: str) -> None:
    """The shots to learn from."""
    parser.add_argument("--shots", type=Path, required=True, nargs="+", metavar="DIR", help=help_)


def add_fit(parser: argparse.ArgumentParser, steps: int, rate: float | None) -> None:
    """How long and how fast to learn; None as the rate: as the preset says."""
    shown = "(as the preset says)" if rate is None else "(%(default)s)"
    parser.add_argument("--steps", type=at_least_one, default=steps, help="in all (%(default)s)")
    parser.add_argument("--seed", type=at_least_zero, default=0, help="(%(default)s)")
    parser.add_argument(
        "--rate", type=learning_rate, default=rate, help=f"of learning, at its highest {shown}"
    )
    parser.add_argument(
        "--device", default="auto", help="cpu, cuda or auto: a GPU where there is one (%(default)s)"
    )


def add_workers(parser: argparse.ArgumentParser) -> None:
    """How many processes draw examples."""
    parser.add_argument(
        "--workers",
        type=at_least_zero,
        default=0,
        help="processes that draw examples ahead; a GPU needs all cores for that (%(default)s)",
    )


def at_least_zero(text: str) -> int:
    """A whole number of at least 0; raises argparse's error."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 0, not {text}")
    return int(text)


def working_size(text: str) -> int:
    """Pixels of a side as networks of pictures see it; raises argparse's error."""
    if not text.isdecimal() or int(text) < 32 or int(text) % 32:
        raise argparse.ArgumentTypeError(f"must be a multiple of 32, not {text}")
    return int(text)


def learning_rate(text: str) -> float:
    """A number above 0, at most 1; raises argparse's error."""
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 1:
        raise argparse.ArgumentTypeError(f"must be above 0 and at most 1, not {text}")
    return rate
