"""The camera of a shot: what it frames, and how it moves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.chance import Rng
from ..page.motion import keyed
from ..page.parts import Figure, affine, joined

SHARE_FRAMED = 0.7  # of the shots, whose figures are seen whole when the camera rests


def framing(rng: Rng, figures: Sequence[Figure], frames: int) -> np.ndarray:
    """A map (2, 3) that fits all figures, as some frames show them, into the page; or the identity."""
    chosen, margin, x, y = rng.random(), rng.uniform(0.02, 0.15), *rng.random(2)
    if chosen > SHARE_FRAMED:
        return affine(0, 0, 1)
    places = [
        piece
        for frame in {0, frames // 3, 2 * frames // 3, frames - 1}
        for figure in figures
        for part in figure(frame)
        for piece in part.pieces
    ]
    if not places:  # speed lines have no area
        return affine(0, 0, 1)
    low = np.min([piece.min(0) for piece in places], 0)
    high = np.max([piece.max(0) for piece in places], 0)
    free = 1 - 2 * margin
    scale = free / float(max(high - low))
    shift = margin + (free - (high - low) * scale) * (x, y) - low * scale
    return affine(shift[0], shift[1], scale)


def camera(rng: Rng, frames: int) -> list[np.ndarray]:
    """A map of the page onto itself for every frame: still, or pan, zoom, tilt and cuts."""
    keys = np.zeros((2, 4))
    kind = rng.choice(["still", "move", "close", "cuts", "shake"], p=[0.6, 0.18, 0.06, 0.06, 0.1])
    if kind == "move":
        keys = rng.normal(0, (0.12, 0.12, 0.15, 0.1), (2, 4))
    elif kind == "close":
        keys = np.repeat(rng.normal((0, 0.5, 0.7, 0), (0.15, 0.2, 0.2, 0.05), (1, 4)), 2, 0)
    elif kind == "cuts":
        keys = rng.normal(0, (0.15, 0.15, 0.25, 0.15), (int(rng.integers(2, 5)), 4))
    track = keyed(keys, frames, kind == "cuts")
    if kind == "shake":
        track = track + rng.normal(0, (0.02, 0.02, 0.02, 0.02), (frames, 4))
    middle = affine(-0.5, -0.5, 1)
    return [joined(affine(0.5 + x, 0.5 + y, float(np.exp(zoom)), tilt), middle) for x, y, zoom, tilt in track]
