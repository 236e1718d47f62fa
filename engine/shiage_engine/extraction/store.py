"""The line extraction network's weights: where they are, and how they are saved and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from torch import Tensor

from ..learning.tensor_files import filled
from ..methods.pictures.places import Place
from ..methods.pictures.store import load_network, save_network
from .network import LineNetwork, LinesParams

KIND = "shiage-lines-1"  # a new architecture gets a new kind; other sizes do not
WIDEST, MOST_WIDTHS = 1024, 6
SHIPPED = Path(__file__).parent / "weights" / "lines.safetensors"
PLACE = Place("lines", "the line extraction network", SHIPPED)


def save_lines(
    path: Path, params: LinesParams, weights: Mapping[str, Tensor], notes: Mapping[str, str]
) -> None:
    """Write weights as float16, with their sizes and `notes` on their making."""
    save_network(path, KIND, asdict(params), weights, notes)


def load_lines(path: Path | None = None) -> LineNetwork:
    """The network of a file, else what was trained here, or is shipped; raises InputError where it cannot be used."""
    return load_network(
        PLACE.found(path),
        KIND,
        _read,
        network="line extraction network",
        advice="train it again with shiage train lines.",
    )


def _read(sizes: dict[str, object], tensors: dict[str, Tensor], metadata: dict[str, str]) -> LineNetwork:
    params = _params(sizes)
    return filled(lambda: LineNetwork(params), tensors)


def _params(sizes: dict[str, object]) -> LinesParams:
    """The sizes in a file; raises TypeError or ValueError beyond our limits, which a hostile file may pass."""
    widths = sizes["widths"]
    if not isinstance(widths, list) or not 2 <= len(widths) <= MOST_WIDTHS or len(sizes) > 1:
        raise TypeError("widths")
    for width in widths:
        if type(width) is not int or not 1 <= width <= WIDEST:
            raise ValueError("widths")
    return LinesParams(tuple(widths))
