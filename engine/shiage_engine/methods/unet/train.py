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
from ...learning.device import device_of
from ...learning.fit import FitParams, Training, fit
from ...learning.kept import Kept, make_folder, path_of
from ...progress import Progress, scaled
from .lesson import ColoringLesson, ColoringParams
from .network import UNet, UNetParams
from .paintings import Paintings, read_paintings
from .store import METHOD, Learned, load_unet, save_unet

READ = 0.05  # share of the whole work that reading the shots is
SIZE = 640  # pixels, the longer side of a frame as the network sees it


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

    They are written whenever the checkpoint is, so that training given up leaves the best there is. The same call
    again goes on from the checkpoint; with other shots, learning begins anew with what was known of the character.
    `sizes`: fields of UNetParams but `labels`; `size`: as for `read_paintings`. Raises InputError where this
    cannot be.
    """
    on = device_of(device)
    folder = make_folder(METHOD, character)
    paintings = yield from scaled(read_paintings(folders, size), 0, READ)
    of_network = UNetParams(paintings.variants.labels, **(sizes or {}))
    torch.manual_seed(params.seed)
    network = UNet(of_network).to(on)
    path, checkpoint = path_of(METHOD, character), folder / "checkpoint.safetensors"
    _forget_other(folder / "training.json", checkpoint, of_network, paintings)
    if not checkpoint.exists():
        _inherit(network, path, paintings)
    learned = Learned(network, paintings.palette, paintings.variants, paintings.shrink)

    def keep(weights: Mapping[str, Tensor], steps: int) -> None:
        kept = Kept.now(METHOD, character, paintings.palette, paintings.shots, steps)
        save_unet(path, weights, learned, kept)

    lesson = ColoringLesson(network, paintings, lessons, on)
    losses = yield from scaled(fit(network, lesson, params, checkpoint, keep), READ, 1)
    if not path.exists():  # though there was nothing left to train
        keep(network.state_dict(), params.steps)
    return Training.of(losses, params)


def _forget_other(mark: Path, checkpoint: Path, params: UNetParams, paintings: Paintings) -> None:
    """Remove the checkpoint where `mark` says that it is of another training; the next will be of this one."""
    content = hashlib.sha256()
    for frame in paintings.frames:
        content.update(frame.inks.data)
        content.update(frame.labels.data)
    about = {
        "sizes": asdict(params),
        "palette": paintings.palette.tolist(),
        "shots": list(paintings.shots),
        "frames": len(paintings.frames),
        "shrink": paintings.shrink,
        "content": content.hexdigest(),
    }
    text = json.dumps(about)
    if not mark.exists() or mark.read_text(encoding="utf-8") != text:
        checkpoint.unlink(missing_ok=True)
        mark.write_text(text, encoding="utf-8")


def _inherit(network: UNet, path: Path, paintings: Paintings) -> None:
    """Take over what earlier weights know: all layers, and of the last one the colors that are still there."""
    former = _former(path, network.params)
    if former is None:
        return
    row_of = dict(zip(map(tuple, former.palette.tolist()), former.variants.label_of, strict=True))
    labels = zip(map(tuple, paintings.palette.tolist()), paintings.variants.label_of, strict=True)
    rows = [(now, row_of[color]) for color, now in labels if color in row_of]
    weights = former.network.state_dict()
    own = network.state_dict()
    now, then = (torch.tensor(part) for part in zip(*rows, strict=True))
    with torch.no_grad():
        for name, value in own.items():
            if name.startswith("tell."):
                value[now] = weights[name][then].to(value.device)
            else:
                value.copy_(weights[name])


def _former(path: Path, params: UNetParams) -> Learned | None:
    """Earlier weights of the character, if they are sound and of these sizes but for the palette."""
    if not path.exists():
        return None
    try:
        former = load_unet(path)
    except InputError:  # of another version, or broken: they are replaced
        return None
    same = asdict(former.network.params) | {"labels": params.labels} == asdict(params)
    return former if same else None
