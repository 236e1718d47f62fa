"""A result as the painter saw it, as a text that a client hands back with the next request: its paint stays.

JSON, compressed, in base 64; the client has no need to read it.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence

import numpy as np

from ..errors import InputError
from ..protocol.json_text import parse_json
from ..results import Shown, ShownFrame
from .labels import MOST_COLORS

MOST = 64 << 20  # bytes of JSON: some hundred frames of ten thousand regions
UNREADABLE = "The paint to keep cannot be read: press Auto-colorize again."


def packed(shown: Shown) -> str:
    """The text for a result."""
    frames = {
        str(time): [frame.digest, frame.labels.tolist(), frame.painted_steps.tolist()]
        for time, frame in shown.frames.items()
    }
    content = json.dumps([shown.palette.tolist(), frames], separators=(",", ":"))
    return b64encode(zlib.compress(content.encode("ascii"))).decode("ascii")


def unpacked(text: str) -> Shown | None:
    """The result of a text; None for an empty one. Raises InputError for what `packed` did not make."""
    if not text:
        return None
    try:
        reader = zlib.decompressobj()
        content = reader.decompress(b64decode(text, validate=True), MOST)
        if not reader.eof:
            raise ValueError("too long")
        palette, frames = parse_json(content)
        colors = _numbers(palette, 255, np.uint8)
        if colors.ndim != 2 or colors.shape[1] != 4 or len(colors) > MOST_COLORS + 1:
            raise ValueError("no colors")
        return Shown(colors, {int(time): _frame(len(colors), *parts) for time, parts in frames.items()})
    except (ValueError, TypeError, AttributeError, zlib.error) as error:
        raise InputError(UNREADABLE) from error


def _frame(colors: int, digest: str, labels: Sequence[int], steps: Sequence[int]) -> ShownFrame:
    frame = ShownFrame(str(digest), _numbers(labels, colors - 1, np.int64), _numbers(steps, 255, np.uint8))
    if frame.labels.ndim != 1 or frame.labels.shape != frame.painted_steps.shape:
        raise ValueError("no labels")
    return frame


def _numbers(values: object, most: int, dtype: type) -> np.ndarray:
    """Whole numbers from 0 to `most`, as an array."""
    array = np.array(values)
    if array.dtype != np.int64 or array.min(initial=0) < 0 or array.max(initial=0) > most:
        raise ValueError("no numbers")
    return array.astype(dtype)
