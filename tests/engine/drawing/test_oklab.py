"""OKLab, against the values of its author."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.oklab import oklab


def test_white_black_and_red_are_where_they_belong() -> None:
    found = oklab(np.array([[1, 1, 1], [0, 0, 0], [1, 0, 0]], np.float32))
    np.testing.assert_allclose(found, [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.628, 0.2249, 0.1258]], atol=1e-3)


def test_shape_is_kept() -> None:
    assert oklab(np.zeros((4, 5, 3), np.float32)).shape == (4, 5, 3)
