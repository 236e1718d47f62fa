"""What the arguments of several commands must be."""

from __future__ import annotations

import argparse


def at_least_one(text: str) -> int:
    """A whole number of at least 1; raises argparse's error, which names the argument."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, not {text}")
    return int(text)


def counts(text: str) -> list[int]:
    """Whole numbers of at least 1, as 1,3,10; raises argparse's error."""
    return [at_least_one(part) for part in text.split(",")]
