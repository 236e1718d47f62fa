"""Movement over the frames of a shot: waves, key poses, things that lag behind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .chance import Rng

Track = np.ndarray  # f64 (frames,): one number for every frame


def ease(place: np.ndarray) -> np.ndarray:
    """`place` in [0, 1], slowed down at both ends (smoothstep)."""
    return place * place * (3 - 2 * place)


def wave(rng: Rng, frames: int, size: float, cycles: float | None = None) -> Track:
    """A sine wave of amplitude `size` and random phase; by default of a random frequency."""
    turns = rng.uniform(0.4, 2.0) if cycles is None else cycles
    return size * np.sin(2 * np.pi * (turns * np.arange(frames) / frames + rng.random()))


def drift(rng: Rng, frames: int, size: float) -> Track:
    """A slow change from one value to another, both within `size` of 0."""
    start, end = rng.uniform(-size, size, 2)
    return start + (end - start) * ease(np.linspace(0, 1, frames))


def keyed(keys: np.ndarray, frames: int, hold: bool) -> Track:
    """From key to key (rows of f64 (K, ...)), held or eased in between."""
    place = np.linspace(0, len(keys) - 1, frames) if len(keys) > 1 else np.zeros(frames)
    lower = np.minimum(place.astype(int), max(len(keys) - 2, 0))
    upper = np.minimum(lower + 1, len(keys) - 1)
    part = place - lower
    part = (part > 0.5).astype(float) if hold else ease(part)
    part = part.reshape(-1, *[1] * (keys.ndim - 1))
    return keys[lower] * (1 - part) + keys[upper] * part


def lagging(track: Track, spring: float) -> Track:
    """How far something soft lags behind `track`: a damped spring, pushed by its speed."""
    pull = -np.gradient(track) if len(track) > 1 else np.zeros(1)
    place, speed = 0.0, 0.0
    behind = []
    for push in pull:
        speed = spring * speed + push - 0.5 * place
        place += speed
        behind.append(place)
    return np.array(behind)


def sometimes(rng: Rng, frames: int, share: float) -> np.ndarray:
    """bool (frames,): true in one stretch of about this share of the frames, or nowhere."""
    length = round(share * frames * rng.uniform(0.5, 1.5))
    start = int(rng.integers(-1, frames))
    return (np.arange(frames) >= start) & (np.arange(frames) < start + length)


def warp(rng: Rng, size: float, reach: float) -> Callable[[np.ndarray], np.ndarray]:
    """A smooth random displacement of the page by about `size`, with waves of about `reach`."""
    waves = rng.normal(0, 2 * np.pi / reach, (2, 4))
    phases = rng.uniform(0, 2 * np.pi, 4)
    sizes = rng.normal(0, size / 2, (4, 2))
    return lambda places: places + np.sin(places @ waves + phases) @ sizes
