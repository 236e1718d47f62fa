"""Continual learning: a generator goes on from earlier shots, whose reference frames are replayed.

Maejima et al. 2024, section 4.3: the weights of one shot initialize the next one's, except those of the last layer,
whose size is the palette's. Here weights belong to a character, whose shots have most colors in common: in the last
layer, too, the rows of known colors are inherited, and only those of new colors are initialized anew. Earlier
reference frames are replayed with the new ones, so that they are not forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from ...drawing.line_art import LineArt
from ...drawing.shot import UNKNOWN
from .lesson import ScaledReference
from .network import PatchGenerator, PatchSizes

MOST_REPLAYED = 12  # reference frames; where there are more, the oldest are dropped
DIGITS = 16  # of a digest


@dataclass(frozen=True)
class Past:
    """What was learned of a character up to now."""

    sizes: PatchSizes
    weights: Mapping[str, Tensor]  # of a generator of these sizes
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent: the colors of its labels
    references: Mapping[str, ScaledReference]  # by `digest`, oldest first
    steps: int = 0  # of training, in all


def digest(art: LineArt) -> str:
    """Identifies a drawing, whatever the scale it was learned at."""
    content = repr(art.ink.shape).encode() + art.ink.tobytes() + art.kind.tobytes()
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def inherit(network: PatchGenerator, past: Past, palette: np.ndarray) -> None:
    """Initialize a network for `palette`, u8 (K, 4), with the past's weights; raises ValueError for other sizes."""
    if replace(past.sizes, labels=network.sizes.labels) != network.sizes:
        raise ValueError(f"a generator of {network.sizes} cannot inherit from one of {past.sizes}")
    rows = labels_in(past.palette, palette)
    known = rows != UNKNOWN
    own = network.state_dict()
    for name, value in past.weights.items():
        if name.startswith("last."):
            fresh = own[name].clone()
            fresh[torch.from_numpy(rows[known])] = value[torch.from_numpy(known)]
            own[name] = fresh
        else:
            own[name] = value
    network.load_state_dict(own)


def replay(past: Past, palette: np.ndarray, new: Mapping[str, ScaledReference]) -> dict[str, ScaledReference]:
    """The references of the past, with the labels of `palette`, followed by the `new` ones; both by digest."""
    rows = np.append(labels_in(past.palette, palette), UNKNOWN)  # index -1, UNKNOWN, stays UNKNOWN
    earlier = {
        name: replace(reference, labels=rows[reference.labels].astype(np.int16))
        for name, reference in past.references.items()
        if name not in new
    }
    room = max(MOST_REPLAYED - len(new), 0)
    kept = list(earlier.items())[len(earlier) - min(room, len(earlier)) :]
    return {**dict(kept), **new}


def labels_in(palette: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each color of `palette`, u8 (K, 4), its label in the other palette, or UNKNOWN: i64 (K,)."""
    place = {tuple(color): label for label, color in enumerate(other.tolist())}
    return np.array([place.get(tuple(color), UNKNOWN) for color in palette.tolist()], np.int64)
