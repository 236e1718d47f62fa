"""Optical-flow voting: the labels of the nearest reference, warped to the frame, are voted on by region.

Flow is that of the distance from the line: on the drawings themselves it is worse by a tenth of all regions.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import cv2
import numpy as np

from ...drawing.paint import spread
from ...drawing.shot import Frame, Shot
from ...methods.colorizer import Colorizer
from ...progress import Progress

NEAR = 64  # pixels from the line, beyond which all paper is the same
SIMILAR = 16  # difference of fields over which the weight of a pixel falls to 1/e


class Flow(Colorizer):
    """See `methods.colorizer.Colorizer`. Flow is DIS (Kroeger et al. 2016)."""

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Nothing is learned."""
        yield Progress(0, "Reading the reference frames")

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame, f32 (R + 1, K): the share of a region's pixels that each label comes to lie on.

        A pixel counts less where its field differs from that of the pixel it comes from.
        """
        yield Progress(0, "Following the lines")
        reference = min(shot.references, key=lambda i: abs(i - frame))
        source, target = shot.frames[reference], shot.frames[frame]
        labels = shot.known[reference][spread(source.regions)]
        fields = [_field(one) for one in (target, source)]
        warped, there = _warped([labels, fields[1]], _flow(*fields))
        fits = np.exp(-np.abs(fields[0].astype(np.float32) - there) / SIMILAR)
        regions = target.regions
        count, colors = int(regions.max(initial=0)) + 1, len(shot.palette)
        votes = (warped >= 0) & (regions > 0)
        of = np.bincount(regions[votes] * colors + warped[votes], fits[votes], count * colors)
        area = np.maximum(np.bincount(regions.ravel(), minlength=count), 1)
        return (of.reshape(count, colors) / area[:, None]).astype(np.float32)


def _flow(target: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Where each pixel of the field `target` was in `source`, as an offset: f32 (H, W, 2)."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return flow.calc(target, source, np.zeros((*target.shape, 2), np.float32))


def _field(frame: Frame) -> np.ndarray:
    """How far the line is from each pixel, u8 (H, W), 255 from NEAR on.

    Between lines a drawing is bare, and flow has nothing to follow there; the distance has a slope everywhere.
    """
    is_paper = (frame.line_art.ink < 128).astype(np.uint8)
    distance = cv2.distanceTransform(is_paper, cv2.DIST_L2, 3)
    return (np.minimum(distance, NEAR) * (255 / NEAR)).astype(np.uint8)


def _warped(planes: Sequence[np.ndarray], flow: np.ndarray) -> list[np.ndarray]:
    """Each of `planes` (H, W), taken from where `flow` points, as far as the frame goes."""
    height, width = flow.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    y = np.clip(np.rint(rows + flow[..., 1]), 0, height - 1).astype(np.intp)
    x = np.clip(np.rint(columns + flow[..., 0]), 0, width - 1).astype(np.intp)
    return [plane[y, x] for plane in planes]
