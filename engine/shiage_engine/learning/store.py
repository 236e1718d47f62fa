"""Weights on disk: safetensors, written atomically, read with suspicion."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from ..errors import InputError
from ..networks.matcher import Matcher, MatcherParams

N = TypeVar("N", bound=nn.Module)
SHIPPED = Path(__file__).parents[1] / "weights"
LARGEST_FILE = 1 << 30  # bytes; no weights of ours come near it
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


def filled(make: Callable[[], N], tensors: Mapping[str, Tensor]) -> N:
    """The network that `make` makes, ready to use, with the weights of a file.

    Raises ValueError where names or shapes are others, before a network of any size is made.
    """
    with torch.device("meta"):  # takes no memory
        wanted = {name: value.shape for name, value in make().state_dict().items()}
    if wanted != {name: value.shape for name, value in tensors.items()}:
        raise ValueError("sizes")
    network = make()
    network.load_state_dict({name: value.float() for name, value in tensors.items()})
    return network.eval()


def _check_sizes(sizes: MatcherParams) -> None:
    """Raise ValueError for sizes that no file of ours has: a hostile file may ask for all time."""
    for name, value in asdict(sizes).items():
        if not isinstance(value, int) or not 1 <= value <= LARGEST[name]:
            raise ValueError(name)


def save_tensors(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Write a safetensors file; the old one stays until the new one is whole. Raises OSError or InputError."""
    growing = path.with_name(f".{path.name}.{os.getpid()}.growing")
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    try:
        save_file(whole, growing, dict(metadata))
        growing.replace(path)
    except SafetensorError as error:  # its way to say that the disk is full
        raise InputError(f"{path} cannot be written: {error}.") from error
    finally:
        growing.unlink(missing_ok=True)


def load_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of a safetensors file; raises InputError where there is none that can be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path} is far too large for weights: choose another file.")
        with safe_open(path, "pt") as file:
            names = list(file.keys())  # the file itself cannot be iterated
            return {name: file.get_tensor(name) for name in names}, dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise InputError(
            f"{path} holds no weights that can be read: install Shiage again, or choose another file."
        ) from error


def under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose names begin with `prefix`, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
