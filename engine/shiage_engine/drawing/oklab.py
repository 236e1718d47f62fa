"""OKLab: a space of colors in which distances are as the eye sees them (Ottosson 2020)."""

from __future__ import annotations

import numpy as np

LMS_OF_RGB = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
LAB_OF_LMS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """sRGB colors, f32 (..., 3) in [0, 1], in OKLab: f32 (..., 3), lightness in [0, 1], green-red, blue-yellow."""
    rgb = np.asarray(rgb, np.float32)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4).astype(np.float32)
    lms = np.cbrt(linear @ LMS_OF_RGB.T)
    result: np.ndarray = lms @ LAB_OF_LMS.T
    return result
