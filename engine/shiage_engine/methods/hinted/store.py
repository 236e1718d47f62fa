"""The hint-guided network's weights on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from ...errors import InputError
from ...learning.spectral import baked
from ...learning.tensor_files import filled, load_tensors, save_tensors
from ..pictures.layers import NORMS
from .network import Hinted, HintedParams

LARGEST = {"width": 256, "blocks": 64}
LARGEST_SIZE = 4096  # pixels
RAW, SNAPPED = "raw", "snapped"  # how its own answer is fed back
# What it sees of a frame: its line art; or, for comparison with the paper, its paint in gray.
LINES, GRAY = "lines", "gray"
KIND = "shiage-hinted-1"  # a new architecture gets a new kind; other sizes do not


@dataclass(frozen=True)
class Trained:
    """A network that can be used, and what it was trained for."""

    network: Hinted
    size: int  # pixels of the longer side of what it learned from
    is_snapped: bool  # it was fed its own answer in the colors of the palette, not raw
    without: frozenset[str]  # of `network.PARTS`
    is_gray: bool = False  # it sees the true paint in gray, which only an evaluation has


def save_hinted(
    path: Path, params: HintedParams, weights: Mapping[str, Tensor], size: int, notes: Mapping[str, str]
) -> None:
    """Write weights as float16, with their sizes and `notes` on their making, also "without", "previous", "input"."""
    metadata = {"kind": KIND, "sizes": json.dumps(asdict(params)), "size": str(size)}
    tensors = {name: value.half() for name, value in baked(weights).items()}
    save_tensors(path, tensors, {**notes, **metadata}, is_named=True)


def load_hinted(path: Path) -> Trained:
    """The network of a file; raises InputError, with a sentence, where the file cannot be used."""
    tensors, metadata = load_tensors(path)
    try:
        if metadata["kind"] != KIND:
            raise KeyError(metadata["kind"])
        params = HintedParams(**json.loads(metadata["sizes"]))
        size = int(metadata["size"])
        _check(params, size)
        network = filled(lambda: Hinted(params), tensors)
    except (LookupError, TypeError, ValueError, RuntimeError, RecursionError) as error:
        raise InputError(
            f"{path} holds no weights of this version's hint-guided network: install Shiage again, or train it again "
            "with shiage train hinted."
        ) from error
    if not all(torch.isfinite(value).all() for value in tensors.values()):
        raise InputError(f"{path} holds weights that are no numbers: train the network again.")
    is_snapped = metadata.get("previous") != RAW
    without = frozenset(metadata.get("without", "").split())
    return Trained(network, size, is_snapped, without, metadata.get("input") == GRAY)


def _check(params: HintedParams, size: int) -> None:
    """Raise ValueError for sizes beyond our limits, which a hostile file may have."""
    for name, largest in LARGEST.items():
        value = getattr(params, name)
        if type(value) is not int or not 1 <= value <= largest:
            raise ValueError(name)
    if params.norm not in NORMS or type(params.has_skips) is not bool:
        raise ValueError("norm or skips")
    if not 8 <= size <= LARGEST_SIZE:
        raise ValueError("size")
