"""Frames of several sizes at one working size."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame
from shiage_engine.methods.pictures.small import SmallFrame, box_of


def blank(time: int, height: int, width: int) -> Frame:
    plane = np.zeros((height, width), np.uint8)
    return Frame.of(time, LineArt(plane, plane), np.ones((height, width), np.int32))


def test_what_is_drawn_alike_is_seen_alike() -> None:
    """The same drawing on narrow paper and on wide and high paper: its left half is the same at the working size."""
    drawn = np.zeros((40, 60), np.uint8)
    drawn[8:24, 12:40] = 255
    frames = [
        Frame.of(time, LineArt(paper, paper), np.where(paper, 0, 1).astype(np.int32))
        for time, paper in enumerate((drawn, np.pad(drawn, ((0, 24), (0, 68)))))
    ]
    narrow, wide = (SmallFrame.of(frame, box_of(frame, frames, 32)) for frame in frames)
    assert narrow.ink.shape == wide.ink.shape == (16, 32)
    assert narrow.ink.any()
    np.testing.assert_array_equal(narrow.ink, wide.ink)
    assert (narrow.cells[:, 15:] == 0).all() and (wide.cells == 1).any()


def test_a_model_sheet_is_not_stretched() -> None:
    frames = [blank(0, 40, 60), blank(1, 40, 60)]
    sheet = blank(-1, 400, 300)
    box = box_of(sheet, [*frames, sheet], 30)
    assert box.inside == (20, 15) and box.size == (32, 32)
    assert box_of(frames[0], [*frames, sheet], 30).inside == (20, 30)


def test_model_sheets_alone_have_room_for_the_largest() -> None:
    sheets = [blank(-1, 40, 60), blank(-2, 80, 20)]
    assert [box_of(sheet, sheets, 40).inside for sheet in sheets] == [(20, 30), (40, 10)]
