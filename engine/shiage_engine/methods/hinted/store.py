"""The hint-guided network's weights on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from ...learning.spectral import baked
from ...learning.tensor_files import filled
from ..pictures.layers import NORMS
from ..pictures.store import load_network, save_network, size_of
from .network import Hinted, HintedParams

LARGEST = {"width": 256, "blocks": 64}
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
    save_network(path, KIND, asdict(params), baked(weights), {**notes, "size": str(size)})


def load_hinted(path: Path) -> Trained:
    """The network of a file; raises InputError, with a sentence, where the file cannot be used."""
    return load_network(
        path,
        KIND,
        _read,
        network="hint-guided network",
        advice="install Shiage again, or train it again with shiage train hinted.",
    )


def _read(sizes: dict[str, Any], tensors: dict[str, Tensor], metadata: dict[str, str]) -> Trained:
    params, size = HintedParams(**sizes), size_of(metadata)
    _check(params)
    is_snapped = metadata.get("previous") != RAW
    without = frozenset(metadata.get("without", "").split())
    network = filled(lambda: Hinted(params), tensors)
    return Trained(network, size, is_snapped, without, metadata.get("input") == GRAY)


def _check(params: HintedParams) -> None:
    """Raise ValueError for sizes beyond our limits, which a hostile file may have."""
    for name, largest in LARGEST.items():
        value = getattr(params, name)
        if type(value) is not int or not 1 <= value <= largest:
            raise ValueError(name)
    if params.norm not in NORMS or type(params.has_skips) is not bool:
        raise ValueError("norm or skips")
