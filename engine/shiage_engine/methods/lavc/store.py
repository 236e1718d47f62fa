"""LAVC's weights on disk: both networks in one file; the second may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from torch import Tensor

from ...errors import InputError
from ...learning.kept import is_kept, path_of
from ...learning.spectral import baked
from ...learning.tensor_files import filled, under
from ..pictures.layers import NORMS
from ..pictures.store import load_network, save_network, size_of
from .network import INPUTS, ColorTransform, LavcParams
from .places import PLACE
from .temporal import TemporalConstraint

KIND = "shiage-lavc-1"  # a new architecture gets a new kind; other sizes do not
METHOD = "lavc"
NO_COLORS = ((0, 0, 0, 0),)  # the palette that is kept of a character: the networks know no colors
COLORS, TEMPORAL = "colors.", "temporal."  # prefixes of the networks' tensors
LIMITS = {"width": (1, 256), "latent": (1, 1024), "blocks": (1, 64), "keys": (1, 256), "context": (0, 8)}
LARGEST_DILATION, MOST_DILATIONS = 64, 16
# What is believed: the picture, the match that it is made from, or the mean of both.
ANSWER, BY_PICTURE, BY_MATCH, BY_BOTH = "answer", "picture", "match", "both"


@dataclass(frozen=True)
class Trained:
    """Networks that can be used, and what they were trained for."""

    colors: ColorTransform
    temporal: TemporalConstraint | None
    size: int  # pixels of the longer side of what they learned from
    answer: str = BY_PICTURE


def save_lavc(
    path: Path,
    params: LavcParams,
    colors: Mapping[str, Tensor],
    temporal: Mapping[str, Tensor] | None = None,
    *,
    size: int,
    notes: Mapping[str, str],
) -> None:
    """Write weights as float16, with their sizes and `notes` on their making."""
    sizes = asdict(params) | {"without": sorted(params.without)}
    tensors = {COLORS + name: value for name, value in baked(colors).items()}
    if temporal is not None:
        tensors |= {TEMPORAL + name: value for name, value in baked(temporal).items()}
    save_network(path, KIND, sizes, tensors, {**notes, "size": str(size)})


def load_lavc(path: Path) -> Trained:
    """The networks of a file; raises InputError, with a sentence, where the file cannot be used."""
    return load_network(
        path,
        KIND,
        _read,
        network="LAVC",
        advice="install Shiage again, or train it again with shiage train lavc.",
    )


def _read(sizes: dict[str, object], tensors: dict[str, Tensor], metadata: dict[str, str]) -> Trained:
    params, size = _params(sizes), size_of(metadata)
    colors = filled(lambda: ColorTransform(params), under(COLORS, tensors))
    of_time, temporal = under(TEMPORAL, tensors), None
    if of_time:
        temporal = filled(lambda: TemporalConstraint(params), of_time)
    answer = metadata.get(ANSWER, BY_PICTURE)
    if answer not in (BY_MATCH, BY_BOTH) or colors.similarity is None:
        answer = BY_PICTURE
    return Trained(colors, temporal, size, answer)


def load_for(character: str = "", path: Path | None = None) -> Trained:
    """What is kept of a character, or else the networks of a file `path`, trained here, or shipped.

    Raises InputError, with a sentence, where there are none, or they cannot be used.
    """
    if not is_kept(METHOD, character):
        return load_lavc(PLACE.found(path))
    kept = path_of(METHOD, character)
    try:
        return load_lavc(kept)
    except InputError as error:
        raise InputError(
            f"{kept} holds no LAVC weights of this version that can be read: remove them with shiage weights remove."
        ) from error


def _params(sizes: dict[str, object]) -> LavcParams:
    """The sizes in a file; raises TypeError or ValueError beyond our limits, which a hostile file may pass."""
    dilations, without = sizes["dilations"], sizes["without"]
    if not isinstance(dilations, list) or not isinstance(without, list):
        raise TypeError("dilations or without")
    params = LavcParams(**{**sizes, "dilations": tuple(dilations), "without": frozenset(without)})  # type: ignore[arg-type]
    for name, (least, most) in LIMITS.items():
        value = getattr(params, name)
        if type(value) is not int or not least <= value <= most:
            raise ValueError(name)
    for dilation in params.dilations:
        if type(dilation) is not int or not 1 <= dilation <= LARGEST_DILATION:
            raise ValueError("dilations")
    if len(params.dilations) > MOST_DILATIONS or params.norm not in NORMS or not params.without <= {*INPUTS}:
        raise ValueError("dilations, norm or without")
    if type(params.has_copy) is not bool:
        raise TypeError("has_copy")
    return params
