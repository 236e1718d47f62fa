"""How the character stands at each time: she turns from side to side, and an arm sweeps before the body."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

FRAMES = 12


@dataclass(frozen=True)
class Pose:
    """Angles in radians, positive toward the right of the page; lengths in pixels."""

    yaw: float  # of the head
    body_yaw: float
    tilt: float  # of the head toward a shoulder
    bob: float  # how far the whole body is lowered
    sway: float  # of the tails of hair and the bag
    upper_arm: float  # the sweeping arm: 0 hangs down, negative is out to the left
    forearm: float
    other_arm: float
    eyes: float  # 1 open .. 0 closed
    mouth: float  # 1 open .. 0 a line
    step: float  # distance between the feet


KEYS = {
    0.0: Pose(-0.44, -0.32, -0.05, 0, -4, -1.95, -2.85, 0.38, 1.0, 1.0, 0),
    2.5: Pose(-0.38, -0.26, -0.06, 4, -10, -1.45, -2.05, 0.34, 1.0, 0.6, 2),
    5.0: Pose(-0.05, -0.02, 0.00, 9, -16, -0.30, 0.75, 0.26, 0.0, 0.0, 6),
    6.0: Pose(0.10, 0.08, 0.02, 9, -8, 0.00, 1.20, 0.24, 0.0, 0.0, 7),
    8.5: Pose(0.38, 0.28, 0.05, 4, 12, 0.42, 1.62, 0.30, 1.0, 0.5, 8),
    11.0: Pose(0.46, 0.34, 0.06, 0, 6, 0.62, 1.86, 0.40, 1.0, 1.0, 8),
}


def pose_at(time: float) -> Pose:
    """The pose at `time` (0 .. FRAMES - 1), eased between the key poses."""
    times = list(KEYS)
    after = int(np.clip(np.searchsorted(times, time, side="right"), 1, len(times) - 1))
    start, end = times[after - 1], times[after]
    share = (time - start) / (end - start)
    share = share * share * (3 - 2 * share)
    pairs = zip(astuple(KEYS[start]), astuple(KEYS[end]), strict=True)
    return Pose(*(a + (b - a) * share for a, b in pairs))
