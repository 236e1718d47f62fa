"""Openings: how much is lost when the lines of a set have openings."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..progress import Progress, scaled
from .evaluate import Settings, ShotResult, evaluate
from .metrics import Regions


def openings(
    folder: Path, widths: Sequence[int], settings: Settings, processes: int = 1
) -> Generator[Progress, None, list[tuple[int, list[ShotResult]]]]:
    """The shots of a set with lines as they are, 0, and with openings of each of the `widths`, in pixels."""
    found = []
    for number, opening in enumerate((0, *widths)):
        start, end = (step / (len(widths) + 1) for step in (number, number + 1))
        work = evaluate(folder, replace(settings, opening=opening), processes)
        found.append((opening, (yield from scaled(work, start, end))))
    return found


def table(found: Sequence[tuple[int, list[ShotResult]]]) -> list[str]:
    """The lines of a table: means over the shots by the width of the openings."""
    rows = ["opening  regions right  lost  painted  painted and wrong  (in %, of regions over 10 px)"]
    closed = 0.0
    for opening, shots in found:
        right, painted, wrong = (float(np.mean([_shares(shot)[i] for shot in shots])) for i in range(3))
        closed = right if opening == 0 else closed
        numbers = zip((right, closed - right, painted, wrong), (14, 5, 8, 18), strict=True)
        rows.append(f"{opening:4d} px " + " ".join(f"{100 * number:{room}.1f}" for number, room in numbers))
    return rows


def _shares(shot: ShotResult) -> tuple[float, float, float]:
    """Of a shot's regions over 10 pixels, those right, those painted, and those both painted and wrong."""
    frames = [frame.judged for frame in shot.frames if isinstance(frame.judged, Regions)]
    right, kept = (
        np.concatenate([values[one.large] for one, values in zip(frames, of, strict=True)])
        for of in ([one.right for one in frames], [~one.withdrawn for one in frames])
    )
    return float(right.mean()), float(kept.mean()), float((kept & ~right).mean())
