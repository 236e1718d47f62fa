"""Paint of so few pixels that it says nothing, as of a fill that hit the edge of a slash line."""

from __future__ import annotations

import numpy as np

from ..drawing.paint import packed_colors
from .answers import FEW


def slipped_pixels(regions: np.ndarray, shown: np.ndarray, present: np.ndarray) -> int:
    """How many pixels of regions have new paint, where these are few; 0 where they are more, or touch their color up.

    regions: i32 (H, W), 0 the line. shown, present: u8 RGBA (H, W, 4), contiguous: the paint before and now.
    """
    before, now = packed_colors(shown), packed_colors(present)
    rows, columns = np.nonzero((before != now) & (present[..., 3] > 0) & (regions > 0))
    if len(rows) > FEW:
        return 0
    colors = {(int(regions[y, x]), int(now[y, x])) for y, x in zip(rows, columns, strict=True)}
    is_new = [
        2 * (before[regions == region] == color).sum() <= (regions == region).sum()
        for region, color in colors
    ]
    return len(rows) if any(is_new) else 0
