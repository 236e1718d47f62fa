"""How a person moves in a shot: a pose for every frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...page.chance import Rng, one_of
from ...page.motion import drift, keyed, wave
from ...page.parts import SIDES

# The numbers of a pose: angles in radians (swing forward, spread sideways), x and y in heights of the person.
POSE = [
    *(f"{part} {name} arm" for name in ("left", "right") for part in ("swing", "spread", "inward")),
    *(f"{part} {name} leg" for name in ("left", "right") for part in ("swing", "spread", "inward")),
    *("elbow left", "elbow right", "knee left", "knee right"),
    *("lean", "tilt", "head roll", "head turn", "nod", "x", "y", "roll", "turn"),
]


Motion = Callable[[np.ndarray, Rng], None]  # changes poses, f64 (frames, len(POSE)), in place


def choose_poses(rng: Rng, frames: int) -> np.ndarray:
    """A random motion: f64 (frames, len(POSE))."""
    kinds: list[Motion] = [
        _idle,
        _walk,
        _run,
        _keys,
        _keys,
        _wave,
        _dance,
        _jump,
        _fall,
        _squat,
        _crawl,
    ]
    track = _motion(rng, frames, kinds)
    if rng.random() < 0.3:  # a cut to another motion
        start = int(rng.integers(1, max(frames, 2)))
        track[start:] = _motion(rng, frames, kinds)[start:]
    for name in ("lean", "tilt", "head roll", "head turn", "nod"):
        track[:, POSE.index(name)] += wave(rng, frames, rng.uniform(0, 0.12))
    if rng.random() < 0.4:
        track[:, POSE.index("turn")] += drift(rng, frames, rng.choice([0.6, 1.5, np.pi]))
    if rng.random() < 0.12:
        track[:, POSE.index("roll")] += rng.uniform(-1.6, 1.6)
    return track


def _motion(rng: Rng, frames: int, kinds: Sequence[Motion]) -> np.ndarray:
    track = np.repeat(_random_pose(rng, 0.5)[None], frames, 0)
    one_of(rng, kinds)(track, rng)
    return track


def _idle(track: np.ndarray, rng: Rng) -> None:
    track[:, POSE.index("y")] += wave(rng, len(track), 0.01)


def _keys(track: np.ndarray, rng: Rng) -> None:
    """From one random key pose to the next."""
    keys = [_random_pose(rng, rng.uniform(0.5, 1.2)) for _ in range(int(rng.integers(2, 5)))]
    track[:] = keyed(np.stack(keys), len(track), hold=rng.random() < 0.4)


def _walk(track: np.ndarray, rng: Rng) -> None:
    _stride(track, rng, 0.55)


def _run(track: np.ndarray, rng: Rng) -> None:
    _stride(track, rng, 1.0)


def _crawl(track: np.ndarray, rng: Rng) -> None:
    _stride(track, rng, 0.5)
    track[:, POSE.index("lean")] = rng.uniform(0.9, 1.5)


def _wave(track: np.ndarray, rng: Rng) -> None:
    """A raised arm waves."""
    name = rng.choice(["left", "right"])
    track[:, POSE.index(f"spread {name} arm")] = rng.uniform(1.6, 2.6) + wave(rng, len(track), 0.3)
    track[:, POSE.index(f"elbow {name}")] = rng.uniform(0, 0.5) + wave(rng, len(track), 0.4)


def _dance(track: np.ndarray, rng: Rng) -> None:
    for name in POSE[: POSE.index("x")]:
        track[:, POSE.index(name)] += wave(rng, len(track), rng.uniform(0, 0.4))


def _jump(track: np.ndarray, rng: Rng) -> None:
    height = np.clip(np.sin(np.linspace(-0.6, 2 * np.pi, len(track))), -0.25, 1)
    track[:, POSE.index("y")] -= height * rng.uniform(0.1, 0.35)
    for _, name in SIDES:
        track[:, POSE.index(f"knee {name}")] += np.clip(-height * 4, 0, 1.2)
        track[:, POSE.index(f"spread {name} arm")] += height


def _fall(track: np.ndarray, rng: Rng) -> None:
    track[:, POSE.index("roll")] += drift(rng, len(track), 1.8)


def _random_pose(rng: Rng, size: float) -> np.ndarray:
    pose = dict.fromkeys(POSE, 0.0)
    for _, name in SIDES:
        pose[f"swing {name} arm"] = rng.normal(0.2, 0.7) * size
        pose[f"spread {name} arm"] = abs(rng.normal(0.25, 0.6 * size))
        pose[f"inward {name} arm"] = abs(rng.normal(0.1, 0.8)) * size
        pose[f"elbow {name}"] = abs(rng.normal(0.3, 0.9 * size))
        pose[f"swing {name} leg"] = rng.normal(0.0, 0.4) * size
        pose[f"spread {name} leg"] = abs(rng.normal(0.05, 0.2 * size))
        pose[f"knee {name}"] = abs(rng.normal(0, 0.5)) * size
    pose["lean"] = rng.normal(0.05, 0.2) * size
    pose["tilt"] = rng.normal(0, 0.15) * size
    pose["head roll"] = rng.normal(0, 0.2) * size
    pose["head turn"] = rng.normal(0, 0.4) * size
    pose["nod"] = rng.normal(0, 0.12) * size
    pose["x"], pose["y"] = rng.normal(0, 0.08, 2) * size
    pose["turn"] = rng.normal(0, 0.4) * size
    return np.array([pose[name] for name in POSE])


def _stride(track: np.ndarray, rng: Rng, size: float) -> None:
    """Legs and arms swing in opposite directions."""
    phase = 2 * np.pi * (rng.uniform(0.6, 1.4) * np.arange(len(track)) / len(track) + rng.random())
    for side, name in SIDES:
        swing = np.sin(phase) * side
        track[:, POSE.index(f"swing {name} leg")] = swing * 0.8 * size
        track[:, POSE.index(f"knee {name}")] = (0.3 + 0.7 * np.clip(np.cos(phase) * side, 0, 1)) * 1.3 * size
        track[:, POSE.index(f"swing {name} arm")] = -swing * 0.9 * size
        track[:, POSE.index(f"elbow {name}")] = 0.3 + size * rng.uniform(0.2, 1.2)
    track[:, POSE.index("y")] += 0.03 * size * np.cos(2 * phase)
    track[:, POSE.index("lean")] += 0.2 * size


def _squat(track: np.ndarray, rng: Rng) -> None:
    """Squatting or sitting down, and perhaps getting up again."""
    depth = np.clip(rng.uniform(0.4, 1.2) + wave(rng, len(track), rng.uniform(0, 0.7)), 0, 1)
    thigh, seated = rng.uniform(1.3, 1.9), rng.random() < 0.4
    for _, name in SIDES:
        track[:, POSE.index(f"swing {name} leg")] = thigh * depth
        track[:, POSE.index(f"knee {name}")] = thigh * depth * (1.0 if seated else 1.5)
        track[:, POSE.index(f"spread {name} leg")] += 0.3 * depth
    track[:, POSE.index("y")] += 0.2 * depth
