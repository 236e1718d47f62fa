"""What the paint of a reference says about openings in its lines."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.drawing.descriptors import describe as describe_regions
from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.paint import spread
from shiage_engine.drawing.parting import part_by_paint
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.lazy import Once
from shiage_engine.methods.few_shot import colorizer as few_shot
from shiage_engine.pipeline import reading
from shiage_engine.pipeline.coloring import color_base
from shiage_engine.pipeline.reading import read_shot
from shiage_engine.pipeline.request import Request
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.specks.choice import NO_SPECKS, Choice
from tests.engine.drawing.drawings import figure

SIZE = 320
BODY, BELT = (180, 160), (208, 160)
# Openings, as left, top, width and height: narrow ones, by which the drawing is open, and a wide one above the belt.
NARROW = (
    (80, 88, 20, 6),
    (220, 90, 20, 6),
    (90, 230, 12, 6),
    (218, 170, 12, 6),
    (104, 280, 9, 6),
    (142, 280, 10, 6),
)
WIDE = (150, 190, 24, 16)


def request(*painted: int, frames: int = 2) -> Request:
    """Frames of a figure with openings, of which some are painted."""
    drawing = figure(SIZE, 5)
    whole = spread(segment(read(drawing), 0))
    for left, top, width, height in (*NARROW, WIDE):
        drawing[top : top + height, left : left + width, :3] = 255
    paint = np.stack([40 * whole, 255 - 20 * whole, whole, np.where(whole > 1, 255, 0)], axis=2)
    colors = dict.fromkeys(painted, paint.astype(np.uint8))
    lines = dict.fromkeys(range(frames), drawing)
    return Request(lines, colors, Options("fused", largest_gap=4), finished=painted)


def shot(painted: int, former: Shot | None = None) -> Shot:
    return finish(read_shot(request(painted), former.frames if former else ()))


def test_two_colors_on_the_sides_of_an_opening_in_a_reference_are_two_regions() -> None:
    found = shot(0)
    reference, target = (frame.regions for frame in found.frames)
    assert target[BODY] == target[BELT]
    assert reference[BODY] != reference[BELT]
    labels = found.labels[0][[reference[BODY], reference[BELT]]]
    assert labels[0] != labels[1]
    assert UNKNOWN not in labels


def test_regions_depend_on_the_paint_of_their_own_frame_alone_whatever_was_read_before() -> None:
    before = shot(0)
    now, anew = shot(1, before), shot(1)
    for one, other in zip(now.frames, anew.frames, strict=True):
        np.testing.assert_array_equal(one.regions, other.regions)
        assert one.first_suspect == other.first_suspect


def test_slivers_of_open_drawings_take_after_nothing() -> None:
    base = finish(color_base(request(0), METHODS))
    vars(base)["_slivers_belong"] = True
    slivers = Choice(*NO_SPECKS)
    base.slivers = Once([1], lambda _: slivers)
    assert base._slivers_of(1) is NO_SPECKS
    closed = replace(base.shot.frames[1], opening=0)
    base.shot = replace(base.shot, frames=[base.shot.frames[0], closed])
    assert base._slivers_of(1) is slivers


def test_what_was_described_of_other_regions_is_not_gone_by() -> None:
    former = finish(color_base(request(0), METHODS))
    now, anew = finish(color_base(request(1), METHODS, former)), finish(color_base(request(1), METHODS))
    np.testing.assert_array_equal(now.frames[0].labels, anew.frames[0].labels)
    np.testing.assert_array_equal(now.frames[0].verdict.confidence, anew.frames[0].verdict.confidence)


def test_of_a_reference_more_only_its_own_regions_are_described_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    former = finish(color_base(request(0, frames=3), METHODS))
    part, describe = Mock(wraps=part_by_paint), Mock(wraps=describe_regions)
    monkeypatch.setattr(reading, "part_by_paint", part)
    monkeypatch.setattr(few_shot, "describe", describe)
    now = finish(color_base(request(0, 1, frames=3), METHODS, former))
    assert part.call_count == 1, "the paint of the first has stayed"
    assert now.shot.frames[0] is former.shot.frames[0]
    assert now.shot.frames[1].count > now.shot.frames[2].count
    assert describe.call_count == 1 + few_shot.FewShotParams().copies, "the second and its deformed copies"


def test_a_drawing_of_few_openings_is_open_where_others_of_its_shot_are() -> None:
    drawing = figure(SIZE, 5)
    drawing[190:206, 150:157, :3] = 255  # above the belt
    drawing[20:300:40, 10:30, :3] = 0  # and strokes that end
    options = Options("fused", largest_gap=4)
    alone = finish(read_shot(Request({0: drawing}, {}, options))).frames[0]
    assert alone.regions[BODY] == alone.regions[BELT]
    assert not alone.opening
    beside = finish(read_shot(Request({0: drawing, 1: request().lines[0]}, {}, options))).frames[0]
    assert beside.regions[BODY] != beside.regions[BELT]
    assert beside.opening
