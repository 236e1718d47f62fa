"""Pictures on disk: read as RGBA or as ids, written as PNG."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..errors import InputError
from .saving import naming


def read_image(path: Path) -> np.ndarray:
    """A PNG of any depth and kind (gray, palette, 16 bit, with or without alpha) as u8 RGBA (H, W, 4).

    Raises InputError where `path` is no picture, or cannot be read.
    """
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
        pixels = cv2.imdecode(content, cv2.IMREAD_UNCHANGED) if content.size else None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except cv2.error:  # OpenCV's error for a picture of too many pixels
        pixels = None
    if pixels is None:
        raise InputError(f"{path} cannot be read as a picture: save it again as PNG.")
    if pixels.dtype == np.uint16:
        pixels = ((pixels.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    if pixels.ndim == 2:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA)
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGBA if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA)


def read_ids(path: Path, size: tuple[int, ...] | None = None) -> np.ndarray:
    """A picture with one whole number a pixel, as stored (in a palette picture, the indices): (H, W).

    Raises InputError where `path` is no such picture, or not of the `size` (H, W).
    """
    try:
        with Image.open(path) as picture:
            ids = np.asarray(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        why = getattr(error, "strerror", None) or "it is no picture, or broken"
        raise InputError(f"{path} cannot be read: {why}.") from error
    if ids.ndim != 2 or ids.dtype.kind not in "bui":
        raise InputError(f"{path} is no picture of ids: it must have one whole number a pixel.")
    if size is not None and ids.shape != tuple(size):
        raise InputError(f"{path} is not of the size of the line art.")
    return ids


def write_image(path: Path, pixels: np.ndarray) -> None:
    """Write u8 (H, W), RGB (H, W, 3) or RGBA (H, W, 4) as PNG. Raises InputError where the disk refuses it."""
    if pixels.ndim == 3:
        to_file = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, to_file)
    encoded = cv2.imencode(".png", pixels)[1]
    with naming(path):
        path.write_bytes(encoded.tobytes())
