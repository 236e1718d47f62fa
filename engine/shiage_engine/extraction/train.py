"""Training the line extraction network from nothing, on generated shots."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from ..learning.device import device_of
from ..learning.fit import FitParams, Training
from ..methods.pictures.training import check_request, fit_into, on_shots
from ..methods.pictures.training_shots import PictureShot
from ..progress import Progress
from .lesson import LessonParams, LinesLesson
from .network import LineNetwork, LinesParams
from .store import save_lines


def train_lines(
    folders: Sequence[Path],
    out: Path,
    params: FitParams,
    sizes: LinesParams | None = None,
    lessons: LessonParams | None = None,
    *,
    device: str = "auto",
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    It goes on from a checkpoint in the folder of its name beside `out`. The weights are written with each checkpoint,
    so that training may be given up at any time. Raises InputError where training cannot start.
    """
    check_request(out, (), ())
    on = device_of(device)
    of_network, of_lessons = sizes or LinesParams(), lessons or LessonParams()

    def train(shots: list[PictureShot]) -> Generator[Progress, None, Training]:
        torch.manual_seed(params.seed)
        network = LineNetwork(of_network).to(on)
        notes = {
            "seed": str(params.seed),
            "shots": str(len(shots)),
            "lessons": json.dumps(asdict(of_lessons)),
        }

        def keep(weights: Mapping[str, Tensor], steps: int) -> None:
            save_lines(out, of_network, weights, notes | {"steps": str(steps)})

        lesson = LinesLesson(network, shots, of_lessons, device=on)
        return (yield from fit_into(out, network, lesson, params, keep))

    return (yield from on_shots(folders, out, of_lessons.examples.frame, train))
