"""Training the hint-guided network from nothing, on generated shots."""

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
from .lesson import HintedLesson, LessonParams, needs_features, opponent_of
from .network import JUDGED, PARTS, Hinted, HintedParams
from .store import GRAY, LINES, RAW, SNAPPED, save_hinted

OPPONENT_RATE = 0.1  # of the network's (TCVC)


def train_hinted(
    folders: Sequence[Path],
    out: Path,
    params: FitParams,
    sizes: HintedParams,
    *,
    lessons: LessonParams | None = None,
    features: str,
    device: str = "auto",
    workers: int = 0,
) -> Generator[Progress, None, Training]:
    """Train on the shots of folders made by `shiage generate` (or laid out so) and write weights to `out`.

    A folder of its name beside `out` keeps a checkpoint, to go on from; another one there the shots as small label
    maps, for all trainings into the same place. The weights are written with each checkpoint, so that training may be
    given up at any time. `features`: as for `learning.features.load_features`; `workers`: processes that draw
    examples ahead. Raises InputError where training cannot start.
    """
    lessons = lessons or LessonParams()
    check_request(out, lessons.without, PARTS)
    if lessons.examples.size < JUDGED:
        raise InputError(
            f"Parts of {lessons.examples.size} pixels are too small to learn: give a larger --size."
        )
    on = device_of(device)
    looks = load_features(features, on) if needs_features(lessons) else None

    def train(shots: list[PictureShot]) -> Generator[Progress, None, Training]:
        torch.manual_seed(params.seed)
        network = Hinted(sizes).to(on)
        judge = opponent_of(network, lessons).to(on)
        lesson = HintedLesson(network, judge, looks, shots, lessons, device=on)
        lesson.draw = drawn_ahead(lesson.draw, workers)
        notes = notes_on(folders, shots, params.seed, "none" if looks is None else features, lessons) | {
            "without": " ".join(sorted(lessons.without)),
            "previous": SNAPPED if lessons.is_snapped else RAW,
            "input": GRAY if lessons.is_gray else LINES,
        }

        def keep(weights: Mapping[str, Tensor], steps: int) -> None:
            save_hinted(out, sizes, weights, lessons.examples.frame, notes | {"steps": str(steps)})

        opponent = lesson.opponent(OPPONENT_RATE)
        return (yield from fit_into(out, network, lesson, params, keep, opponent=opponent))

    return (yield from on_shots(folders, out, lessons.examples.frame, train))
