"""The shape of a head that turns: points of its surface become points of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...page.curves import Points, at, smooth, turned
from ...page.parts import Part

Places = np.ndarray | Sequence[float] | float


@dataclass(frozen=True)
class Head:
    """The head of one frame.

    Head coordinates: y is -1 at the crown and 1 at the chin; longitude 0 is the middle of the face.
    """

    center: Points
    size: float  # half its height
    yaw: float  # radians; 0 faces the camera
    roll: float
    nod: float  # how far the face is shifted down, in sizes
    width: float  # relative to the height
    chin: float  # in [0, 1]: how pointed
    sway: float  # of hair and the like, in radians
    lift: float  # of hair and the like, upward, in sizes
    frame: int

    def page(self, places: Points) -> Points:
        """From head coordinates, x and y, to the page."""
        return turned(np.asarray(places, np.float64), self.roll) * self.size + self.center

    def surface(self, longitude: Places, y: Places, out: float = 1.0) -> Points:
        """Points of the surface on the page, f64 (N, 2); those at the back are moved to the silhouette."""
        return self.page(self.flat(longitude, y, out))

    def flat(self, longitude: Places, y: Places, out: float = 1.0) -> Points:
        """As `surface`, in head coordinates."""
        angle, height = np.broadcast_arrays(self.turned(longitude), np.asarray(y, np.float64))
        half = self.width * np.sqrt(np.clip(1 - (0.8 * height + 0.12) ** 2, 0.1, 1)) * out
        front = np.clip(np.cos(angle), 0, 1)
        x = half * np.where(abs(angle) < np.pi / 2, np.sin(angle), np.sign(angle))
        return np.stack([x, height + self.nod * front], -1).reshape(-1, 2)

    def turned(self, longitude: Places) -> np.ndarray:
        """Longitude relative to the camera, within (-pi, pi]."""
        return np.asarray((np.asarray(longitude, np.float64) + self.yaw + np.pi) % (2 * np.pi) - np.pi)

    def depth(self, longitude: float) -> float:
        """How much a longitude faces the camera: 1 fully, -1 away."""
        return float(np.cos(longitude + self.yaw))

    def face(self) -> Points:
        """The outline of skull and jaw."""
        w, turn = self.width, np.sin(self.yaw)
        jaw = self.width * (0.72 - 0.32 * self.chin)
        right = [(0.55 * w, -0.88), (0.95 * w, -0.4), (w, 0.05), (0.97 * w, 0.3), (0.9 * w, 0.5), (jaw, 0.78)]
        left = [(-x, y) for x, y in right[::-1]]
        lean = 0.28 * turn * w * (1 if np.cos(self.yaw) > -0.3 else 0.3)
        outline = np.array([(0, -1.0), *right, (0, 1.0), *left])
        nose = np.exp(-(((outline[:, 1] - 0.3) / 0.12) ** 2)) * (np.sign(outline[:, 0]) == np.sign(turn))
        outline[:, 0] += 0.14 * turn**5 * nose * (np.cos(self.yaw) > -0.3)
        outline[:, 0] += lean * np.clip(outline[:, 1] + 0.1, 0, 1)
        return self.page(smooth(outline))

    def hang(self, root: Points, length: float, bend: float, curl: float = 0.0, steps: int = 6) -> Points:
        """A path that hangs down from `root` (on the page) and sways, most at its end; `length` in sizes."""
        place = np.linspace(0, 1, steps)
        angle = bend + self.sway * place * 1.5 + curl * np.sin(place * np.pi * 1.5)
        down = np.stack([np.sin(angle), np.cos(angle) - 0.6 * self.lift * place], 1)
        walk = np.cumsum(down[1:], 0) / (steps - 1) * length * self.size
        return smooth(np.concatenate([root[None], root + walk]), closed=False)


HeadFeature = Callable[[Head], list[Part]]


def on_face(head: Head, x: float, y: float) -> Points:
    """A point of the face on the page, f64 (2,); x in [-1, 1] goes from one temple to the other."""
    return np.asarray(head.surface(x * 1.15, y)[0])


def patch(head: Head, shape: Points, x: float, y: float) -> Points:
    """`shape` (small, in head coordinates) laid on the face about (x, y), on the page."""
    return head.surface((x * head.width + shape[:, 0]) / head.width * 1.15, y + shape[:, 1])


def on_page(head: Head, x: float, y: float) -> Points:
    """One point, from head coordinates to the page: f64 (2,)."""
    return np.asarray(head.page(at(x, y)[None])[0])
