"""A picture bent by a thin-plate spline (Bookstein 1989): how a reference is made of the truth (section 4.1)."""

from __future__ import annotations

import cv2
import numpy as np

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
FARTHEST = 0.25  # that an inner point moves, of the side
INNER = (0.3, 0.7)  # where on the diagonal the two inner points are


def bending(shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Where each pixel of a bent plane of that shape comes from: f32 (h, w, 2), x and y.

    The corners stay; two points on the diagonal move along it.
    """
    points = np.concatenate([CORNERS, np.sort(random.uniform(*INNER, 2))[:, None].repeat(2, 1)])
    moved = points.copy()
    moved[4:] += random.uniform(-FARTHEST, FARTHEST, 2)[:, None]
    sources: np.ndarray = (spline(points, moved, shape) * shape[::-1]).astype(np.float32) - 0.5
    return sources


def bend(plane: np.ndarray, sources: np.ndarray, how: int = cv2.INTER_NEAREST) -> np.ndarray:
    """A plane, u8 (h, w), bent as `bending` says; `how`: OpenCV's interpolation, for labels none."""
    x, y = sources[..., 0], sources[..., 1]
    bent: np.ndarray = cv2.remap(plane, x, y, how, borderMode=cv2.BORDER_REPLICATE)
    return bent


def spline(points: np.ndarray, values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The smoothest map with `values` at `points`, f64 (N, 2) of x and y in [0, 1], at each pixel: f64 (h, w, 2)."""
    count = len(points)
    flat = np.concatenate([np.ones((count, 1)), points], 1)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _bump(((points[:, None] - points) ** 2).sum(2))
    system[:count, count:], system[count:, :count] = flat, flat.T
    weights = np.linalg.solve(system, np.concatenate([values, np.zeros((3, 2))]))
    y, x = ((np.arange(side) + 0.5) / side for side in shape)
    pixels = np.stack(np.meshgrid(x, y), 2).reshape(-1, 2)
    near = _bump(((pixels[:, None] - points) ** 2).sum(2))
    every = np.concatenate([near, np.ones((len(pixels), 1)), pixels], 1)
    return (every @ weights).reshape(*shape, 2)


def _bump(squared: np.ndarray) -> np.ndarray:
    """r^2 log r^2, 0 at 0."""
    result: np.ndarray = squared * np.log(np.maximum(squared, 1e-12))
    return result
