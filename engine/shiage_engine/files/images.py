"""Pictures on disk: PNG, TGA, TIFF and WebP read as RGBA, PNG read as ids, PNG written."""

from __future__ import annotations

import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from ..errors import InputError, is_shortage
from ..limits import PICTURE_PIXELS
from .reading import check_file
from .saving import naming

SUFFIXES = (".png", ".tga", ".tif", ".tiff", ".webp")  # of pictures that are read, in either case
FORMATS = ("PNG", "TGA", "TIFF", "WEBP")  # whatever the suffix says: Pillow hands others to programs, as EPS
LARGEST_EDGE = 32_766  # pixels; OpenCV takes no more in one go


def read_image(path: Path) -> np.ndarray:
    """A picture of any depth and kind (gray, palette, 16 bit, with or without alpha) as u8 RGBA (H, W, 4).

    Raises InputError where `path` is no file or no picture, promises more pixels than are allowed (which is known
    before any is decoded), or cannot be read.
    """
    kind = _checked_kind(path)
    try:
        pixels = _decoded_png(path) if kind == "PNG" else _decoded(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or 'it is broken'}.") from error
    except (cv2.error, SyntaxError, ValueError) as error:
        if is_shortage(error):
            raise
        pixels = None
    if pixels is None:
        raise InputError(f"{path} cannot be read as a picture: save it again as PNG.")
    if pixels.dtype == np.uint16:
        pixels = ((pixels.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    return pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA)


def _checked_kind(path: Path) -> str:
    """The format of a picture by its header, as Pillow names it. Raises InputError where it is not to be decoded."""
    check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as picture:
                (width, height), kind = picture.size, str(picture.format)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        width = height = LARGEST_EDGE + 1
    except UnidentifiedImageError as error:
        raise InputError(
            f"{path} cannot be read as a picture, it is none of {', '.join(FORMATS)}, or broken: "
            "save it again as PNG."
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is broken"
        raise InputError(f"{path} cannot be read: {why}.") from error
    if max(width, height) > LARGEST_EDGE or width * height > PICTURE_PIXELS:
        raise InputError(
            f"{path} cannot be read: a picture may have {LARGEST_EDGE} pixels at its longest edge, and "
            f"{PICTURE_PIXELS} in all."
        )
    return kind


def _decoded_png(path: Path) -> np.ndarray | None:
    """The pixels of a PNG, u8 or u16: gray (H, W) or RGBA; None where they are broken."""
    content = np.frombuffer(path.read_bytes(), np.uint8)
    pixels = cv2.imdecode(content, cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim == 2:
        return pixels
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGBA if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA)


def _decoded(path: Path) -> np.ndarray:
    """The pixels of a picture of another format: 16 bits of gray, u16 (H, W), or u8 RGBA (H, W, 4)."""
    with Image.open(path, formats=FORMATS) as picture:
        return np.asarray(picture if picture.mode.startswith("I;16") else picture.convert("RGBA"))


def read_ids(path: Path, size: tuple[int, ...] | None = None) -> np.ndarray:
    """A picture with one whole number a pixel, as stored (in a palette picture, the indices): (H, W).

    Raises InputError where `path` is no such picture, or not of the `size` (H, W).
    """
    _checked_kind(path)
    try:
        with Image.open(path, formats=FORMATS) as picture:
            ids = np.asarray(picture)
    except (OSError, SyntaxError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no picture, or broken"
        raise InputError(f"{path} cannot be read: {why}.") from error
    if ids.ndim != 2 or ids.dtype.kind not in "bui":
        raise InputError(f"{path} is no picture of ids: it must have one whole number a pixel.")
    if size is not None and ids.shape != tuple(size):
        raise InputError(f"{path} is not of the size of the line art.")
    return ids


def write_image(path: Path, pixels: np.ndarray) -> None:
    """Write a picture, as `encoded`, into a folder that is swept where it does not get complete.

    Raises InputError where the disk refuses it.
    """
    content = encoded(pixels)
    with naming(path):
        path.write_bytes(content)


def encoded(pixels: np.ndarray) -> bytes:
    """u8 (H, W), RGB (H, W, 3) or RGBA (H, W, 4) as PNG."""
    if pixels.ndim == 3:
        to_file = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, to_file)
    return cv2.imencode(".png", pixels)[1].tobytes()
