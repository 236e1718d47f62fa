"""Which frames of a shot are references and which are targets."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.paint import spread
from shiage_engine.drawing.shot import UNKNOWN, Frame, Shot, placed
from tests.engine.drawing.drawings import picture

ART = read(picture("..#b", "..#."))
REGIONS = np.array([[1, 1, 0, 0], [1, 1, 0, 2]], np.int32)
LABELS = np.array([0, 1, 0], np.int32)
FRAMES = [Frame.of(time, ART, REGIONS) for time in (10, 20, 35, 50)]
PALETTE = np.array([[0, 0, 0, 0], [9, 8, 7, 255]], np.uint8)


def test_a_frame_keeps_its_arrays() -> None:
    frame = FRAMES[0]
    np.testing.assert_array_equal(frame.line_art.ink, ART.ink)
    np.testing.assert_array_equal(frame.line_art.kind, ART.kind)
    np.testing.assert_array_equal(frame.regions, REGIONS)
    for _ in range(2):
        np.testing.assert_array_equal(frame.spread, spread(REGIONS))


def test_frames_of_several_sizes_lie_in_the_area_that_all_of_them_cover() -> None:
    wide = Frame.of(20, read(picture("..#b..", "..#...")), np.ones((2, 6), np.int32))
    sheet = Frame.of(-1, ART, REGIONS)
    one, other, model = placed([FRAMES[0], wide, sheet], {})
    assert (one.position, other.position, model.position) == ((0, 0, 6, 2), (0, 0, 6, 2), None)
    one, other, _ = placed([FRAMES[0], wide, sheet], {20: (-1, 3)})
    assert (one.position, other.position) == ((1, 0, 6, 5), (0, 3, 6, 5))
    assert [frame.position for frame in placed(FRAMES, {})] == [None] * len(FRAMES)


def test_references_and_targets_are_in_order_of_time_whatever_the_order_of_labels() -> None:
    shot = Shot(FRAMES, PALETTE, {2: LABELS, 0: LABELS})
    assert (shot.references, shot.targets) == ([0, 2], [1, 3])


def test_with_fewer_references_the_others_are_targets() -> None:
    shot = Shot(FRAMES, PALETTE, {0: LABELS, 2: LABELS})
    part = shot.with_references([2])
    assert (part.references, part.targets) == ([2], [0, 1, 3])
    assert part.frames is shot.frames
    assert part.palette is shot.palette
    assert shot.references == [0, 2]


def test_a_finished_frame_of_which_nothing_is_known_is_no_target_and_no_reference() -> None:
    nothing = np.array([0, UNKNOWN, UNKNOWN], np.int32)
    shot = Shot(FRAMES, PALETTE, {0: nothing, 2: LABELS}, partial={1: nothing})
    assert (shot.references, shot.targets) == ([2], [1, 3])
