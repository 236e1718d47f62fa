"""Training the shipped matcher from nothing, or going on from its weights."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
import torch

from ...errors import InputError
from ...files.reading import check_file
from ...files.saving import check_place, owned, sweep
from ...learning.device import device_of
from ...learning.fit import MARK, FitParams, Training, fit
from ...learning.tensor_files import is_ours, load_metadata
from ...limits import WEIGHTS_BYTES
from ...progress import Progress, scaled
from .lesson import LessonParams, MatchingLesson
from .network import Matcher, MatcherParams
from .store import load_matcher, save_matcher
from .training_shots import TrainingShots, prepare

PREPARED = 0.1  # share of preparing the shots in the whole work
SAMPLED_FRAMES = 400  # for the mean and scale of descriptors


def train_matcher(
    folders: Sequence[Path],
    out: Path,
    fit_params: FitParams,
    *,
    sizes: MatcherParams | None = None,
    lessons: LessonParams | None = None,
    start: Path | None = None,
    device: str = "auto",
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    A folder of its name beside `out` keeps a checkpoint, to go on from, and the views of the shots. `start`: weights
    to begin with, whose sizes hold then. Raises InputError where training cannot start, or the checkpoint was begun
    otherwise.
    """
    check_place(out, is_ours)
    lessons = lessons or LessonParams()
    on = device_of(device)
    work = out.with_name(f"{out.stem}.training")
    with owned(out) as is_sure:
        if is_sure:
            sweep(work)
        checkpoint, mark = work / "checkpoint.safetensors", _mark(start, lessons)
        _check_begun(checkpoint, mark)
        shots = yield from scaled(prepare(folders, work / "views"), 0, PREPARED)
        torch.manual_seed(fit_params.seed)
        matcher = _begin(start, sizes or MatcherParams(), shots).to(on)
        lesson = MatchingLesson(matcher, shots, lessons, on)
        training = fit(matcher, lesson, fit_params, checkpoint, mark=mark)
        losses = yield from scaled(training, PREPARED, 1)
        sources = ", ".join(sorted(folder.name for folder in folders))
        notes = {
            "steps": str(fit_params.steps),
            "seed": str(fit_params.seed),
            "start": start.name if start is not None else "",
            "as_sheets": str(lessons.as_sheets),
            "shots": f"{len(shots)} of {sources}",
        }
        save_matcher(out, matcher.cpu(), notes)
    return Training.of(losses, fit_params)


def _mark(start: Path | None, lessons: LessonParams) -> str:
    """What a training is begun with: the options of the command, and a digest of the weights."""
    options, digest = [], ""
    if start is not None:
        check_file(start, WEIGHTS_BYTES)
        options, digest = [f"--start {start.name}"], hashlib.sha256(start.read_bytes()).hexdigest()
    if lessons.as_sheets:
        options.append("--as-sheets")
    return f"{' '.join(options) or 'neither --start nor --as-sheets'}\n{digest}"


def _check_begun(checkpoint: Path, mark: str) -> None:
    """Raise InputError where a training was begun otherwise; earlier versions did not say how."""
    begun = load_metadata(checkpoint).get(MARK, "") if checkpoint.exists() else ""
    if begun and begun != mark:
        options, asked = begun.splitlines()[0], mark.splitlines()[0]
        other = "other weights of that name" if options == asked else options
        raise InputError(
            f"{checkpoint} holds a training that was begun with {other}: say the same to go on with it, or choose "
            "another place for the weights."
        )


def _begin(start: Path | None, sizes: MatcherParams, shots: TrainingShots) -> Matcher:
    """The network to train: that of a file, or one that knows nothing but the mean and scale of descriptors."""
    if start is not None:
        return load_matcher(start).requires_grad_()
    matcher = Matcher(sizes)
    _standardize(matcher, shots)
    return matcher


def _standardize(matcher: Matcher, shots: TrainingShots) -> None:
    """Set the matcher's mean and scale of descriptors, from frames spread evenly over all shots."""
    step = max(len(shots) // SAMPLED_FRAMES, 1)
    features = np.concatenate([shots.frame(shot, 0).view.features for shot in range(0, len(shots), step)])
    matcher.mean.copy_(torch.from_numpy(features.mean(0)))
    matcher.scale.copy_(torch.from_numpy(features.std(0) + 1e-2))
