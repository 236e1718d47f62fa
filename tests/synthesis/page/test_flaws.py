"""Gaps and specks, on a page with one line."""

from __future__ import annotations

import cv2
import numpy as np

from shiage_synthesis.page.canvas import Frame
from shiage_synthesis.page.flaws import with_flaws


def test_specks_open_no_line_and_gaps_do() -> None:
    line = np.full((40, 40, 3), 255, np.uint8)
    label = np.full((40, 40), 2, np.uint8)
    label[:, 25:] = 3
    label[:, 20:25] = 0
    line[label == 0] = 0
    for gaps, joined in ((0, False), (200, True)):
        drawn = Frame(line.copy(), label.copy(), label.astype(np.uint16))
        worn = with_flaws(drawn, np.random.default_rng(0), gaps, 40)
        paper = worn.line.min(2) >= 250
        assert ((worn.label > 0) == paper).all()
        regions = cv2.connectedComponents(paper.astype(np.uint8), connectivity=4)[1]
        assert bool(regions[39, 0] == regions[39, 39]) is joined
        assert (worn.label == 0).sum() != (label == 0).sum()
