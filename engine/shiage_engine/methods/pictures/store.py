"""Weights of networks of pictures on disk: what their files have in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from ...errors import InputError
from ...learning.tensor_files import load_tensors, save_tensors
from ...protocol.json_text import parse_json

T = TypeVar("T")

LARGEST_SIZE = 4096  # pixels


def save_network(
    path: Path, kind: str, sizes: Mapping[str, Any], weights: Mapping[str, Tensor], notes: Mapping[str, str]
) -> None:
    """Write weights as float16; metadata are their kind, their sizes, and `notes` on their making."""
    metadata = {**notes, "kind": kind, "sizes": json.dumps(sizes)}
    save_tensors(path, {name: value.half() for name, value in weights.items()}, metadata, is_named=True)


def load_network(
    path: Path,
    kind: str,
    read: Callable[[Any, dict[str, Tensor], dict[str, str]], T],
    *,
    network: str,
    advice: str,
) -> T:
    """What `read` makes of the sizes, tensors and metadata of a file.

    Raises InputError where the file cannot be used: it is of another kind, or hostile, so that `read` fails.
    `network` is what the sentence calls it, `advice` how it ends.
    """
    tensors, metadata = load_tensors(path)
    try:
        if metadata["kind"] != kind:
            raise KeyError(metadata["kind"])
        found = read(parse_json(metadata["sizes"]), tensors, metadata)
    except (LookupError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"{path} holds no weights of this version's {network}: {advice}") from error
    if not all(torch.isfinite(value).all() for value in tensors.values()):
        raise InputError(f"{path} holds weights that are no numbers: train the network again.")
    return found


def size_of(metadata: Mapping[str, str]) -> int:
    """Pixels of the longer side of what a network learned from; raises LookupError or ValueError where it is none."""
    size = int(metadata["size"])
    if not 8 <= size <= LARGEST_SIZE:
        raise ValueError("size")
    return size
