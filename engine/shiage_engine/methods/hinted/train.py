"""Training the hint-guided network from nothing, on generated shots."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from ...errors import InputError
from ...files.saving import check_place, owned, sweep
from ...learning.device import device_of
from ...learning.features import load_features
from ...learning.fit import FitParams, Opponent, Training, fit
from ...learning.tensor_files import is_ours, load_metadata
from ...progress import Progress, scaled
from ..pictures.training_shots import prepare
from .lesson import HintedLesson, LessonParams, needs_features, opponent_of
from .network import JUDGED, PARTS, Hinted, HintedParams
from .store import GRAY, LINES, RAW, SNAPPED, save_hinted

PREPARED = 0.1  # share of preparing the shots in the whole work
FINER = 2  # shots are kept so many times larger than they are learned from, so that deformed lines stay whole
OPPONENT_RATE = 0.1  # of the network's (TCVC)


def fit_params(steps: int, rate: float, seed: int = 0) -> FitParams:
    """How to train it: as TCVC, but for a first beta of 0.5, a warm-up and a rate that falls to a tenth."""
    return FitParams(
        steps,
        seed,
        rate,
        last_rate=0.1,
        warm_up=100,
        betas=(0.5, 0.999),
        decay=0.0,
        longest=100.0,
        average=0.995,
        save_every=100,
    )


def train_hinted(
    folders: Sequence[Path],
    out: Path,
    params: FitParams,
    sizes: HintedParams,
    *,
    lessons: LessonParams | None = None,
    features: str,
    device: str = "auto",
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    A folder of its name beside `out` keeps a checkpoint, to go on from; another one there the shots as small label
    maps, for all trainings into the same place. The weights are written with each checkpoint, so that training may be
    given up at any time. `features`: as for `learning.features.load_features`. Raises InputError where training
    cannot start.
    """
    check_place(out, is_ours)
    lessons = lessons or LessonParams()
    unknown = sorted(lessons.without.difference(PARTS))
    if unknown:
        raise InputError(f"There is no part {unknown[0]!r} to leave out: choose of {', '.join(PARTS)}.")
    if lessons.examples.size < JUDGED:
        raise InputError(
            f"Parts of {lessons.examples.size} pixels are too small to learn: give a larger --size."
        )
    on = device_of(device)
    looks = load_features(features, on) if needs_features(lessons) else None
    work = out.with_name(f"{out.stem}.training")
    cache, checkpoint = out.with_name("training-shots"), work / "checkpoint.safetensors"
    with owned(out) as is_sure:
        if is_sure:
            sweep(work)
        shots = yield from scaled(prepare(folders, FINER * lessons.examples.frame, cache), 0, PREPARED)
        torch.manual_seed(params.seed)
        network = Hinted(sizes).to(on)
        judge = opponent_of(network, lessons).to(on)
        lesson = HintedLesson(network, judge, looks, shots, lessons, device=on)
        notes = {
            "seed": str(params.seed),
            "shots": f"{len(shots)} of {', '.join(sorted(folder.name for folder in folders))}",
            "features": features if looks is not None else "none",
            "without": " ".join(sorted(lessons.without)),
            "previous": SNAPPED if lessons.is_snapped else RAW,
            "input": GRAY if lessons.is_gray else LINES,
            "lessons": json.dumps(asdict(lessons) | {"without": sorted(lessons.without)}),
        }

        def keep(weights: Mapping[str, Tensor], steps: int) -> None:
            save_hinted(out, sizes, weights, lessons.examples.frame, {**notes, "steps": str(steps)})

        opponent = Opponent(judge, lesson.opponent_loss, OPPONENT_RATE)
        running = fit(network, lesson, params, checkpoint, keep, opponent=opponent)
        losses = yield from scaled(running, PREPARED, 1)
        done = int(load_metadata(checkpoint)["step"])
        if _steps_of(out) != done:  # the last run ended between saving the checkpoint and the weights
            keep(network.state_dict(), done)
    return Training.of(losses, params)


def _steps_of(path: Path) -> int | None:
    """The steps that weights were trained for; None where there are none that can be read."""
    try:
        return int(load_metadata(path)["steps"])
    except (InputError, LookupError, ValueError):
        return None
