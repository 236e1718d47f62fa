"""A figure of boxes that moves, for tests of every method, and shots with next to nothing in them."""

from __future__ import annotations

import cv2
import numpy as np

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame, Shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish

HEIGHT, WIDTH = 96, 128
BOXES = (  # x, y, width, height, color
    (40, 6, 22, 18, (250, 210, 180, 255)),
    (34, 26, 36, 30, (60, 80, 200, 255)),
    (36, 58, 12, 30, (40, 40, 60, 255)),
    (54, 58, 12, 30, (40, 40, 60, 255)),
    (74, 28, 30, 8, (250, 210, 180, 255)),
    (20, 70, 9, 9, (200, 30, 30, 255)),
)
SHADOW = (40, 55, 140, 255)


def drawing(shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Line art and paint of a figure of boxes, a trace line in the largest, moved by `shift` pixels."""
    line = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    paint = np.zeros_like(line)
    for number, (x, y, w, h, color) in enumerate(BOXES):
        left = x + shift + (shift if number == 4 else 0)  # the arm stretches out
        paint[y : y + h + 1, left : left + w + 1] = color
        cv2.rectangle(line, (left, y), (left + w, y + h), (0, 0, 0, 255), 1)
    paint[26:57, 34 + shift : 46 + shift] = SHADOW
    line[27:56, 46 + shift] = (0, 0, 255, 255)
    return line, paint


def made(*references: int) -> tuple[Shot, Shot]:
    """Five frames with some references, and the same with all frames colored."""
    lines = {time: drawing(3 * time)[0] for time in range(5)}
    truth = finish(read_shot(Request(lines, {time: drawing(3 * time)[1] for time in lines})))
    return truth.with_references(references), truth


def assert_sound(found: np.ndarray, shot: Shot, frame: int) -> None:
    assert found.dtype == np.float32
    assert found.shape == (shot.frames[frame].regions.max() + 1, len(shot.palette))
    assert found.min() >= 0
    assert found.sum(1).max() <= 1 + 1e-5
    assert not found[0].any()


def bare(regions: np.ndarray, labels: dict[int, list[int]], frames: int = 3) -> Shot:
    """A shot of equal frames, from their region map; ink where there is no region."""
    ink = np.where(regions == 0, 255, 0).astype(np.uint8)
    art = LineArt(ink, (ink > 0).astype(np.uint8))
    palette = np.array([[0, 0, 0, 0], [9, 8, 7, 255], [1, 2, 3, 255]], np.uint8)
    given = {i: np.array([0, *of_region], np.int32) for i, of_region in labels.items()}
    return Shot([Frame.of(time, art, regions.astype(np.int32)) for time in range(frames)], palette, given)
