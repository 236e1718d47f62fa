"""After all is accepted no pixel is left that is neither line nor left unpainted on purpose."""

from __future__ import annotations

import numpy as np
from shiage_engine.protocol.options import Options

from shiage.live.state import WHOLE
from shiage.result.labels import COVERED, LabelImage
from shiage_engine.drawing.regions import specks
from shiage_engine.pipeline import Request, color_base
from shiage_engine.pipeline.painting import frame_result
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.service.labels import labels_message
from tests.engine.shots import color, line

SPECKS = ((15, 40), (22, 40), (3, 52))  # rows and columns


def drawing(shift: int) -> np.ndarray:
    """Two boxes, with specks in the larger one and outside."""
    made = line(shift)
    for row, column in SPECKS:
        made[row - 2 : row + 3, column - 2 : column + 3, :3] = 0
        made[row - 1 : row + 2, column - 1 : column + 2, :3] = 255
    return made


def test_no_pixel_is_left() -> None:
    paint = color()
    request = Request({0: drawing(0), 1: drawing(2)}, {0: paint}, Options(target_accuracy=1.0), finished=[0])
    base = finish(color_base(request, METHODS))
    result = frame_result(*base.colored(())[:1], 1, base.colored(())[1][1])
    assert specks(base.shot.frames[1].regions).sum() == len(SPECKS) and result.withdrawn.any()
    (*labels, steps) = map(bytes, labels_message(1, result)[1])
    height, width = result.region_map.shape
    palette = tuple(map(tuple, base.shot.palette.tolist()))
    image = LabelImage((width, height), tuple(labels), steps, palette)
    filled = np.frombuffer(image.colors(WHOLE), np.uint8).reshape(height, width, 4)
    is_on_purpose = (result.labels == 0)[result.region_map]
    assert 0 < is_on_purpose.sum() < is_on_purpose.size
    assert ((filled[..., 3] == 0) & ~is_on_purpose).sum() == 0
    black = np.frombuffer(image.gaps(WHOLE), np.uint8).reshape(-1, 4)
    assert (black == (*COVERED[2::-1], 255)).all()
