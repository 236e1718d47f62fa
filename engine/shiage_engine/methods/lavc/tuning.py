"""Fine-tuning: LAVC goes on from trained weights on the colored frames of one shot alone (section 4.4).

Each reference is the target of the others; where there is one, deformed copies of it are targets of one another.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from ...drawing.letterbox import STRIDE
from ...drawing.packed import Packed
from ...drawing.shot import UNKNOWN, Frame, Shot
from ...learning.fit import FitParams, fit
from ...limits import NETWORK_BYTES
from ...progress import Progress, scaled
from ..few_shot.deformation import deformed
from ..pictures.examples import ExampleParams
from ..pictures.small import SmallFrame, box_of
from ..pictures.training import FINER, fit_params
from ..pictures.training_shots import PictureShot
from .batch import BatchParams
from .lesson import ADVERSARIAL, PERCEPTUAL, STYLE, ColorLesson, LessonParams
from .network import CODERS, ColorTransform, add_spectral_norm
from .store import Trained

COPIES = 7  # of a reference that is alone
READ = 0.05  # progress when the references are read
MOST_LABELS = 255
MOST_FRAMES = 64  # that are learned from
OF_CHANNEL = 330  # bytes that learning takes for each pixel and channel, as measured


@dataclass(frozen=True)
class TuningParams:
    """How the color transform network of a shot is tuned: all its parameters, as the paper's."""

    steps: int = 60
    rate: float = 3e-4
    seed: int = 0
    save_every: int = 20  # steps
    lessons: LessonParams = field(
        default_factory=lambda: LessonParams(
            BatchParams(batch=2, is_ordered=False), without=frozenset({ADVERSARIAL, PERCEPTUAL, STYLE})
        )
    )

    def fit_params(self) -> FitParams:
        return fit_params(
            self.steps, self.rate, self.seed, warm_up=10, average=0.95, save_every=self.save_every
        )


def tune(
    trained: Trained,
    shot: Shot,
    params: TuningParams,
    keep: Callable[[Mapping[str, Tensor], int], None],
    *,
    size: int,
    device: torch.device | str = "cpu",
) -> Generator[Progress, None, None]:
    """Go on from trained weights on a shot's references; `keep` is given weights and steps now and then.

    `size`: pixels of the longer side of a frame for the network.
    """
    examples = yield from scaled(_examples(shot, FINER * size), 0, READ)
    torch.manual_seed(params.seed)
    network = ColorTransform(trained.colors.params)
    network.load_state_dict(trained.colors.state_dict())
    add_spectral_norm(network, CODERS).to(device)
    batches = params.lessons.batches
    crop = ExampleParams(size=_fitting_crop(size, batches.batch, network.params.width), frame=size)
    lessons = replace(params.lessons, batches=replace(batches, examples=crop))
    lesson = ColorLesson(network, None, None, [examples], lessons, device=device)
    yield from scaled(fit(network, lesson, params.fit_params(), keep=keep), READ, 1)


def _fitting_crop(size: int, batch: int, width: int) -> int:
    """Pixels of a side of what is learned from at a time: all of a frame, if memory allows for it."""
    while size > STRIDE and batch * size**2 * OF_CHANNEL * width > NETWORK_BYTES:
        size -= STRIDE
    return size


def _examples(shot: Shot, size: int) -> Generator[Progress, None, PictureShot]:
    """The references of a shot, or copies of the only one, as a shot to train on."""
    frames = [(shot.frames[one], shot.known[one]) for one in _some(sorted(shot.references))]
    if len(frames) == 1:
        frames += yield from _copies(*frames[0])
    among = [frame for frame, _ in frames]
    labels, inks = [], []
    for number, (frame, known) in enumerate(frames):
        yield Progress(number / len(frames), "Reading the reference frames")
        small = SmallFrame.of(frame, box_of(frame, among, size))
        of_pixel = small.labels(known)
        # What is not known is a label of its own: it must not be learned as unpainted. Beyond 255, all are one.
        of_pixel[of_pixel == UNKNOWN] = len(shot.palette)
        labels.append(np.minimum(of_pixel, MOST_LABELS).astype(np.uint8))
        inks.append(small.ink)
    count = min(len(shot.palette) + 1, MOST_LABELS + 1)
    return PictureShot(Packed.of(np.stack(labels)), Packed.of(np.stack(inks)), count)


def _some(references: list[int]) -> list[int]:
    """As many of the references as are learned from, evenly over the shot."""
    chosen = np.linspace(0, len(references) - 1, min(len(references), MOST_FRAMES)).round().astype(int)
    return [references[one] for one in chosen]


def _copies(frame: Frame, known: np.ndarray) -> Generator[Progress, None, list[tuple[Frame, np.ndarray]]]:
    """Deformed copies of a frame, with the labels of their regions."""
    copies = []
    for copy in deformed(frame.line_art, frame.regions, range(COPIES)):
        yield Progress(0, "Deforming the reference frame")
        copies.append((Frame.of(frame.time, *copy), known))
    return copies
