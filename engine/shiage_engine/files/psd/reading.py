"""Reads a cut from a PSD whose layers' names say what they are, see `layers`."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...errors import InputError, is_shortage
from ...limits import PICTURE_PIXELS
from ..cut import Cut
from ..layers import LayerFile, cut_of
from .documents import Branch, branches, names, read_document

if TYPE_CHECKING:
    from psd_tools.api.mask import Mask


def open_psd(path: Path, references: Sequence[str] | None = None) -> Cut:
    """The cut of a PSD; `references`: names of reference frames, or else all of which there is paint.

    Raises InputError where it is not sound, or has no lines. Its layers are decoded when they are asked for.
    """
    document = read_document(path)
    layers = [
        LayerFile(
            names(branch),
            tuple(layer.visible for layer in branch),
            partial(_pixels, path, branch, (document.height, document.width)),
        )
        for branch in branches(document)
    ]
    return cut_of(path, layers, references)


def _pixels(path: Path, branch: Branch, size: tuple[int, int]) -> np.ndarray:
    """A layer on the whole canvas, with its mask and opacity: u8 RGBA (H, W, 4)."""
    layer, where = branch[-1], f"{path}, layer {'/'.join(names(branch))}"
    if layer.kind != "pixel" or layer.has_effects() or layer.has_vector_mask() or layer.clipping:
        raise InputError(f"{where} is not made of pixels alone: rasterize it, with its effects.")
    if any(group.has_mask() or group.opacity != 255 for group in branch[:-1]):
        raise InputError(f"{where} is in a group with a mask or opacity: apply it to the layers in it.")
    canvas = np.zeros((*size, 4), np.uint8)
    if not layer.width or not layer.height:
        return canvas
    if layer.width * layer.height > PICTURE_PIXELS:
        raise InputError(f"{where} is too large: crop it to the canvas.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a channel that cannot be decoded would be black
            picture = layer.topil(apply_icc=False)
        own = np.asarray(picture.convert("RGBA")) if picture is not None else np.zeros((0, 0, 4), np.uint8)
    except Exception as error:  # whatever a broken channel makes psd-tools stumble over
        if is_shortage(error):
            raise
        raise InputError(f"{where} cannot be read, it is broken: save the file again.") from error
    _paste(canvas, own, layer.top, layer.left)
    mask = layer.mask
    if mask is not None and not mask.disabled:
        canvas[..., 3] = _times(canvas[..., 3], _mask(mask, size))
    canvas[..., 3] = _times(canvas[..., 3], np.uint8(layer.opacity))
    return canvas


def _mask(mask: Mask, size: tuple[int, int]) -> np.ndarray:
    """How much of each pixel a mask lets be seen: u8 (H, W)."""
    seen = np.full(size, mask.background_color, np.uint8)
    picture = mask.topil()
    if picture is not None:
        _paste(seen, np.asarray(picture.convert("L")), mask.top, mask.left)
    return seen


def _paste(canvas: np.ndarray, pixels: np.ndarray, top: int, left: int) -> None:
    """Put pixels to their place, as far as that is on the canvas."""
    height, width = pixels.shape[:2]
    rows = slice(max(top, 0), max(min(top + height, canvas.shape[0]), 0))
    columns = slice(max(left, 0), max(min(left + width, canvas.shape[1]), 0))
    canvas[rows, columns] = pixels[
        rows.start - top : max(rows.stop - top, 0), columns.start - left : max(columns.stop - left, 0)
    ]


def _times(one: np.ndarray, other: np.ndarray | np.uint8) -> np.ndarray:
    """The product of two opacities, u8 of 255."""
    return ((one.astype(np.uint16) * other + 127) // 255).astype(np.uint8)
