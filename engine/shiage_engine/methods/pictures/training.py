"""What trainings of networks of pictures have in common: requests, shots, and what is noted of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from ...errors import InputError
from ...files.saving import check_place, owned, sweep
from ...learning.tensor_files import is_ours
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
