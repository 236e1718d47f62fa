"""Many shots, one after the other or in several processes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from shiage_engine.errors import InputError
from shiage_engine.files.saving import owned, sweep
from shiage_engine.progress import Progress

from .shot import Shot
from .write import shot_folder, write_shot

# Least and most of each. Below 64 pixels hardly a region is left between the lines.
LIMITS = {
    "shots": (1, 10**6),
    "first": (0, 10**9),
    "size": (64, 4096),
    "frames": (1, 1000),
    "processes": (1, 256),
}


def generate(
    out: Path, shots: int, *, first: int = 0, size: int = 640, frames: int = 10, processes: int = 1
) -> Generator[Progress, None, int]:
    """Write the shots of seeds `first` .. `first + shots - 1` into `out`; returns how many were new.

    Shots that are there already are left as they are. `size` is the edge of a frame in pixels. Raises
    InputError where these make no sense.
    """
    _check(shots=shots, first=first, size=size, frames=frames, processes=processes)
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: choose a folder for the shots.")
    out.mkdir(parents=True, exist_ok=True)
    with owned(out) as is_sure:
        if is_sure:
            sweep(out)
        return (yield from _draw(out, shots, first, partial(draw_shot, out, size, frames), processes))


def _draw(
    out: Path, shots: int, first: int, draw: Callable[[int], None], processes: int
) -> Generator[Progress, None, int]:
    seeds = [seed for seed in range(first, first + shots) if not shot_folder(out, seed).exists()]
    yield Progress(1 - len(seeds) / shots, f"Drawing {len(seeds)} shots")
    if processes == 1:
        for done, seed in enumerate(seeds, 1):
            draw(seed)
            yield Progress(1 - (len(seeds) - done) / shots, f"Drawing {len(seeds)} shots")
        return len(seeds)
    with ProcessPoolExecutor(processes) as pool:
        try:
            for done, _ in enumerate(pool.map(draw, seeds), 1):
                yield Progress(1 - (len(seeds) - done) / shots, f"Drawing {len(seeds)} shots")
        except BrokenProcessPool as error:
            raise InputError("A process that drew ended: was there enough memory for so many?") from error
    return len(seeds)


def draw_shot(out: Path, size: int, frames: int, seed: int) -> None:
    """Draw and write one shot."""
    write_shot(out, Shot(seed, size, frames))


def _check(**values: int) -> None:
    for name, value in values.items():
        least, most = LIMITS[name]
        if not least <= value <= most:
            raise InputError(f"--{name} is {value}: choose a whole number from {least} to {most}.")
