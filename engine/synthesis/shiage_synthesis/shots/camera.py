"""The camera of a shot."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.motion import keyed
from ..page.parts import affine, joined


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
