"""Paper: a drawing on paper of any color and evenness, or over flat fills, becomes one of dark lines on white.

What the lines lie on is estimated for each pixel, and the drawing divided by it, as document scanners do.

- A drawing made on a computer has *flats*: single colors that fill areas wider than lines. The most frequent one is
  its paper; others are a matte under the lines, marked shadows, or paint. A pixel's paper is the nearest flat.
- A scan or a photograph hardly has one color twice, and none that stands alone. Its paper is what is left when dark
  strokes are closed (grayscale morphological closing, without what is as dark as solid black), smoothed over what is
  no stroke.

Where lines are lighter than their paper, lightness is turned over first and hue kept. A drawing of dark lines on
white or transparent paper alone comes back as it is.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from .bands import bands
from .paint import UNPAINTED, WHITE, packed_colors

SMALL = 360  # pixels of height, about, to which a drawing is thinned out or shrunk to look at its paper
WIDE = 7  # pixels at that height: wider than a line
SMALLEST = 4 * WIDE  # pixels of the shorter side: in a smaller drawing there is no telling
MOSTLY_WIDE = 0.1  # share of a flat's pixels in squares that are so wide, at least
LEAST_SHARE = 1 / 1000  # of the frame; a color with less is no flat
NEARLY = 6  # levels in each channel by which colors are nearly the same
MOSTLY_FLAT = 0.4  # a drawing whose flats cover less of the frame is a scan
CONTRAST = 32  # levels of lightness between lines and what they are drawn on, at least
PALEST_INK = 64  # levels of lightness: lines on transparent paper that are nowhere so dark are light ones
DARK = 96  # lightness: what is darker, and all there is, is no paper
SAYS_NOTHING = 48  # a channel of the paper that is darker does not show what lies on it

STROKE = 13  # pixels at SMALL: wider than any stroke
# Of the middle lightness of a scan's paper: what is darker, and wider than a stroke, is solid black.
SOLID = 0.5
CLEAN = 0.88  # of the paper's lightness at the place: what is darker is rather a stroke
GRAIN = 4.0  # standard deviations of the paper's grain up to which there is no ink


class _Look(NamedTuple):
    """The colors of a drawing that was thinned out, (N,) each."""

    numbers: np.ndarray  # u32, see `paint.packed_colors`
    share: np.ndarray  # f64: of the frame
    lightness: np.ndarray  # f64, 0..255, on white paper
    is_flat: np.ndarray  # bool: fills areas wider than lines

    @property
    def main(self) -> int:
        """The place of the most frequent color."""
        return int(self.share.argmax())

    @property
    def flat_share(self) -> float:
        """The share of the frame that flats fill which stand alone: what is nearly of their color is mostly theirs.

        The blocks of a compressed photograph are flat, too, but each beside others of nearly its color.
        """
        flat = self.share[self.is_flat]
        colors = self.numbers[self.is_flat].view(np.uint8).reshape(-1, 4).astype(np.int16)
        is_near = (np.abs(colors[:, None] - colors) <= NEARLY).all(2)
        return float(flat[2 * flat >= is_near @ flat].sum())

    def of_lines(self, quantile: float) -> float:
        """A quantile of the lightness of what is no flat; NaN where all is."""
        thin = ~self.is_flat
        if not thin.any():
            return float("nan")
        order = np.argsort(self.lightness[thin])
        up_to = self.share[thin][order].cumsum()
        return float(self.lightness[thin][order][np.searchsorted(up_to, quantile * up_to[-1])])


def on_white(rgba: np.ndarray) -> np.ndarray:
    """The drawing u8 RGBA (H, W, 4) as dark lines on white or on transparent paper; `rgba` itself where it is so."""
    if min(rgba.shape[:2]) < SMALLEST:
        return rgba
    look = _look(rgba)
    paper = look.numbers[look.main]
    if look.is_flat.all() and (paper in (UNPAINTED, WHITE) or look.lightness[look.main] < DARK):
        return rgba  # nothing is drawn, or ink is all there is
    if look.flat_share < MOSTLY_FLAT:
        return _opaque(_scan_on_white(over(rgba, 255)))
    if paper == UNPAINTED and not look.of_lines(0.02) < 255 - PALEST_INK:
        return _opaque(_turned(over(rgba, 0)))  # light lines on nothing
    is_light = _has_light_lines(look)
    flats = look.numbers[_drawn_on(look, is_light)]
    if not is_light and np.isin(flats, (UNPAINTED, WHITE)).all():
        return rgba
    rgb = over(rgba, 255)
    return _opaque(_flats_on_white(_turned(rgb) if is_light else rgb, _where(rgba, flats)))


def over(rgba: np.ndarray, shade: int) -> np.ndarray:
    """The drawing u8 RGBA (..., 4) over paper of one shade of gray: u8 RGB (..., 3)."""
    result: np.ndarray = np.empty((*rgba.shape[:-1], 3), np.uint8)
    for rows in bands(rgba.shape[:-1]):
        color, alpha = rgba[rows, ..., :3], rgba[rows, ..., 3:].astype(np.uint16)
        is_opaque = alpha.min(initial=255) == 255
        result[rows] = color if is_opaque else (color * alpha + shade * (255 - alpha) + 127) // 255
    return result


def _look(rgba: np.ndarray) -> _Look:
    step = max(rgba.shape[0] // SMALL, 1)
    few = np.ascontiguousarray(rgba[::step, ::step])
    square = np.ones((WIDE, WIDE), np.uint8)
    is_wide = (cv2.dilate(few, square).view(np.uint32) == cv2.erode(few, square).view(np.uint32)).ravel()
    numbers, of_pixel, counts = np.unique(packed_colors(few), return_inverse=True, return_counts=True)
    wide = np.bincount(of_pixel.ravel(), is_wide, len(numbers))
    colors = numbers.view(np.uint8).reshape(-1, 4)
    is_flat = (wide >= MOSTLY_WIDE * counts) & (counts >= LEAST_SHARE * of_pixel.size)
    return _Look(numbers, counts / of_pixel.size, _lightness(over(colors, 255)), is_flat)


def _has_light_lines(look: _Look) -> bool:
    """Whether what is no flat is rather lighter than the paper."""
    thin = ~look.is_flat
    return bool((look.share[thin] * (look.lightness[thin] - look.lightness[look.main])).sum() > 0)


def _drawn_on(look: _Look, is_light: bool) -> np.ndarray:
    """Which flats lines are drawn on, bool (N,), and are not solid ink: the lines are clearly darker, or lighter."""
    strength = look.lightness if is_light else 255 - look.lightness
    ink = look.of_lines(0.95 if is_light else 0.05)
    if np.isnan(ink):
        ink = look.lightness[look.is_flat].max() if is_light else look.lightness[look.is_flat].min()
    of_ink = ink if is_light else 255 - ink
    is_paper = look.is_flat & (strength <= of_ink - CONTRAST)
    is_paper[look.main] = True
    return is_paper


def _where(rgba: np.ndarray, flats: np.ndarray) -> np.ndarray:
    """Where a drawing has one of `flats`, u32 (N,), over at least 2 x 2 pixels: bool (H, W)."""
    numbers, square = packed_colors(rgba), np.ones((2, 2), np.uint8)
    found = np.zeros(numbers.shape, bool)
    for flat in flats:
        corners = cv2.erode((numbers == flat).view(np.uint8), square, anchor=(0, 0))
        found |= cv2.dilate(corners, square, anchor=(1, 1)) > 0
    return found


def _flats_on_white(rgb: np.ndarray, is_flat: np.ndarray) -> np.ndarray:
    """Dark lines on flats, u8 RGB (H, W, 3), on white. `is_flat`: bool (H, W)."""
    nearest = cv2.distanceTransformWithLabels(
        (~is_flat).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )[1]  # distances are not kept
    result = np.full_like(rgb, 255)
    # OpenCV labels these pixels 1, 2, ... in raster order.
    flat = np.concatenate([rgb[rows][is_flat[rows]] for rows in bands(rgb.shape)])
    for rows in bands(rgb.shape):
        drawn = ~is_flat[rows]
        result[rows][drawn] = _divided(rgb[rows][drawn], flat[nearest[rows][drawn] - 1])
    return result


def _divided(rgb: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """What lies on `paper`, both RGB (N, 3), as it would look on white: u8 (N, 3)."""
    share = rgb / np.maximum(paper, 1).astype(np.float32)
    shows = paper >= SAYS_NOTHING
    least = np.where(shows, share, 1).min(1, keepdims=True)
    return np.rint(255 * np.clip(np.where(shows, share, least), 0, 1)).astype(np.uint8)


def _scan_on_white(rgb: np.ndarray) -> np.ndarray:
    """A scan or photograph, u8 RGB (H, W, 3), with its lines dark, and on white."""
    shrink = min(SMALL / rgb.shape[0], 1)
    small = cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 1)
    stroke = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (STROKE, STROKE))
    light = small.mean(2)
    closed, opened = (cv2.morphologyEx(light, how, stroke) for how in (cv2.MORPH_CLOSE, cv2.MORPH_OPEN))
    if (light - opened).sum() > (closed - light).sum() and np.median(light) < 128:
        return _scan_on_white(_turned(rgb))
    paper = cv2.resize(_scan_paper(small, stroke), (rgb.shape[1], len(small)))  # as wide as the drawing
    result = np.empty_like(rgb)
    for rows in bands(rgb.shape):
        of_rows = _stretched(paper, np.arange(len(rgb))[rows], len(rgb))
        result[rows] = _divided(rgb[rows].reshape(-1, 3), of_rows.reshape(-1, 3)).reshape(of_rows.shape)
    ink = cv2.GaussianBlur(255 - result.min(2), (0, 0), 0.8)
    pixels = np.sum([np.bincount(ink[rows].ravel(), minlength=256) for rows in bands(ink.shape)], 0)
    usual = _median(np.arange(256), pixels)
    grain = 1.4826 * _median(np.abs(np.arange(256) - usual), pixels)
    result[ink <= usual + max(GRAIN * grain, 6)] = 255
    return result


def _stretched(picture: np.ndarray, rows: np.ndarray, height: int) -> np.ndarray:
    """Some rows, i64 (N,), of a picture f32 (h, W, 3) when it is stretched to `height` rows, linearly: (N, W, 3)."""
    place = ((rows + 0.5) * (len(picture) / height) - 0.5).clip(0, len(picture) - 1)
    first = place.astype(int)
    share = (place - first).astype(np.float32)[:, None, None]
    stretched: np.ndarray = (
        picture[first] * (1 - share) + picture[np.minimum(first + 1, len(picture) - 1)] * share
    )
    return stretched


def _median(values: np.ndarray, pixels: np.ndarray) -> float:
    """The median of `values`, (N,), each of which is there `pixels` times, (N,)."""
    order = np.argsort(values)
    up_to = pixels[order].cumsum()
    middle = np.searchsorted(up_to, [(up_to[-1] - 1) // 2, up_to[-1] // 2], side="right")
    return float(values[order][middle].mean())


def _scan_paper(small: np.ndarray, stroke: np.ndarray) -> np.ndarray:
    """The paper of a scan, u8 RGB (h, w, 3), without its strokes: f32 (h, w, 3)."""
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, stroke)
    lightness = _lightness(closed)
    is_solid = lightness < SOLID * np.median(lightness)
    closed = _smoothed(closed, ~is_solid)
    is_stroke = is_solid | (_lightness(small) < CLEAN * _lightness(closed))
    return _smoothed(small, ~is_stroke)


def _smoothed(rgb: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The mean of `rgb`, (h, w, 3), around each pixel over those that count, bool (h, w): f32 (h, w, 3)."""
    weight = counts.astype(np.float32)
    total = cv2.GaussianBlur(rgb.astype(np.float32) * weight[..., None], (0, 0), STROKE)
    share = cv2.GaussianBlur(weight, (0, 0), STROKE)
    return total / np.maximum(share, 1e-3)[..., None]


def _turned(rgb: np.ndarray) -> np.ndarray:
    """u8 RGB (..., 3) with lightness turned over and hue kept: white becomes black, and red stays red."""
    result = np.empty_like(rgb)
    for rows in bands(rgb.shape):
        extremes = rgb[rows].min(-1, keepdims=True).astype(np.int16) + rgb[rows].max(-1, keepdims=True)
        result[rows] = rgb[rows] + (255 - extremes)
    return result


def _lightness(rgb: np.ndarray) -> np.ndarray:
    """Of u8 or f32 RGB (..., 3): f64 (...), 0..255, as ITU-R BT.601 weighs the channels."""
    return rgb @ np.array([0.299, 0.587, 0.114])


def _opaque(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA)
