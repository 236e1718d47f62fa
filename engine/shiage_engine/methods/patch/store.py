"""What patch-based learning keeps of a character: weights, palette, and the drawings they were learned from.

All in one file, so that it is always of one piece.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ...drawing.shot import UNKNOWN
from ...errors import InputError
from ...learning.kept import LARGEST_PALETTE, Kept
from ...learning.tensor_files import filled, load_tensors, save_tensors, under
from .continual import MOST_REPLAYED, Past
from .lesson import Study
from .network import PatchGenerator, PatchSizes
from .patches import seen_of

KIND = "shiage-patch-1"  # a generator of other sizes keeps the kind; of another making gets a new one
METHOD = "patch"
LARGEST_WIDTH, MOST_BLOCKS, LARGEST_INKS = 1024, 64, 16
LARGEST_EDGE = 32767  # pixels of a drawing; OpenCV takes no more
WEIGHTS, INK, LABELS = "weights.", "ink.", "labels."  # how the names of tensors begin


def save_past(path: Path, character: str, past: Past) -> None:
    """Write what was learned of a character, in place of what was kept before; of the drawings, the newest."""
    studies = dict([*past.studies.items()][-MOST_REPLAYED:])
    kept = Kept.now(METHOD, character, past.palette.tolist(), [*studies], past.steps)
    scales = {name: study.seen.scale for name, study in studies.items()}
    notes = {"kind": KIND, "sizes": json.dumps(asdict(past.sizes)), "scales": json.dumps(scales)}
    tensors = {WEIGHTS + name: value for name, value in past.weights.items()}
    for name, study in studies.items():
        tensors[INK + name] = torch.from_numpy(study.seen.ink)
        tensors[LABELS + name] = torch.from_numpy(study.labels)
    save_tensors(path, tensors, kept.metadata() | notes)


def load_past(path: Path) -> Past:
    """What was learned of a character; raises InputError, with a sentence, where the file is not sound."""
    try:
        tensors, metadata = load_tensors(path)
        if metadata["kind"] != KIND:
            raise ValueError("kind")
        kept = Kept.of(metadata)
        sizes = _sizes(json.loads(metadata["sizes"]), len(kept.palette))
        network = filled(lambda: PatchGenerator(sizes), under(WEIGHTS, tensors))
        studies = _studies(tensors, json.loads(metadata["scales"]), sizes)
    except (InputError, LookupError, TypeError, ValueError, RuntimeError, RecursionError) as error:
        raise InputError(
            f"{path} holds no patch weights of this version that can be read: remove them with shiage weights remove."
        ) from error
    weights = network.state_dict()
    if not all(torch.isfinite(value).all() for value in weights.values()):
        raise InputError(f"{path} holds weights that are no numbers: remove them with shiage weights remove.")
    return Past(sizes, weights, np.array(kept.palette, np.uint8), studies, kept.steps)


def _sizes(said: dict[str, object], labels: int) -> PatchSizes:
    """Raise TypeError or ValueError for sizes that no file of ours has: a hostile file may ask for all time."""
    widths = said["widths"]
    if not isinstance(widths, list) or len(widths) != 3:
        raise ValueError("widths")
    limits = [(said["labels"], LARGEST_PALETTE), (said["blocks"], MOST_BLOCKS), (said["inks"], LARGEST_INKS)]
    for value, most in (*limits, *((width, LARGEST_WIDTH) for width in widths)):
        if type(value) is not int or not 1 <= value <= most:
            raise ValueError("sizes")
    sizes = PatchSizes(**{**said, "widths": tuple(widths)})  # type: ignore[arg-type]
    if sizes.labels != labels:
        raise ValueError("palette")
    return sizes


def _studies(tensors: dict[str, Tensor], scales: dict[str, object], sizes: PatchSizes) -> dict[str, Study]:
    if not isinstance(scales, dict):
        raise TypeError("scales")
    inks, labels = under(INK, tensors), under(LABELS, tensors)
    if not inks.keys() == labels.keys() == scales.keys() or len(inks) > MOST_REPLAYED:
        raise ValueError("drawings")
    studies = {}
    for name, scale in scales.items():  # in the order they were learned
        ink, of_pixel = inks[name].numpy(), labels[name].numpy()
        if (
            of_pixel.ndim != 2
            or ink.dtype != np.uint8
            or of_pixel.dtype != np.int16
            or ink.shape != (*of_pixel.shape, sizes.inks)
        ):
            raise ValueError("drawing")
        if not 1 <= min(of_pixel.shape) <= max(of_pixel.shape) <= LARGEST_EDGE:
            raise ValueError("drawing")
        if of_pixel.min() < UNKNOWN or of_pixel.max() >= sizes.labels or type(scale) is not float:
            raise ValueError("labels or scale")
        studies[name] = Study(seen_of(ink, scale), of_pixel)
    return studies
