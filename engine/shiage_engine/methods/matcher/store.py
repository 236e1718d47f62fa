"""The matcher's weights on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from ...errors import InputError
from ...learning.tensor_files import filled, load_tensors, save_tensors
from .network import Matcher, MatcherParams

SHIPPED = Path(__file__).parent / "weights" / "matcher.safetensors"
LARGEST = {"layers": 16, "rounds": 16, "scales": 16, **dict.fromkeys(("descriptors", "channels"), 1024)}
LARGEST |= dict.fromkeys(("crop", "width", "pair_width"), 1024)
KIND = "shiage-matcher-1"  # a network of other sizes keeps the kind; of another making gets a new one


def save_matcher(path: Path, matcher: Matcher, notes: Mapping[str, str]) -> None:
    """Write weights as float16, with their sizes and notes (where they come from) in the file's metadata."""
    tensors = {name: value.half() for name, value in matcher.state_dict().items()}
    for name in ("mean", "scale"):  # descriptors of any size, which half precision would round
        tensors[name] = matcher.state_dict()[name]
    save_tensors(path, tensors, {**notes, "kind": KIND, "sizes": json.dumps(asdict(matcher.params))})


def load_matcher(path: Path) -> Matcher:
    """The matcher of a file, ready to use; raises InputError, with a sentence, where the file is not sound."""
    tensors, metadata = load_tensors(path)
    try:
        if metadata["kind"] != KIND:
            raise KeyError(metadata["kind"])
        sizes = MatcherParams(**json.loads(metadata["sizes"]))
        _check_sizes(sizes)
        matcher = filled(lambda: Matcher(sizes), tensors)
    except (LookupError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(
            f"{path} holds no weights of this version's matcher: install Shiage again."
        ) from error
    if not all(torch.isfinite(value).all() for value in tensors.values()):
        raise InputError(f"{path} holds weights that are no numbers: install Shiage again.")
    return matcher


def _check_sizes(sizes: MatcherParams) -> None:
    """Raise ValueError for sizes that no file of ours has: a hostile file may ask for all time."""
    for name, value in asdict(sizes).items():
        if not isinstance(value, int) or not 1 <= value <= LARGEST[name]:
            raise ValueError(name)
