"""What the worker does before its first job: it loads what that job would have to wait for."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Iterator

from ..learning.kept import sweep_all

LIBRARIES = ("torch", "sklearn.tree", "scipy.sparse")  # seconds together, so one at a time
SIZE = 64  # pixels
COLORS = ((220, 60, 60, 255), (60, 90, 220, 255))


def warm_up() -> Iterator[object]:
    """Sweep what programs that died left, load libraries and weights, and color a tiny shot once, step by step."""
    started = time.monotonic()
    sweep_all()
    for name in LIBRARIES:
        importlib.import_module(name)
        yield name
    yield from _color_a_tiny_shot()
    logging.info("The worker is warm after %.1f s", time.monotonic() - started)


def _color_a_tiny_shot() -> Iterator[object]:
    """The best method reads its weights at its first use, and the libraries prepare much at their first."""
    import numpy as np  # noqa: PLC0415 (a second or two; the supervisor imports this module as well)

    from .. import api  # noqa: PLC0415

    lines, paint = np.zeros((3, SIZE, SIZE, 4), np.uint8), np.zeros((SIZE, SIZE, 4), np.uint8)
    for number, color in enumerate(COLORS):
        top, bottom = 4 + 30 * number, 30 + 30 * number
        paint[top:bottom, 8:40] = color
        for shift, line in enumerate(lines):
            line[top:bottom, 8 + 4 * shift : 40 + 4 * shift] = (0, 0, 0, 255)
            line[top + 2 : bottom - 2, 10 + 4 * shift : 38 + 4 * shift] = 0
    yield from api.colorize(api.Request(dict(enumerate(lines)), {0: paint}))
