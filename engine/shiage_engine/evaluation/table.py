"""Figures as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from math import isnan

from .evaluate import ShotFigures
from .metrics import Figures

COLUMNS = ("region", "all", "pixel", "figure", "backgr.", "painted", "right")
WIDTH = 28


def header() -> str:
    """The heads of the columns of `line`."""
    return " ".join([f"{'shot':{WIDTH}}", *(f"{name:>7}" for name in COLUMNS), f"{'s/frame':>8}"])


def line(name: str, figures: Figures, seconds: float) -> str:
    """One row: the figures in the order of `Figures`, and the seconds a frame."""
    return " ".join([f"{name:{WIDTH}}", *(f"{value:7.4f}" for value in astuple(figures)), f"{seconds:8.2f}"])


def as_json(shots: Sequence[ShotFigures], mean: Figures) -> str:
    """All figures, for other programs; null where there was nothing to count."""
    of_shots = [asdict(shot) | {"figures": _counted(shot.figures)} for shot in shots]
    return json.dumps({"shots": of_shots, "mean": _counted(mean)}, indent=1, allow_nan=False) + "\n"


def _counted(figures: Figures) -> dict[str, float | None]:
    return {name: None if isnan(value) else value for name, value in asdict(figures).items()}
