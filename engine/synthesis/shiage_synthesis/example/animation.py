"""The frames of the example animation, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shiage_engine.errors import InputError
from shiage_engine.files.images import encoded, read_image
from shiage_engine.files.saving import write_bytes

from .body import Body
from .canvas import Canvas
from .face import Face
from .hair import Hair
from .head import Head
from .limbs import Limbs
from .pose import FRAMES, pose_at

HEIGHT, WIDTH = 720, 960


def draw_frame(time: int) -> tuple[np.ndarray, np.ndarray]:
    """Line art and true paint of the frame at `time` (0 .. FRAMES - 1), each u8 (H, W, 4) RGBA."""
    pose = pose_at(time)
    face, hair, body, limbs = Face(Head(pose)), Hair(Head(pose)), Body(pose), Limbs(pose)
    canvas = Canvas(HEIGHT, WIDTH)
    canvas.draw(*hair.tails(near=False), hair.nape())
    if pose.body_yaw > 0.05:
        canvas.draw(*limbs.other_arm())
    if pose.body_yaw > 0.15:
        canvas.draw(*body.bag())
    if pose.body_yaw < -0.15:
        canvas.draw(*limbs.sweeping_arm())
    canvas.draw(*limbs.legs(), *body.skirt(), body.neck(), *body.torso(), body.strap())
    if pose.body_yaw <= 0.15:
        canvas.draw(*body.bag())
    if pose.body_yaw <= 0.05:
        canvas.draw(*limbs.other_arm())
    canvas.draw(*face.shapes(), hair.cap(), *hair.tails(near=True))
    if pose.body_yaw >= -0.15:
        canvas.draw(*limbs.sweeping_arm())
    return canvas.line_art(), canvas.paint()


def write_example(folder: Path, references: Sequence[int] = (0, FRAMES - 1)) -> None:
    """Write the shot into `folder`: line/ and truth/ for every frame, color/ for the references.

    Raises InputError where a picture of such a name is there that is another.
    """
    for name in ("line", "color", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for time in range(FRAMES):
        line, paint = draw_frame(time)
        _write(folder / "line" / f"{time:04d}.png", line[..., :3])
        _write(folder / "truth" / f"{time:04d}.png", paint)
        if time in references:
            _write(folder / "color" / f"{time:04d}.png", paint)


def _write(path: Path, pixels: np.ndarray) -> None:
    """Write a picture, unless it is there already; one that was changed since is somebody's work."""
    if not path.exists():
        write_bytes(path, encoded(pixels))
    elif not np.array_equal(read_image(path)[..., : pixels.shape[2]], pixels):
        raise InputError(f"{path} is not as the example has it: choose an empty folder for the example.")
