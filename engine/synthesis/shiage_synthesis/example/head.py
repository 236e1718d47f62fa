"""The shape of the example's head: features on a round skull, which narrow and vanish as it turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..page.curves import Points, at, turned
from .pose import Pose

RADIUS = 92.0  # of the skull, at the height of the eyes
CROWN = 108.0  # how high it rises above them


@dataclass(frozen=True)
class Head:
    """Where the head is and how it is turned."""

    pose: Pose

    @property
    def center(self) -> Points:
        return at(480 + 14 * np.sin(self.pose.yaw), 190 + self.pose.bob)

    def place(self, flat: Points, lift: float = 1.0) -> Points:
        """On the page: points of the skull, u around it (0 at the nose), v down from the eyes."""
        u, v = flat[:, 0], flat[:, 1]
        narrow = np.sqrt(np.clip(1 - (np.minimum(v, 0) / (CROWN * lift)) ** 2, 0, 1))
        x = RADIUS * lift * narrow * np.sin(u / RADIUS + self.pose.yaw)
        return self.on_page(np.stack([x, v], 1))

    def on_page(self, local: Points) -> Points:
        return turned(local, self.pose.tilt, at(0, 100)) + self.center

    def angle(self, u: float) -> float:
        """The angle of `u` to the camera, in radians: 0 faces it, beyond pi / 2 is hidden."""
        return u / RADIUS + self.pose.yaw

    def seen(self, flat: Points, lift: float) -> Points:
        """On the page: the points of a line around the skull that face the camera."""
        return self.place(flat[np.abs(flat[:, 0] / RADIUS + self.pose.yaw) < 1.44], lift)
