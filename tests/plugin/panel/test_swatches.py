"""The palette's colors in rows."""

from __future__ import annotations

import pytest

from shiage.panel.swatches import Swatches


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_swatches_wrap(count: int, rows: int) -> None:
    swatches = Swatches()
    swatches.show_colors([(10 * i, 0, 0, 255) for i in range(count)] + [(0, 0, 0, 0)])
    five = 5 * Swatches.EDGE + 4 * Swatches.GAP
    step = Swatches.EDGE + Swatches.GAP
    assert swatches.height_for(five) == max(0, rows * step - Swatches.GAP)
    swatches.resize(five, 100)
    assert swatches.grab().isNull() == (count == 0)
