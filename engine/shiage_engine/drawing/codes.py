"""Code colors: a palette exchanged for colors far apart, for networks that answer with a picture.

A palette may hold two colors one step of blue apart, which no such network can tell; and white paint on white paper
would look like "left unpainted". So each label, 0 ("left unpainted") among them, gets a code: a color far from all
other codes in OKLab. None is near black, which on a map of hints means "no hint".
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .oklab import oklab

STEPS = 9  # of each channel, in the pool of candidates
DARKEST = 0.4  # lightness in OKLab of the darkest code; black has 0


def code_colors(count: int, random: np.random.Generator) -> np.ndarray:
    """A code for each of `count` labels, u8 RGB (count, 3), drawn at random: farthest-first, then shuffled.

    No two are equal up to several hundred labels; beyond the size of the pool codes occur again.
    """
    pool, places = _pool()
    chosen = [int(random.integers(len(pool)))]
    nearest = np.full(len(pool), np.inf, np.float32)
    while len(chosen) < min(count, len(pool)):
        nearest = np.minimum(nearest, ((places - places[chosen[-1]]) ** 2).sum(1))
        chosen.append(int(nearest.argmax()))
    codes = pool[random.permutation(chosen)]
    return np.resize(codes, (count, 3))


def own_colors(palette: np.ndarray) -> np.ndarray:
    """The colors of `palette`, u8 RGBA (K, 4), as codes of themselves, u8 RGB (K, 3): the case of the papers.

    Row 0, "left unpainted", gets the color of the pool that is farthest from all of them.
    """
    codes = palette[:, :3].copy()
    pool, places = _pool()
    if len(codes) > 1:
        away = places[:, None] - oklab(codes[None, 1:].astype(np.float32) / 255)
        codes[0] = pool[(away**2).sum(2).min(1).argmax()]
    else:
        codes[0] = pool[-1]
    return codes


@cache
def _pool() -> tuple[np.ndarray, np.ndarray]:
    """The candidates, u8 RGB (N, 3), and their places in OKLab, f32 (N, 3)."""
    levels = np.linspace(0, 255, STEPS).round().astype(np.uint8)
    colors = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), 3).reshape(-1, 3)
    places = oklab(colors.astype(np.float32) / 255)
    is_light = places[:, 0] >= DARKEST
    return colors[is_light], places[is_light]
