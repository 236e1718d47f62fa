"""The skeleton of a person in two and a half dimensions: it turns about its upright axis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...page.curves import Points, across, at, smooth, unit
from ...page.parts import SIDES, Part
from .build import Build


class Body:
    """The joints of one frame: the person has height 1, y points down, the pelvis is at the origin."""

    def __init__(self, build: Build, pose: dict[str, float], yaw: float, squash: float) -> None:
        self.build, self.pose, self.yaw = build, pose, yaw + pose["turn"]
        self.cos, self.sin = float(np.cos(self.yaw)), float(np.sin(self.yaw))
        trunk = build.trunk * squash
        self._up = np.array(
            [np.sin(pose["tilt"]), -np.cos(pose["tilt"]) * np.cos(pose["lean"]), np.sin(pose["lean"])]
        )
        self.neck3 = self._up * trunk
        self.pelvis, self.neck = at(0, 0), self.project(self.neck3)[:2]
        self.arms = {name: self._limb(name, side, "arm") for side, name in SIDES}
        self.legs = {name: self._limb(name, side, "leg") for side, name in SIDES}

    def project(self, place: np.ndarray) -> np.ndarray:
        """x, y on the page and depth (larger is nearer) of a point given as x, y, depth of the body: f64 (3,)."""
        x, y, depth = place
        return np.array([x * self.cos + depth * self.sin, y, depth * self.cos - x * self.sin])

    def _limb(self, name: str, side: int, kind: str) -> np.ndarray:
        """f64 (3, 3): root, middle joint and end, each x, y, depth."""
        build, pose = self.build, self.pose
        swing, spread = pose[f"swing {name} {kind}"], pose[f"spread {name} {kind}"]
        if kind == "arm":
            root = self.neck3 * 0.93 + np.array([side * build.shoulders * 0.95, 0, 0])
            length, bend = build.arm, -pose[f"elbow {name}"]
        else:
            root = np.array([side * build.hips * 0.5, 0.0, 0])
            length, bend = build.legs, pose[f"knee {name}"]
        first = _direction(swing, spread * side)
        second = _direction(swing - bend, (spread - pose[f"inward {name} {kind}"]) * side)
        joint = root + first * length * 0.5
        end = joint + second * length * 0.5
        return np.stack([self.project(place) for place in (root, joint, end)])

    def trunk_at(self, theta: np.ndarray | float, height: np.ndarray | float, out: float = 1.0) -> Points:
        """Points on the trunk, f64 (N, 2): `theta` around it (0 is the front), `height` from 0 (hips) to 1 (neck)."""
        theta, height = np.broadcast_arrays(np.asarray(theta, np.float64), np.asarray(height, np.float64))
        seen = (theta + self.yaw + np.pi) % (2 * np.pi) - np.pi
        seen = np.clip(seen, -np.pi / 2, np.pi / 2)
        spine = np.asarray(height)[..., None] * self.neck + (1 - height)[..., None] * self.pelvis
        aside = unit(across(self.neck))
        return np.asarray(spine + (np.sin(seen) * self.half(height) * out)[..., None] * aside).reshape(-1, 2)

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
        """How much the side `theta` of the trunk faces the camera: 1 fully, -1 away."""
        return float(np.cos(theta + self.yaw))

    def trunk(self, low: float = -0.12, high: float = 1.0, out: float = 1.0) -> Points:
        """The outline of the trunk between two heights."""
        heights = np.linspace(low, high, 6)
        right = self.trunk_at(np.pi / 2 - self.yaw, heights, out)
        left = self.trunk_at(-np.pi / 2 - self.yaw, heights, out)
        return np.concatenate([smooth(left, False), smooth(right[::-1], False)])


BodyFeature = Callable[[Body, float], list[Part]]  # parts by the body and the sway of cloth, in radians


def _direction(swing: float, spread: float) -> np.ndarray:
    return np.array([np.sin(spread), np.cos(spread) * np.cos(swing), np.cos(spread) * np.sin(swing)])
