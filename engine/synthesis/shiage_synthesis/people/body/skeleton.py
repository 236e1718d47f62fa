"""A body in two and a half dimensions: a skeleton turned about its upright axis, and its pose over a shot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...page.curves import Points, at, smooth
from ...page.motion import Rng, drift, keyed, wave
from ...page.parts import Part

# What a pose tells, in radians; swing is forward, spread is sideways.
POSE = [
    *(f"{part} {name} arm" for name in ("left", "right") for part in ("swing", "spread", "inward")),
    *(f"{part} {name} leg" for name in ("left", "right") for part in ("swing", "spread", "inward")),
    *("elbow left", "elbow right", "knee left", "knee right"),
    *("lean", "tilt", "head roll", "head turn", "nod", "x", "y", "roll", "turn"),
]
LIMBS = (("left", -1), ("right", 1))
Motion = Callable[[np.ndarray, Rng], None]  # changes a track of poses


@dataclass(frozen=True)
class Build:
    """Proportions of a figure whose height is 1."""

    head: float  # height of the head
    legs: float
    trunk: float
    shoulders: float  # half widths
    waist: float
    hips: float
    depth: float  # of the trunk, by its width
    arm: float  # lengths
    limb: float  # width
    hand: float  # radius
    foot: float  # length


def draw_build(rng: Rng) -> Build:
    """From a chibi of two heads to a grown-up of seven."""
    heads = float(rng.choice([rng.uniform(1.7, 2.6), rng.uniform(2.6, 4.5), rng.uniform(4.5, 7.5)]))
    head = 1 / heads
    rest = 1 - head
    legs = rest * rng.uniform(0.42, 0.6)
    trunk = (rest - legs) * 0.95
    slim = rng.uniform(0.75, 1.3)
    wide = (0.06 + 0.12 * head + 0.1 * trunk) * slim
    return Build(
        head=head,
        legs=legs,
        trunk=trunk,
        shoulders=wide * rng.uniform(0.8, 1.25),
        waist=wide * rng.uniform(0.6, 0.95),
        hips=wide * rng.uniform(0.75, 1.1),
        depth=rng.uniform(0.55, 0.85),
        arm=(trunk + 0.35 * legs) * rng.uniform(0.85, 1.1),
        limb=wide * rng.uniform(0.5, 0.75),
        hand=wide * rng.uniform(0.28, 0.42),
        foot=wide * rng.uniform(0.9, 1.5),
    )


class Body:
    """The joints of one frame. `places` has them on the page of the figure (height 1, y down, pelvis at 0)."""

    def __init__(self, build: Build, pose: dict[str, float], yaw: float, squash: float) -> None:
        self.build, self.pose, self.yaw = build, pose, yaw + pose["turn"]
        self.cos, self.sin = float(np.cos(self.yaw)), float(np.sin(self.yaw))
        trunk = build.trunk * squash
        self._up = np.array(
            [np.sin(pose["tilt"]), -np.cos(pose["tilt"]) * np.cos(pose["lean"]), np.sin(pose["lean"])]
        )
        self.neck3 = self._up * trunk
        self.pelvis, self.neck = at(0, 0), self.project(self.neck3)[:2]
        self.arms = {name: self._limb(name, side, "arm") for name, side in LIMBS}
        self.legs = {name: self._limb(name, side, "leg") for name, side in LIMBS}

    def project(self, place: np.ndarray) -> np.ndarray:
        """x, y on the page and depth (larger is nearer) of a place x, y, depth of the body."""
        x, y, depth = place
        return np.array([x * self.cos + depth * self.sin, y, depth * self.cos - x * self.sin])

    def _limb(self, name: str, side: int, kind: str) -> np.ndarray:
        """f64 (3, 3): root, middle joint and end, each x, y, depth."""
        build, pose = self.build, self.pose
        swing, spread = pose[f"swing {name} {kind}"], pose[f"spread {name} {kind}"]
        if kind == "arm":
            root = self.neck3 * 0.93 + np.array([side * build.shoulders * 0.95, 0, 0])
            length, bend, upper = build.arm, -pose[f"elbow {name}"], 0.5
        else:
            root = np.array([side * build.hips * 0.5, 0.0, 0])
            length, bend, upper = build.legs, pose[f"knee {name}"], 0.5
        first = _direction(swing, spread * side)
        second = _direction(swing - bend, (spread - pose[f"inward {name} {kind}"]) * side)
        joint = root + first * length * upper
        end = joint + second * length * (1 - upper)
        return np.stack([self.project(place) for place in (root, joint, end)])

    def trunk_at(self, theta: np.ndarray | float, height: np.ndarray | float, out: float = 1.0) -> Points:
        """Places on the trunk: `theta` around it (0 the front), `height` 0 hips to 1 neck: f64 (N, 2)."""
        theta, height = np.broadcast_arrays(np.asarray(theta, np.float64), np.asarray(height, np.float64))
        seen = (theta + self.yaw + np.pi) % (2 * np.pi) - np.pi
        seen = np.clip(seen, -np.pi / 2, np.pi / 2)
        spine = np.asarray(height)[..., None] * self.neck + (1 - height)[..., None] * self.pelvis
        across = np.array([-self.neck[1], self.neck[0]])
        across = across / max(float(np.hypot(*across)), 1e-6)
        return np.asarray(spine + (np.sin(seen) * self.half(height) * out)[..., None] * across).reshape(-1, 2)

    def half(self, height: np.ndarray | float) -> np.ndarray:
        """Half the width of the trunk as seen at a height."""
        build = self.build
        wide = np.interp(
            height,
            (-0.3, 0, 0.45, 0.9, 1.0),
            (build.hips * 1.05, build.hips, build.waist, build.shoulders, build.shoulders * 0.5),
        )
        return wide * np.hypot(self.cos, build.depth * self.sin)

    def faces(self, theta: float) -> float:
        """How much a side of the trunk looks at us, -1 to 1."""
        return float(np.cos(theta + self.yaw))

    def trunk(self, low: float = -0.12, high: float = 1.0, out: float = 1.0) -> Points:
        """The outline of the trunk between two heights."""
        heights = np.linspace(low, high, 6)
        right = self.trunk_at(np.pi / 2 - self.yaw, heights, out)
        left = self.trunk_at(-np.pi / 2 - self.yaw, heights, out)
        return np.concatenate([smooth(left, False), smooth(right[::-1], False)])


BodyFeature = Callable[[Body, float], list[Part]]  # a body and the sway of cloth, in radians


def _direction(swing: float, spread: float) -> np.ndarray:
    return np.array([np.sin(spread), np.cos(spread) * np.cos(swing), np.cos(spread) * np.sin(swing)])


def draw_poses(rng: Rng, frames: int) -> np.ndarray:
    """A motion of its own: f64 (frames, len(POSE))."""
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
    if rng.random() < 0.3:  # something else from some frame on, at once
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
    kinds[int(rng.integers(len(kinds)))](track, rng)
    return track


def _idle(track: np.ndarray, rng: Rng) -> None:
    track[:, POSE.index("y")] += wave(rng, len(track), 0.01)


def _keys(track: np.ndarray, rng: Rng) -> None:
    """From one key pose to the next."""
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
    for name, _ in LIMBS:
        track[:, POSE.index(f"knee {name}")] += np.clip(-height * 4, 0, 1.2)
        track[:, POSE.index(f"spread {name} arm")] += height


def _fall(track: np.ndarray, rng: Rng) -> None:
    track[:, POSE.index("roll")] += drift(rng, len(track), 1.8)


def _random_pose(rng: Rng, size: float) -> np.ndarray:
    pose = dict.fromkeys(POSE, 0.0)
    for name, _ in LIMBS:
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
    """Legs and arms swing against each other."""
    phase = 2 * np.pi * (rng.uniform(0.6, 1.4) * np.arange(len(track)) / len(track) + rng.random())
    for name, side in LIMBS:
        swing = np.sin(phase) * side
        track[:, POSE.index(f"swing {name} leg")] = swing * 0.8 * size
        track[:, POSE.index(f"knee {name}")] = (0.3 + 0.7 * np.clip(np.cos(phase) * side, 0, 1)) * 1.3 * size
        track[:, POSE.index(f"swing {name} arm")] = -swing * 0.9 * size
        track[:, POSE.index(f"elbow {name}")] = 0.3 + size * rng.uniform(0.2, 1.2)
    track[:, POSE.index("y")] += 0.03 * size * np.cos(2 * phase)
    track[:, POSE.index("lean")] += 0.2 * size


def _squat(track: np.ndarray, rng: Rng) -> None:
    """Down on the heels or onto a seat, staying there or getting up again."""
    depth = np.clip(rng.uniform(0.4, 1.2) + wave(rng, len(track), rng.uniform(0, 0.7)), 0, 1)
    thigh, seated = rng.uniform(1.3, 1.9), rng.random() < 0.4
    for name, _ in LIMBS:
        track[:, POSE.index(f"swing {name} leg")] = thigh * depth
        track[:, POSE.index(f"knee {name}")] = thigh * depth * (1.0 if seated else 1.5)
        track[:, POSE.index(f"spread {name} leg")] += 0.3 * depth
    track[:, POSE.index("y")] += 0.2 * depth
