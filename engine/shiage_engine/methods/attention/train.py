"""Training the attention-aware network from nothing, on generated shots."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from ...errors import InputError
from ...learning.ahead import drawn_ahead
from ...learning.device import device_of
from ...learning.features import load_features
from ...learning.fit import FitParams, Training
from ...progress import Progress
from ..pictures.training import check_request, fit_into, notes_on, on_shots
from ..pictures.training_shots import PictureShot
from .lesson import PARTS, AttentionLesson, LessonParams
from .network import JUDGED, AttentionAware, AttentionParams, Judge
from .store import save_attention

OPPONENT_RATE = 2.0  # of the network's, as in the paper


def train_attention(
    folders: Sequence[Path],
    out: Path,
    params: FitParams,
    sizes: AttentionParams,
    lessons: LessonParams,
    *,
    features: str,
    device: str = "auto",
    workers: int = 0,
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    It goes on from a checkpoint in the folder of its name beside `out`. The weights are written with each checkpoint,
    so that training may be given up at any time. `features`: as for `learning.features.load_features`; `workers`:
    processes that draw examples ahead. Raises InputError where training cannot start.
    """
    check_request(out, lessons.without, PARTS)
    if lessons.has_opponent and lessons.examples.size < JUDGED:
        raise InputError(
            f"The opponent needs frames of {JUDGED} pixels or more: give a larger --size, or --without adversarial."
        )
    on = device_of(device)
    looks = load_features(features, on) if lessons.looks.layers else None

    def train(shots: list[PictureShot]) -> Generator[Progress, None, Training]:
        torch.manual_seed(params.seed)
        network = AttentionAware(sizes).to(on)
        judge = Judge(sizes.judge).to(on) if lessons.has_opponent else None
        lesson = AttentionLesson(network, judge, looks, shots, lessons, device=on)
        lesson.draw = drawn_ahead(lesson.draw, workers)
        notes = notes_on(folders, shots, params.seed, "none" if looks is None else features, lessons)

        def keep(weights: Mapping[str, Tensor], steps: int) -> None:
            size = lessons.examples.frame
            save_attention(out, sizes, weights, size, notes | {"steps": str(steps)})

        opponent = lesson.opponent(OPPONENT_RATE)
        return (yield from fit_into(out, network, lesson, params, keep, opponent=opponent))

    return (yield from on_shots(folders, out, lessons.examples.frame, train))
