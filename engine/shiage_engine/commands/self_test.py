"""Colors a tiny drawing: whether the installed engine works, in a second or two."""

from __future__ import annotations

import cv2
import numpy as np

from ..api import FrameResult, Options, Request, colorize

COLORS = ((220, 60, 60, 255), (60, 90, 220, 255))
SIZE = 96


def works() -> bool:
    """Whether two boxes that move get the colors they have in the reference frame."""
    lines = {time: _drawing(4 * time)[0] for time in range(3)}
    request = Request(lines, {0: _drawing(0)[1]}, Options(withdraw=False))
    painted = [step for step in colorize(request) if isinstance(step, FrameResult)]
    return len(painted) == 2 and all(_is_right(frame) for frame in painted)


def _is_right(frame: FrameResult) -> bool:
    truth = _drawing(4 * frame.time)[1]
    inside = cv2.erode(truth[..., 3], np.ones((7, 7), np.uint8)) > 0
    return bool((frame.color()[inside] == truth[inside]).all())


def _drawing(shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Line art and paint, u8 (SIZE, SIZE, 4), of a wide and a tall box, moved by `shift` pixels."""
    line = np.full((SIZE, SIZE, 4), 255, np.uint8)
    paint = np.zeros_like(line)
    boxes = ((8 + shift, 10, 52, 24), (20 + shift, 44, 20, 44))
    for (x, y, width, height), color in zip(boxes, COLORS, strict=True):
        paint[y : y + height, x : x + width] = color
        cv2.rectangle(line, (x, y), (x + width, y + height), (0, 0, 0, 255), 2)
    return line, paint
