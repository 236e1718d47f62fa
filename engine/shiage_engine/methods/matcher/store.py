"""The matcher's weights on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from ...drawing import schema
from ...errors import InputError
from ...learning.tensor_files import filled, load_tensors, save_tensors
from ...protocol.json_text import parse_json
from .network import Matcher, MatcherParams

SHIPPED = Path(__file__).parent / "weights" / "matcher.safetensors"
# For shots that model sheets alone teach: in another pose, from elsewhere and in other light, place tells less.
OF_SHEETS = SHIPPED.with_name("sheets.safetensors")
LARGEST = {"layers": 16, "rounds": 16, "scales": 16, **dict.fromkeys(("descriptors", "channels"), 1024)}
LARGEST |= dict.fromkeys(("crop", "width", "pair_width"), 1024)
KIND = "shiage-matcher-1"  # a new architecture gets a new kind; other sizes do not


def save_matcher(path: Path, matcher: Matcher, notes: Mapping[str, str]) -> None:
    """Write weights as float16; metadata are their sizes, the descriptors' digest, and `notes` on their source."""
    tensors = {name: value.half() for name, value in matcher.state_dict().items()}
    for name in ("mean", "scale"):  # half precision would round descriptors
        tensors[name] = matcher.state_dict()[name]
    metadata = {"kind": KIND, "sizes": json.dumps(asdict(matcher.params)), "descriptors": schema.DIGEST}
    save_tensors(path, tensors, {**notes, **metadata}, is_named=True)


def load_matcher(path: Path) -> Matcher:
    """The matcher of a file, ready to use; raises InputError, with a sentence, where the file cannot be used."""
    tensors, metadata = load_tensors(path)
    if metadata.get("descriptors", schema.DIGEST) != schema.DIGEST:  # version 0.1 wrote none, and had these
        raise InputError(
            f"{path} was trained on other descriptors of regions than this version computes: "
            "install Shiage again, or train the matcher again."
        )
    try:
        if metadata["kind"] != KIND:
            raise KeyError(metadata["kind"])
        sizes = MatcherParams(**parse_json(metadata["sizes"]))
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
    """Raise ValueError for sizes beyond LARGEST: a file from elsewhere could take all memory and time."""
    for name, value in asdict(sizes).items():
        if not isinstance(value, int) or not 1 <= value <= LARGEST[name]:
            raise ValueError(name)
