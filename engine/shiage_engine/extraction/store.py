"""The line extraction network's weights: where they are, and how they are saved and read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from ..errors import InputError
from ..learning.tensor_files import filled, load_tensors, save_tensors
from ..methods.pictures.places import Place
from .network import LineNetwork, LinesParams

KIND = "shiage-lines-1"  # a new architecture gets a new kind; other sizes do not
WIDEST, MOST_WIDTHS = 1024, 6
PLACE = Place("lines", "the line extraction network")  # none are shipped


def save_lines(
    path: Path, params: LinesParams, weights: Mapping[str, Tensor], notes: Mapping[str, str]
) -> None:
    """Write weights as float16, with their sizes and `notes` on their making."""
    metadata = {"kind": KIND, "sizes": json.dumps(asdict(params))}
    tensors = {name: value.half() for name, value in weights.items()}
    save_tensors(path, tensors, {**notes, **metadata}, is_named=True)


def load_lines(path: Path | None = None) -> LineNetwork:
    """The network of a file, or of what was trained here; raises InputError where there is none to be used."""
    path = PLACE.found(path)
    tensors, metadata = load_tensors(path)
    try:
        if metadata["kind"] != KIND:
            raise KeyError(metadata["kind"])
        params = _params(json.loads(metadata["sizes"]))
        network = filled(lambda: LineNetwork(params), tensors)
    except (LookupError, TypeError, ValueError, RuntimeError, RecursionError) as error:
        raise InputError(
            f"{path} holds no weights of this version's line extraction network: train it again with "
            "shiage train lines."
        ) from error
    if not all(torch.isfinite(value).all() for value in tensors.values()):
        raise InputError(f"{path} holds weights that are no numbers: train the network again.")
    return network


def _params(sizes: dict[str, object]) -> LinesParams:
    """The sizes in a file; raises TypeError or ValueError beyond our limits, which a hostile file may pass."""
    widths = sizes["widths"]
    if not isinstance(widths, list) or not 2 <= len(widths) <= MOST_WIDTHS or len(sizes) > 1:
        raise TypeError("widths")
    for width in widths:
        if type(width) is not int or not 1 <= width <= WIDEST:
            raise ValueError("widths")
    return LinesParams(tuple(widths))
