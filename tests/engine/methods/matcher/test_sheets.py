"""Model sheets beside frames: what frames leave open is told by sheets."""

from __future__ import annotations

import numpy as np
import torch

from shiage_engine.methods.matcher.colorizer import _filled
from shiage_engine.methods.matcher.ensemble import LabeledFrame


def labeled(*rows: tuple[float, float]) -> LabeledFrame:
    return LabeledFrame((), torch.tensor(rows), 3, True)


def test_frames_win_and_sheets_tell_what_no_frame_shows() -> None:
    by_frames = labeled((1, 0), (0.4, 0), (0, 0))
    by_sheets = labeled((0, 1), (0, 1), (0.2, 0.7))
    found = _filled(by_frames, by_sheets)
    expected = np.array([[1, 0], [0.4, 0.36], [0.2, 0.7]])
    np.testing.assert_allclose(found.labels.numpy(), expected, atol=1e-6)
    assert (found.time, found.is_predicted) == (3, True)
