"""Regions that may be lit or in shadow, of which one model sheet shows one light."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.model_sheets import ModelSheet
from shiage_engine.drawing.shot import Shot
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.shades import SURE_SHADE, most_confidence, shaded_labels
from shiage_engine.progress import finish
from tests.engine.shots import BLUE, RED

DARK = (120, 10, 10, 255)
SIZE = (48, 96)


def drawing(has_trace: bool) -> np.ndarray:
    """Two boxes, of which a blue trace line parts the left one in two or does not: u8 RGBA."""
    lines = np.full((*SIZE, 4), 255, np.uint8)
    for left in (4, 42):
        lines[4:44, left : left + 40, :3] = 0
        lines[6:42, left + 2 : left + 38, :3] = 255
    if has_trace:
        lines[6:42, 23:25] = (0, 0, 255, 255)
    return lines


def paint() -> np.ndarray:
    found = np.zeros((*SIZE, 4), np.uint8)
    found[6:42, 6:24], found[6:42, 24:42], found[6:42, 44:80] = RED, DARK, BLUE
    return found


SHEET = ModelSheet(drawing(True), paint())


def read(sheets: dict[str, ModelSheet], colors: dict[int, np.ndarray] | None = None) -> Shot:
    lines = {0: drawing(False), 1: drawing(True), 2: drawing(True)}
    return finish(read_shot(Request(lines, colors or {}, sheets=sheets)))


def names(shot: Shot, labels: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(color) for color in shot.palette[labels].tolist()}


def test_colors_on_the_sides_of_a_trace_line_are_shades() -> None:
    shot = read({"front": SHEET})
    assert names(shot, shaded_labels(shot)) == {RED, DARK}


def test_several_sheets_show_a_part_in_both_lights_and_frames_show_that_of_the_shot() -> None:
    assert not len(shaded_labels(read({"front": SHEET, "back": SHEET})))
    assert not len(shaded_labels(read({"front": SHEET}, {1: paint()})))
    assert not len(shaded_labels(read({}, {1: paint()})))


def test_a_whole_region_of_a_shaded_color_is_less_sure() -> None:
    shot = read({"front": SHEET})
    shaded = shaded_labels(shot)
    label = {tuple(color): place for place, color in enumerate(shot.palette.tolist())}
    for time, sure in ((0, SURE_SHADE), (1, 1.0)):
        frame = shot.frames[time]
        left, right = frame.regions[20, 10], frame.regions[20, 60]
        labels = np.zeros(frame.count + 1, np.int32)
        labels[left], labels[right] = label[DARK], label[BLUE]
        most = most_confidence(frame, labels, shaded)
        assert most is not None
        assert (most[left], most[right]) == (np.float32(sure), 1)
    assert most_confidence(shot.frames[0], labels, np.zeros(0, int)) is None
