"""Examples to train networks of pictures on: frames of a shot, deformed alike, in code colors drawn anew for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ...drawing.codes import code_colors
from .training_shots import PictureShot

GAPS = 12  # in a broken drawing, at most


@dataclass(frozen=True)
class ExampleParams:
    """How examples are drawn."""

    size: int = 128  # pixels of a side
    # Pixels of the longer side of a frame: where it is more, an example is a crop of the figure.
    frame: int = 128
    turn: float = 0.15  # radians, standard deviation
    stretch: float = 0.15  # log of the scale, standard deviation
    move: float = 0.08  # of the size, standard deviation
    mirrored: float = 0.5  # share of mirror images
    broken: float = 0.25  # share of drawings whose lines have gaps
    soft: float = 0.25  # share of drawings with soft lines
    hard: float = 0.5  # share of drawings with lines of one full ink
    evenness: float = 0.5  # a pixel counts (area of its label) ** -evenness in the loss


@dataclass(frozen=True)
class Example:
    """T frames of one shot in the order in which they are colored."""

    labels: np.ndarray  # u8 (T, h, w)
    inks: np.ndarray  # u8 (T, h, w)
    codes: np.ndarray  # u8 RGB (K, 3)

    @property
    def pictures(self) -> np.ndarray:
        """The frames in code colors, without lines: u8 (T, h, w, 3)."""
        pictures: np.ndarray = self.codes[self.labels]
        return pictures


def draw_example(
    shot: PictureShot, frames: Sequence[int], random: np.random.Generator, params: ExampleParams
) -> Example:
    """Some frames of a shot, in the order given, of `params.size` pixels a side."""
    labels, inks = shot.labels.unpack()[list(frames)], shot.inks.unpack()[list(frames)]
    matrix = _matrix(labels[-1], random, params)
    how = cv2.WARP_INVERSE_MAP
    size = (params.size, params.size)
    warped = [cv2.warpAffine(plane, matrix, size, flags=how | cv2.INTER_NEAREST) for plane in labels]
    # Twice as large and then halved: lines that are one pixel wide would be lost between the samples.
    fine = matrix @ np.diag([0.5, 0.5, 1.0])
    fine[:, 2] -= fine[:, :2] @ [0.5, 0.5]
    drawn = [
        cv2.warpAffine(plane, fine, (2 * params.size, 2 * params.size), flags=how | cv2.INTER_LINEAR)
        for plane in inks
    ]
    halved = [cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in drawn]
    codes = code_colors(shot.colors, random)
    return Example(np.stack(warped), np.stack(_redrawn(halved, random, params)), codes)


def _redrawn(
    inks: Sequence[np.ndarray], random: np.random.Generator, params: ExampleParams
) -> list[np.ndarray]:
    """The lines of all frames hard, soft or as they are; in some drawings with gaps."""
    kind, is_broken = random.random(), random.random() < params.broken
    result = []
    for plane in inks:
        ink = plane
        if is_broken:
            ink = _broken(ink, random)
        if kind < params.hard:
            ink = np.where(ink >= 80, 255, 0).astype(np.uint8)
        elif kind < params.hard + params.soft:
            ink = cv2.GaussianBlur(ink, (0, 0), 0.7)
        result.append(ink)
    return result


def _broken(ink: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """`ink`, u8 (h, w), with small round gaps in its lines."""
    line = np.flatnonzero(ink > 64)
    broken = ink.copy()
    if len(line):
        for place in random.choice(line, int(random.integers(1, GAPS + 1))):
            y, x = divmod(int(place), ink.shape[1])
            cv2.circle(broken, (x, y), int(random.integers(1, 3)), 0, cv2.FILLED)
    return broken


def _matrix(labels: np.ndarray, random: np.random.Generator, params: ExampleParams) -> np.ndarray:
    """A random affine map from pixels of the example to pixels of the shot: f64 (2, 3). `labels`: u8 (h, w)."""
    angle = random.normal(0, params.turn)
    longest = max(labels.shape)
    scale = longest / params.frame * np.exp(random.normal(0, params.stretch, 1).repeat(2))
    if random.random() < params.mirrored:
        scale[0] = -scale[0]
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag(scale)
    middle = _middle(labels, random, params) + random.normal(0, params.move, 2) * longest
    return np.concatenate([matrix, (middle - matrix @ np.full(2, params.size / 2))[:, None]], 1)


def _middle(labels: np.ndarray, random: np.random.Generator, params: ExampleParams) -> np.ndarray:
    """Where an example's middle lies, x and y: that of the frame, or in a crop any place of the figure."""
    painted = np.flatnonzero(labels) if params.frame > params.size else np.zeros(0, int)
    if not len(painted):
        return np.array(labels.shape[::-1]) / 2
    y, x = divmod(int(random.choice(painted)), labels.shape[1])
    return np.array([x, y], float)
