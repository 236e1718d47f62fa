"""The U-nets of characters on disk, with what coloring needs: sizes, palette, and the scale of drawings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ...errors import InputError
from ...learning.kept import LARGEST_PALETTE, Kept
from ...learning.tensor_files import filled, load_tensors, save_tensors
from ...protocol.json_text import parse_json
from .network import UNet, UNetParams
from .variants import Variants

METHOD = "unet"
KIND = "shiage-unet-1"  # of the architecture; other sizes keep it, another architecture gets a new one
LARGEST = {"labels": LARGEST_PALETTE, "width": 256, "widest": 1024, "depth": 8, "fold": 4}


@dataclass(frozen=True)
class Learned:
    """What was learned of a character."""

    network: UNet
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    variants: Variants  # which of its colors share a label of the network
    shrink: float  # drawings are scaled by this for the network, in (0, 1]


def save_unet(path: Path, weights: Mapping[str, Tensor], learned: Learned, kept: Kept) -> None:
    """Write `weights` of the network in `learned` as float16, with `kept` (whose they are, the palette)."""
    notes = {
        "kind": KIND,
        "sizes": json.dumps(asdict(learned.network.params)),
        "shrink": repr(learned.shrink),
        "label_of": json.dumps(learned.variants.label_of.tolist()),
        "counts": json.dumps(learned.variants.counts.tolist()),
    }
    save_tensors(path, {name: value.half() for name, value in weights.items()}, kept.metadata() | notes)


def load_unet(path: Path) -> Learned:
    """The U-net of a file, ready to use; raises InputError, with a sentence, where the file is not sound."""
    try:
        tensors, metadata = load_tensors(path)
        if metadata["kind"] != KIND:
            raise ValueError("kind")
        params = UNetParams(**parse_json(metadata["sizes"]))
        _check(params)
        palette = np.array(Kept.of(metadata).palette, np.uint8)
        shrink = float(metadata["shrink"])
        variants = Variants.read(parse_json(metadata["label_of"]), parse_json(metadata["counts"]))
        if len(palette) != len(variants.label_of) or variants.labels != params.labels or not 0 < shrink <= 1:
            raise ValueError("palette or shrink")
        network = filled(lambda: UNet(params), tensors)
    except (InputError, LookupError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(
            f"{path} holds no U-net of this version that can be read: train the character again, or remove what is "
            "kept of it with shiage weights remove."
        ) from error
    if not all(torch.isfinite(value).all() for value in tensors.values()):
        raise InputError(f"{path} holds weights that are not finite: train the character again.")
    return Learned(network, palette, variants, shrink)


def _check(params: UNetParams) -> None:
    """Raise ValueError for sizes beyond our limits, which a hostile file may have."""
    for name, value in asdict(params).items():
        if type(value) is not int or not 1 <= value <= LARGEST[name]:
            raise ValueError(name)
