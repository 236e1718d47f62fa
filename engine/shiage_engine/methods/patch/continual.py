"""Continual learning: what a generator inherits from the shots before, and what of them it learns again.

Maejima et al. 2024, section 4.3: weights go on from shot to shot, all but those of the last layer, whose size is the
palette's. Here they belong to a character, whose shots have most colors in common: of the last layer, too, what
belongs to a color known before is inherited, and the rest is renewed. Drawings learned before are replayed with the
new ones, so that they are not forgotten.
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
from .lesson import Study
from .network import PatchGenerator, PatchSizes

MOST_REPLAYED = 12  # drawings; of more, the oldest are forgotten
DIGITS = 16  # of the digest by which a drawing is known again


@dataclass(frozen=True)
class Past:
    """What was learned up to now."""

    sizes: PatchSizes
    weights: Mapping[str, Tensor]  # of a generator of these sizes
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent: what its labels mean
    studies: Mapping[str, Study]  # by `digest`, oldest first
    steps: int = 0


def digest(art: LineArt) -> str:
    """By what a drawing is known again, at whatever scale it is seen."""
    drawn = repr(art.ink.shape).encode() + art.ink.tobytes() + art.kind.tobytes()
    return hashlib.sha256(drawn).hexdigest()[:DIGITS]


def inherit(network: PatchGenerator, past: Past, palette: np.ndarray) -> None:
    """Let a fresh network for `palette`, u8 (K, 4), go on from the past; raises ValueError for other sizes."""
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


def replay(past: Past, palette: np.ndarray, anew: Mapping[str, Study]) -> dict[str, Study]:
    """The studies `anew`, by digest, behind those of the past, whose labels become those of `palette`."""
    rows = np.append(labels_in(past.palette, palette), UNKNOWN)  # UNKNOWN, the last, stays
    former = {
        name: replace(study, labels=rows[study.labels].astype(np.int16))
        for name, study in past.studies.items()
        if name not in anew
    }
    room = max(MOST_REPLAYED - len(anew), 0)
    kept = list(former.items())[len(former) - min(room, len(former)) :]
    return {**dict(kept), **anew}


def labels_in(palette: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each color of `palette`, u8 (K, 4), its label in the other palette, or UNKNOWN: i64 (K,)."""
    place = {tuple(color): label for label, color in enumerate(other.tolist())}
    return np.array([place.get(tuple(color), UNKNOWN) for color in palette.tolist()], np.int64)
