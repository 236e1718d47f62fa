"""Optical-flow voting: the labels of the nearest reference, warped to the frame, are voted on by region.

Flow is that of the distance from the line: on the drawings themselves it is worse by a tenth of all regions.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

import cv2
import numpy as np

from ...drawing.paint import spread
from ...drawing.shot import Frame, Shot
from ...progress import Progress

NEAR = 64  # pixels from the line, beyond which all paper is the same


class Flow:
    """The colorizer of this module (see `colorizers.base.Colorizer`). Flow is DIS (Kroeger et al. 2016)."""

    needs: ClassVar[frozenset[str]] = frozenset({"references"})

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Nothing is learned."""
        yield Progress(0, "Reading the reference frames")

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame, f32 (R + 1, K): the share of a region's pixels that each label comes to lie on."""
        yield Progress(0, "Following the lines")
        reference = min(shot.references, key=lambda i: abs(i - frame))
        source, target = shot.frames[reference], shot.frames[frame]
        labels = shot.labels[reference][spread(source.regions)]
        warped = _warp(labels, _flow(target, source))
        regions = target.regions
        count, colors = int(regions.max(initial=0)) + 1, len(shot.palette)
        votes = (warped >= 0) & (regions > 0)
        of = np.bincount(regions[votes] * colors + warped[votes], minlength=count * colors)
        area = np.maximum(np.bincount(regions.ravel(), minlength=count), 1)
        return (of.reshape(count, colors) / area[:, None]).astype(np.float32)


def _flow(target: Frame, source: Frame) -> np.ndarray:
    """Where each pixel of `target` was in `source`, as an offset: f32 (H, W, 2)."""
    fields = [_field(frame) for frame in (target, source)]
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return flow.calc(fields[0], fields[1], np.zeros((*fields[0].shape, 2), np.float32))


def _field(frame: Frame) -> np.ndarray:
    """How far the line is from each pixel, u8 (H, W), 255 from NEAR on.

    Between lines a drawing is bare, and flow has nothing to follow there; the distance has a slope everywhere.
    """
    is_paper = (frame.line_art.ink < 128).astype(np.uint8)
    distance = cv2.distanceTransform(is_paper, cv2.DIST_L2, 3)
    return (np.minimum(distance, NEAR) * (255 / NEAR)).astype(np.uint8)


def _warp(labels: np.ndarray, flow: np.ndarray) -> np.ndarray:
    """`labels`, i32 (H, W), taken from where `flow` points, as far as the frame goes: i32 (H, W)."""
    height, width = labels.shape
    rows, columns = np.mgrid[:height, :width]
    y = np.clip(np.rint(rows + flow[..., 1]), 0, height - 1).astype(np.intp)
    x = np.clip(np.rint(columns + flow[..., 0]), 0, width - 1).astype(np.intp)
    return labels[y, x]
