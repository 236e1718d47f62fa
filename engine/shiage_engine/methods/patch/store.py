"""What patch-based learning keeps of a character: weights, palette, and the reference frames they were learned from.

All in one file, so that its parts always belong together.
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
from ...protocol.json_text import parse_json
from .continual import MOST_REPLAYED, Past
from .lesson import ScaledReference
from .network import PatchGenerator, PatchSizes
from .patches import ScaledDrawing

KIND = "shiage-patch-1"  # of the architecture; other sizes keep it, another architecture gets a new one
METHOD = "patch"
LARGEST_WIDTH, MOST_BLOCKS, LARGEST_INKS = 1024, 64, 16
LARGEST_EDGE = 32767  # pixels of a drawing; OpenCV takes no more
WEIGHTS, INK, LABELS = "weights.", "ink.", "labels."  # prefixes of the names of tensors


def save_past(path: Path, character: str, past: Past) -> None:
    """Write what was learned of a character, with its newest reference frames, over what was kept before."""
    references = dict([*past.references.items()][-MOST_REPLAYED:])
    kept = Kept.now(METHOD, character, past.palette.tolist(), [*references], past.steps)
    scales = {name: reference.drawing.scale for name, reference in references.items()}
    notes = {"kind": KIND, "sizes": json.dumps(asdict(past.sizes)), "scales": json.dumps(scales)}
    tensors = {WEIGHTS + name: value for name, value in past.weights.items()}
    for name, reference in references.items():
        tensors[INK + name] = torch.from_numpy(reference.drawing.ink)
        tensors[LABELS + name] = torch.from_numpy(reference.labels)
    save_tensors(path, tensors, kept.metadata() | notes)


def load_past(path: Path) -> Past:
    """What was learned of a character; raises InputError, with a sentence, where the file is not sound."""
    try:
        tensors, metadata = load_tensors(path)
        if metadata["kind"] != KIND:
            raise ValueError("kind")
        kept = Kept.of(metadata)
        sizes = _sizes(parse_json(metadata["sizes"]), len(kept.palette))
        network = filled(lambda: PatchGenerator(sizes), under(WEIGHTS, tensors))
        references = _references(tensors, parse_json(metadata["scales"]), sizes)
    except (InputError, LookupError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(
            f"{path} holds no patch weights of this version that can be read: remove them with shiage weights remove."
        ) from error
    weights = network.state_dict()
    if not all(torch.isfinite(value).all() for value in weights.values()):
        raise InputError(f"{path} holds weights that are not finite: remove them with shiage weights remove.")
    return Past(sizes, weights, np.array(kept.palette, np.uint8), references, kept.steps)


def _sizes(sizes: dict[str, object], labels: int) -> PatchSizes:
    """The sizes in a file; raises TypeError or ValueError beyond our limits, which a hostile file may pass."""
    widths = sizes["widths"]
    if not isinstance(widths, list) or len(widths) != 3:
        raise ValueError("widths")
    limits = [
        (sizes["labels"], LARGEST_PALETTE),
        (sizes["blocks"], MOST_BLOCKS),
        (sizes["inks"], LARGEST_INKS),
    ]
    for value, most in (*limits, *((width, LARGEST_WIDTH) for width in widths)):
        if type(value) is not int or not 1 <= value <= most:
            raise ValueError("sizes")
    of_network = PatchSizes(**{**sizes, "widths": tuple(widths)})  # type: ignore[arg-type]
    if of_network.labels != labels:
        raise ValueError("palette")
    return of_network


def _references(
    tensors: dict[str, Tensor], scales: dict[str, object], sizes: PatchSizes
) -> dict[str, ScaledReference]:
    if not isinstance(scales, dict):
        raise TypeError("scales")
    inks, labels = under(INK, tensors), under(LABELS, tensors)
    if not inks.keys() == labels.keys() == scales.keys() or len(inks) > MOST_REPLAYED:
        raise ValueError("drawings")
    references = {}
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
        references[name] = ScaledReference(ScaledDrawing.of(ink, scale), of_pixel)
    return references
