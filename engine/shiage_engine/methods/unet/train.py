"""Learning a character from its finished shots, so that new ones need no reference (Ishii et al. 2020)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from ...errors import InputError
from ...learning.device import device_of, else_on_cpu
from ...learning.fit import MARK, FitParams, Training, fit
from ...learning.kept import Kept, describe, path_of, writing
from ...learning.tensor_files import load_metadata
from ...progress import Progress, scaled
from .lesson import ColoringLesson, ColoringParams
from .network import UNet, UNetParams
from .store import METHOD, Learned, load_unet, save_unet
from .training_set import TrainingSet, read_training_set

READ = 0.05  # progress when the shots are read
SIZE = 640  # pixels, the longer side of a frame for the network


def fit_params(steps: int, rate: float, seed: int = 0) -> FitParams:
    """How to train a U-net: weights are saved every minute or so, and average over the last hundred steps."""
    return FitParams(steps, seed, rate, warm_up=50, average=0.99, save_every=100)


def train_unet(
    folders: Sequence[Path],
    character: str,
    params: FitParams,
    *,
    sizes: Mapping[str, int] | None = None,
    lessons: ColoringParams | None = None,
    size: int = SIZE,
    device: str = "auto",
) -> Generator[Progress, None, Training]:
    """Learn a character from the colored frames of all shots in `folders`; its weights are kept by its name.

    They are written with each checkpoint, so that training can be given up at any time. The same call again goes on
    from the checkpoint; with other shots, training starts anew from the weights kept of the character.
    `sizes`: fields of UNetParams but `labels`; `size`: as for `read_training_set`. Raises InputError where
    there is nothing to learn.
    """
    on = device_of(device)
    with writing(METHOD, character):  # a disk that cannot be written is an error now, not after minutes
        training_set = yield from scaled(read_training_set(folders, size), 0, READ)

        def train(on: torch.device) -> Generator[Progress, None, list[float]]:
            return _train(training_set, character, params, sizes=sizes or {}, lessons=lessons, on=on)

        losses = yield from scaled(else_on_cpu(on, train), READ, 1)
    return Training.of(losses, params)


def _train(
    training_set: TrainingSet,
    character: str,
    params: FitParams,
    *,
    sizes: Mapping[str, int],
    lessons: ColoringParams | None,
    on: torch.device,
) -> Generator[Progress, None, list[float]]:
    """Train and keep; returns the losses by step of this run."""
    of_network = UNetParams(training_set.variants.labels, **sizes)
    torch.manual_seed(params.seed)
    network = UNet(of_network).to(on)
    path = path_of(METHOD, character)
    checkpoint = path.with_name("checkpoint.safetensors")
    mark = _mark(of_network, training_set)
    if not checkpoint.exists() or _mark_of(checkpoint) != mark:
        checkpoint.unlink(missing_ok=True)
        _inherit(network, path, training_set)
    learned = Learned(network, training_set.palette, training_set.variants, training_set.shrink)

    def keep(weights: Mapping[str, Tensor], steps: int) -> None:
        kept = Kept.now(METHOD, character, training_set.palette, training_set.shots, steps)
        save_unet(path, weights, learned, kept)

    lesson = ColoringLesson(network, training_set, lessons, on)
    losses = yield from fit(network, lesson, params, checkpoint, keep, mark=mark)
    done = int(load_metadata(checkpoint)["step"])
    if _steps_of(path) != done:  # the last run ended between saving the checkpoint and its weights
        keep(network.state_dict(), done)
    return losses


def _steps_of(path: Path) -> int | None:
    """The steps that kept weights were trained for; None where there are none that can be read."""
    try:
        return describe(path).steps
    except InputError:
        return None


def _mark(params: UNetParams, training_set: TrainingSet) -> str:
    """What training a checkpoint is of: a digest of all that it depends on but its steps."""
    content = hashlib.sha256()
    for frame in training_set.frames:
        content.update(frame.inks.data)
        content.update(frame.labels.data)
    about = {
        "sizes": asdict(params),
        "palette": training_set.palette.tolist(),
        "shots": list(training_set.shots),
        "frames": len(training_set.frames),
        "shrink": training_set.shrink,
        "content": content.hexdigest(),
    }
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def _mark_of(checkpoint: Path) -> str:
    """The mark in a checkpoint; of one by version 0.1, what was said in a file beside it."""
    beside = checkpoint.with_name("training.json")
    mark = load_metadata(checkpoint).get(MARK)
    if mark is None and beside.is_file():
        mark = hashlib.sha256(beside.read_bytes()).hexdigest()
    return mark or ""


def _inherit(network: UNet, path: Path, training_set: TrainingSet) -> None:
    """Initialize the network with earlier weights; in the last layer, only colors that are still there have any."""
    earlier = _earlier(path, network.params)
    if earlier is None:
        return
    row_of = dict(zip(map(tuple, earlier.palette.tolist()), earlier.variants.label_of, strict=True))
    labels = zip(map(tuple, training_set.palette.tolist()), training_set.variants.label_of, strict=True)
    rows = [(now, row_of[color]) for color, now in labels if color in row_of]
    weights = earlier.network.state_dict()
    own = network.state_dict()
    now, then = (torch.tensor(part) for part in zip(*rows, strict=True))
    with torch.no_grad():
        for name, value in own.items():
            if name.startswith("tell."):
                value[now] = weights[name][then].to(value.device)
            else:
                value.copy_(weights[name])


def _earlier(path: Path, params: UNetParams) -> Learned | None:
    """Earlier weights of the character, if they are sound and of these sizes but for the palette."""
    if not path.exists():
        return None
    try:
        earlier = load_unet(path)
    except InputError:  # of another version, or broken: they are replaced
        return None
    same = asdict(earlier.network.params) | {"labels": params.labels} == asdict(params)
    return earlier if same else None
