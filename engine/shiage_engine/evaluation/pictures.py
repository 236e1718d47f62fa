"""Figures of pictures, as the papers of networks that answer with a picture give them.

Taken on frames of 256 pixels, with the lines laid over: MSE, PSNR, SSIM (Wang et al. 2004) and MS-SSIM (Wang et al.
2003); and where they are wanted those of `perception`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10, nan

import cv2
import numpy as np

from .perception import FrameFeatures, Viewer
from .sheet import on_paper

SIDE = 256  # pixels of the longer side
WINDOW, SIGMA = 11, 1.5  # of the Gaussian window of SSIM
C1, C2 = 0.01**2, 0.03**2  # of SSIM, for values in [0, 1]
SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)  # weights of MS-SSIM's scales, the finest first
MOST = 100.0  # dB, of a picture that is its truth


@dataclass(frozen=True)
class PictureFigures:
    """How near a frame's picture is to its truth: in the colors of the palette, and as the network answered."""

    mse: float = nan  # of values in [0, 1]
    psnr: float = nan  # dB
    ssim: float = nan
    ms_ssim: float = nan
    st_lpips: float = nan  # NaN where nobody wanted it, see `perception`
    raw_mse: float = nan  # NaN, and so the others, where the method answers with no picture
    raw_psnr: float = nan
    raw_ssim: float = nan
    raw_ms_ssim: float = nan
    raw_st_lpips: float = nan


@dataclass(frozen=True)
class Pictures:
    """One frame at SIDE pixels with its lines over it, u8 RGB (h, w, 3) each."""

    truth: np.ndarray
    paint: np.ndarray
    raw: np.ndarray | None = None  # the network's answer, where the method answers with a picture

    @classmethod
    def of(cls, paint: np.ndarray, raw: np.ndarray | None, truth: np.ndarray, line: np.ndarray) -> Pictures:
        """`paint`, `truth`: u8 RGBA (H, W, 4), transparent where nothing is painted; `line`: on white; `raw`: RGB."""
        answer = None if raw is None else shown(raw, line)
        return cls(shown(truth, line), shown(paint, line), answer)

    def figures(self, viewer: Viewer | None = None) -> PictureFigures:
        """The figures of the frame; `viewer`: for those that need networks."""
        return PictureFigures(*self._compared(self.paint, viewer), *self._compared(self.raw, viewer))

    def features(self, viewer: Viewer) -> FrameFeatures:
        """What `perception.frechet` compares."""
        raw = None if self.raw is None else viewer.features(self.raw)
        return FrameFeatures(viewer.features(self.truth), viewer.features(self.paint), raw)

    def _compared(self, picture: np.ndarray | None, viewer: Viewer | None) -> tuple[float, ...]:
        if picture is None:
            return (nan,) * 5
        distance = nan if viewer is None else viewer.distance(picture, self.truth)
        return *compare(picture, self.truth), distance


def compare(picture: np.ndarray, truth: np.ndarray) -> tuple[float, float, float, float]:
    """MSE, PSNR, SSIM and MS-SSIM of a picture, u8 RGB (h, w, 3), likewise its truth."""
    one, other = (plane.astype(np.float64) / 255 for plane in (picture, truth))
    mse = float(((one - other) ** 2).mean())
    psnr = MOST if mse <= 0 else min(-10 * log10(mse), MOST)
    return mse, psnr, ssim(one, other), ms_ssim(one, other)


def ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Structural similarity of pictures, f64 (h, w, 3) in [0, 1], the mean over pixels and channels."""
    likeness, contrast = _ssim_parts(one, other)
    return float((likeness * contrast).mean())


def ms_ssim(one: np.ndarray, other: np.ndarray) -> float:
    """The same over several scales, as many as the smaller side has room for windows."""
    room = 1 + max(int(np.log2(min(one.shape[:2]) / WINDOW)), 0)
    weights = np.array(SCALES[:room]) / sum(SCALES[:room])
    result = 1.0
    for number, weight in enumerate(weights):
        likeness, contrast = _ssim_parts(one, other)
        is_last = number + 1 == len(weights)
        value = (likeness * contrast).mean() if is_last else contrast.mean()
        result *= max(float(value), 0.0) ** weight
        half = (one.shape[1] // 2, one.shape[0] // 2)
        if not is_last:
            one, other = (cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (one, other))
    return result


def _ssim_parts(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Likeness of means, and of contrast and structure: f64 (h, w, 3) each."""

    def blurred(plane: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(plane, (WINDOW, WINDOW), SIGMA, borderType=cv2.BORDER_REFLECT)

    mean, mean_other = blurred(one), blurred(other)
    variance = blurred(one * one) - mean**2
    variance_other = blurred(other * other) - mean_other**2
    together = blurred(one * other) - mean * mean_other
    likeness = (2 * mean * mean_other + C1) / (mean**2 + mean_other**2 + C1)
    return likeness, (2 * together + C2) / (variance + variance_other + C2)


def shown(paint: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Paint on white with its lines over it, at SIDE pixels: u8 RGB (h, w, 3).

    `paint`: u8 RGBA or RGB, `line`: u8 RGBA on white paper, of any sizes but one shape.
    """
    size = _size(line)
    flat = on_paper(paint) if paint.shape[2] == 4 else paint
    small, ink = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (flat, on_paper(line)))
    return cv2.multiply(small, ink, scale=1 / 255)


def _size(plane: np.ndarray) -> tuple[int, int]:
    height, width = plane.shape[:2]
    scale = SIDE / max(height, width)
    return max(round(width * scale), 1), max(round(height * scale), 1)
