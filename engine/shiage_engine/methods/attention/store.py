"""The attention-aware network's weights on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from ...learning.tensor_files import filled
from ..pictures.store import load_network, save_network, size_of
from .network import NORMS, PARTS, AttentionAware, AttentionParams

KIND = "shiage-attention-1"  # a new architecture gets a new kind; other sizes do not
WIDEST, MOST_WIDTHS, MOST_BLOCKS, LARGEST_JUDGE = 512, 5, 32, 256
# Buffers of batch norm; nothing goes by the former: it is not saved.
COUNTER, MEAN = "num_batches_tracked", "running_mean"


@dataclass(frozen=True)
class Trained:
    """A network that can be used, and what it was trained for."""

    network: AttentionAware
    size: int  # pixels of the longer side of what it learned from


def save_attention(
    path: Path, params: AttentionParams, weights: Mapping[str, Tensor], size: int, notes: Mapping[str, str]
) -> None:
    """Write weights as float16, with their sizes and `notes` on their making."""
    sizes = asdict(params) | {"without": sorted(params.without)}
    tensors = {name: value for name, value in weights.items() if not name.endswith(COUNTER)}
    save_network(path, KIND, sizes, tensors, {**notes, "size": str(size)})


def load_attention(path: Path) -> Trained:
    """The network of a file; raises InputError, with a sentence, where the file cannot be used."""
    return load_network(
        path,
        KIND,
        _read,
        network="attention-aware network",
        advice="install Shiage again, or train it again with shiage train attention.",
    )


def _read(sizes: dict[str, object], tensors: dict[str, Tensor], metadata: dict[str, str]) -> Trained:
    params, size = _params(sizes), size_of(metadata)
    counters = [name.removesuffix(MEAN) + COUNTER for name in tensors if name.endswith(MEAN)]
    whole = tensors | dict.fromkeys(counters, torch.zeros((), dtype=torch.float16))
    return Trained(filled(lambda: AttentionAware(params), whole), size)


def _params(sizes: dict[str, object]) -> AttentionParams:
    """The sizes in a file; raises TypeError or ValueError beyond our limits, which a hostile file may pass."""
    widths, without = sizes["widths"], sizes["without"]
    if not isinstance(widths, list) or not isinstance(without, list) or not 1 <= len(widths) <= MOST_WIDTHS:
        raise TypeError("widths or without")
    params = AttentionParams(**{**sizes, "widths": tuple(widths), "without": frozenset(without)})  # type: ignore[arg-type]
    limits = [
        *((width, WIDEST) for width in widths),
        (params.blocks, MOST_BLOCKS),
        (params.judge, LARGEST_JUDGE),
    ]
    for value, most in limits:
        if type(value) is not int or not 1 <= value <= most:
            raise ValueError("sizes")
    if params.norm not in NORMS or not params.without <= {*PARTS}:
        raise ValueError("norm or without")
    return params
