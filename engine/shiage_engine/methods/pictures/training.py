"""What trainings of networks of pictures have in common: requests, shots, the fit, and what is noted of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from torch import nn

from ...errors import InputError
from ...files.saving import check_place, owned, sweep
from ...learning.fit import FitParams, Keep, Lesson, Opponent, Training, fit
from ...learning.tensor_files import is_ours, load_metadata
from ...progress import Progress, scaled
from .training_shots import PictureShot, prepare

T = TypeVar("T")

PREPARED = 0.1  # share of preparing the shots in the whole work
FINER = 2  # shots are kept so many times larger than they are learned from, so that deformed lines stay whole


def check_request(out: Path, without: Collection[str], parts: Sequence[str]) -> None:
    """Raise InputError where weights cannot be written to `out`, or a part is to be left out that there is not."""
    check_place(out, is_ours)
    unknown = sorted({*without} - {*parts})
    if unknown:
        raise InputError(f"There is no part {unknown[0]!r} to leave out: choose of {', '.join(parts)}.")


def checkpoints(out: Path) -> Path:
    """The folder, beside the weights `out`, of the checkpoints of their training."""
    return out.with_name(f"{out.stem}.training")


def on_shots(
    folders: Sequence[Path],
    out: Path,
    frame: int,
    train: Callable[[list[PictureShot]], Generator[Progress, None, T]],
) -> Generator[Progress, None, T]:
    """Prepare the shots of folders for frames of `frame` pixels and `train` on them, `out` being held meanwhile.

    The prepared shots are kept in a folder beside `out`, for all trainings into the same place. Raises InputError
    where there are none, and where another program trains into `out`.
    """
    with owned(out) as is_sure:
        if is_sure:
            sweep(checkpoints(out))
        work = prepare(folders, FINER * frame, out.with_name("training-shots"))
        shots = yield from scaled(work, 0, PREPARED)
        return (yield from scaled(train(shots), PREPARED, 1))


def fit_params(
    steps: int,
    rate: float,
    seed: int = 0,
    *,
    warm_up: int = 100,
    average: float = 0.995,
    save_every: int = 100,
) -> FitParams:
    """As the papers train against an opponent, but for a warm-up and a rate that falls to a tenth."""
    return FitParams(
        steps,
        seed,
        rate,
        last_rate=0.1,
        warm_up=warm_up,
        betas=(0.5, 0.999),
        decay=0.0,
        longest=100.0,
        average=average,
        save_every=save_every,
    )


def fit_into(
    out: Path,
    network: nn.Module,
    lesson: Lesson,
    params: FitParams,
    keep: Keep,
    *,
    opponent: Opponent | None = None,
) -> Generator[Progress, None, Training]:
    """Fit a network from the checkpoint of its weights; `keep` writes them to `out`, with their "steps"."""
    checkpoint = checkpoints(out) / "checkpoint.safetensors"
    losses = yield from fit(network, lesson, params, checkpoint, keep, opponent=opponent)
    done = int(load_metadata(checkpoint)["step"])
    if steps_of(out) != done:  # the last run ended between saving the checkpoint and the weights
        keep(network.state_dict(), done)
    return Training.of(losses, params)


def steps_of(path: Path) -> int | None:
    """The steps that weights were trained for; None where there are none that can be read."""
    try:
        return int(load_metadata(path)["steps"])
    except (InputError, LookupError, ValueError):
        return None


def notes_on(
    folders: Sequence[Path], shots: Sequence[PictureShot], seed: int, features: str, lessons: Any
) -> dict[str, str]:
    """What is noted, beside the weights, of their making. `lessons`: a dataclass with the set `without`."""
    return {
        "seed": str(seed),
        "shots": f"{len(shots)} of {', '.join(sorted(folder.name for folder in folders))}",
        "features": features,
        "lessons": json.dumps(asdict(lessons) | {"without": sorted(lessons.without)}),
    }
