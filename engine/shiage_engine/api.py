"""The engine as a library: `from shiage_engine import Request, colorize`."""

from __future__ import annotations

from collections.abc import Generator

from .drawing.model_sheets import ModelSheet
from .pipeline import Base, Request
from .pipeline import color_base as color_base_with
from .pipeline import colorize as colorize_with
from .pipeline.request import Answer
from .progress import Progress
from .protocol.options import Options
from .registry import METHODS
from .results import FrameResult, Preview, Report

__all__ = [
    "Answer",
    "FrameResult",
    "ModelSheet",
    "Options",
    "Preview",
    "Progress",
    "Report",
    "Request",
    "color_base",
    "colorize",
]


def colorize(request: Request) -> Generator[Progress | Preview | FrameResult, None, Report]:
    """Color every frame of a request that is no reference, by any of Shiage's methods.

    Yields how far the work is and each frame as soon as it is painted, and returns a report. Nothing happens between
    two steps, so that who asks for no more steps has cancelled the work. Raises InputError, with a sentence that says
    what to do, where the request cannot be met.

    A box moves to the right; in the first frame it is red:

    >>> import numpy as np
    >>> from shiage_engine import Options, FrameResult, Request, colorize
    >>> lines, colors = {}, {}
    >>> for time, left in enumerate((10, 14, 18)):
    ...     lines[time] = np.full((64, 64, 4), 255, np.uint8)  # white paper, RGBA
    ...     lines[time][20:42, left : left + 32, :3] = 0  # a black rectangle
    ...     lines[time][22:40, left + 2 : left + 30, :3] = 255  # and its inside
    >>> colors[0] = np.zeros((64, 64, 4), np.uint8)
    >>> colors[0][22:40, 12:40] = 220, 60, 60, 255
    >>> request = Request(lines, colors, Options(withdraw=False))
    >>> painted = [step for step in colorize(request) if isinstance(step, FrameResult)]
    >>> [frame.time for frame in painted]
    [1, 2]
    >>> painted[0].color()[30, 30].tolist()
    [220, 60, 60, 255]
    """
    return colorize_with(request, METHODS)


def color_base(request: Request, former: Base | None = None) -> Generator[Progress | Preview, None, Base]:
    """As `colorize`, but for the answers; `Base.results` gives the frames with them, as often as they change.

    `former`: the same drawings by the same method, colored from other references; it is quicker, and used up.
    """
    return color_base_with(request, METHODS, former)
