"""Bounds on memory: what goes on in pieces gives the same, and what does not fit is said."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing import bands, color_tally, joining, line_art, paper, segmentation
from shiage_engine.drawing.descriptors import describe
from shiage_engine.drawing.ends import find_ends
from shiage_engine.drawing.finished_lines import finish_lines
from shiage_engine.drawing.palette import read_references
from shiage_engine.drawing.segmentation import segment, segment_and_tell, segment_with_suspects
from shiage_engine.errors import InputError
from shiage_engine.limits import MIB, check_frame, check_shot, worker_bytes
from shiage_engine.methods.few_shot import forest, metric
from shiage_engine.methods.few_shot.colorizer import FewShot
from shiage_engine.methods.few_shot.metric import link
from shiage_engine.methods.matcher.tensors import view_tensors
from shiage_engine.methods.matcher.view import view
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.answers import dabbed, update_answers
from shiage_engine.progress import finish
from shiage_engine.specks import choice
from tests.engine.drawing.drawings import figure
from tests.engine.shots import color, line


@pytest.mark.parametrize(
    ("frames", "regions", "colors", "sentence"),
    [
        (1, 10, 2049, "2049 colors, more than 2048"),
        (300, (1 << 17) + 1, 2, "300 frames with 131073 regions and 2 colors do not fit .* fewer frames"),
        (3, 20_000, 1000, "3 frames with 20000 regions and 1000 colors do not fit"),
    ],
)
def test_a_shot_that_does_not_fit_is_said(frames: int, regions: int, colors: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check_shot(frames, regions, colors)


def test_a_frame_of_too_many_regions_is_said() -> None:
    check_frame("Frame 7", 1 << 14)
    with pytest.raises(
        InputError, match="Frame 7 has 16385 regions, more than 16384: leave out dots and grain"
    ):
        check_frame("Frame 7", (1 << 14) + 1)


SIZE = 160


def drawn_on(kind: str) -> np.ndarray:
    """A figure on paper of some kind, u8 RGBA."""
    drawing = figure(SIZE)
    light = {
        "white": np.full((SIZE, SIZE, 1), 255.0),
        "gray": np.full((SIZE, SIZE, 1), 190.0),
        "scan": np.random.default_rng(2).normal(
            np.linspace(150, 240, SIZE)[None, :, None], 4, (SIZE, SIZE, 1)
        ),
        "black": np.full((SIZE, SIZE, 1), 255.0),
    }[kind]
    rgb = np.rint(drawing[..., :3] * (light / 255)).clip(0, 255).astype(np.uint8)
    return np.dstack([255 - rgb if kind == "black" else rgb, drawing[..., 3]])


def all_that_is_read(drawing: np.ndarray) -> list[object]:
    """What is read of a drawing and of paint on it, with noise in places, step by step."""
    art = line_art.read(drawing)
    regions, suspect = segment_with_suspects(art)
    random = np.random.default_rng(1)
    paint = np.zeros((SIZE, SIZE, 4), np.uint8)
    paint[regions > 1] = (200, 30, 30, 255)
    paint[SIZE // 2 :][regions[SIZE // 2 :] > 2] = (30, 30, 200, 255)
    now = paint.copy()
    now[40:90, 30:100] = random.integers(0, 256, (50, 70, 4))
    now[100:130, 50:90] = (9, 200, 9, 255)
    dabs = np.where((now != paint).any(2)[..., None], now, 0).astype(np.uint8)
    said = read_references({0: now}, {0: art}, {0: regions})
    return [
        *(art.ink, art.kind, regions, suspect, describe(art, regions).features),
        *(said.palette, said.labels[0], said.purity),
        *(update_answers(0, regions, paint, now, []), dabbed(regions, dabs)),
    ]


@pytest.mark.parametrize("kind", ["white", "gray", "scan", "black"])
def test_pictures_in_bands_are_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = drawn_on(kind)
    whole = all_that_is_read(drawing)
    monkeypatch.setattr(bands, "BAND", 7 * SIZE)
    for one, other in zip(all_that_is_read(drawing), whole, strict=True):
        np.testing.assert_equal(one, other)


def test_trace_lines_in_bands_are_taken_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    drawing = drawn_on("white")
    for start in range(20, SIZE, 30):  # soft, and across the bands
        trace = random.integers(0, 120, (SIZE, 3, 3)) + np.eye(3, dtype=int)[start % 3] * 130
        drawing[:, start : start + 3] = np.dstack([trace, np.full((SIZE, 3), 255)])
    paint = random.integers(0, 256, drawing.shape).astype(np.uint8)
    whole = [finish_lines(drawing, paint, takes_darker) for takes_darker in (False, True)]
    assert whole[0].traces > SIZE
    monkeypatch.setattr(bands, "BAND", 7 * SIZE)
    for of_whole, takes_darker in zip(whole, (False, True), strict=True):
        found = finish_lines(drawing, paint, takes_darker)
        assert found.traces == of_whole.traces
        np.testing.assert_equal(found.rgba, of_whole.rgba)


def test_medians_of_counted_values_are_those_of_all() -> None:
    random = np.random.default_rng(0)
    for count in (1, 2, 5, 6, 101):
        values = random.integers(0, 9, count)
        assert paper._median(np.arange(9), np.bincount(values, minlength=9)) == np.median(values)


def test_paint_of_too_many_patches_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(color_tally, "PATCHES", 3)
    regions, counts = np.ones((2, 2), np.int32), np.ones((2, 2), bool)
    assert color_tally.tally_colors(
        regions, np.array([[1, 1], [2, 3]], np.uint32), counts
    ).pixels.tolist() == [2, 1, 1]
    with pytest.raises(InputError, match="more than 3 patches of color: paint it flat"):
        color_tally.tally_colors(regions, np.array([[1, 2], [3, 4]], np.uint32), counts)


def test_where_lines_end_everywhere_no_openings_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    dashes = np.zeros((90, 90), bool)
    dashes[10:80:12, 5:85] = True
    dashes[:, 20::16] = dashes[:, 21::16] = False
    found = find_ends(dashes, 1.0)
    assert len(joining.facing_pairs(found, dashes, 9)[0]) > 10
    monkeypatch.setattr(joining, "END_PAIRS", 10)
    assert len(joining.facing_pairs(found, dashes, 9)[0]) == 0


def test_where_there_are_more_regions_than_a_frame_may_have_nothing_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would only make more of them, in a minute and gigabytes for the largest pictures."""
    drawing = np.full((160, 160, 4), 255, np.uint8)
    for y, x in ((20, 20), (20, 90), (90, 20)):
        drawing[y : y + 51, x : x + 51] = (0, 0, 0, 255)
        drawing[y + 2 : y + 49, x + 2 : x + 49] = 255
    drawing[20:22, 40:46] = 255  # a gap in the first
    art = line_art.read(drawing)
    closed = segment_and_tell(art, 12)
    monkeypatch.setattr(segmentation, "FRAME_REGIONS", 2)
    left = segment_and_tell(art, 12)
    assert (left.regions.max(), closed.regions.max()) == (3, 4)
    np.testing.assert_array_equal(left.regions, segment(art, 0))
    assert (left.suspect, len(left.closings)) == (4, 0)


def test_specks_some_at_a_time_choose_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = figure(SIZE)
    drawing[20:60:4, 20:60, :3] = drawing[20:60, 20:60:4, :3] = 0
    art = line_art.read(drawing)
    regions, _ = segment_with_suspects(art)
    whole = choice.choose(regions, art)
    assert len(whole.specks) > 20
    monkeypatch.setattr(choice, "AT_ONCE", 7)
    for one, other in zip(choice.choose(regions, art), whole, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_maps_of_few_regions_take_a_byte_a_sample() -> None:
    """Of 4096 frames they are most of what is kept."""
    frame = finish(read_shot(Request({0: line(0)}, {}))).frames[0]
    of_frame = view(frame.line_art, frame.regions, describe(frame.line_art, frame.regions))
    grids = view_tensors(of_frame).grids
    assert grids.element_size() == 1
    np.testing.assert_array_equal(grids.numpy().reshape(of_frame.grids.shape), of_frame.grids)


def test_the_shots_that_are_promised_fit() -> None:
    check_shot(100, 100 * 1300, 64)
    check_shot(3, 3 * 1600, 1601)


@pytest.mark.parametrize("at_once", [1, 7, 40, 1 << 22])
def test_links_in_pieces_are_the_same(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    here, there = (random.normal(size=(count, 3)).astype(np.float32) for count in (41, 23))
    there[5:15] = here[20:30] + 0.01
    whole = link(here, there, 0.9)
    assert len(whole[0]) >= 10
    monkeypatch.setattr(metric, "DISTANCES", at_once * 22)
    for one, other in zip(link(here, there, 0.9), whole, strict=True):
        np.testing.assert_array_equal(one, other)


def test_links_of_pieces_know_the_second_nearest() -> None:
    """By hand: rows 1 and 2 of `here` are equally near to the one of `there`, in whatever pieces: no link."""
    here = np.array([[0.0], [1.0], [1.0], [9.0]], np.float32)
    there = np.array([[0.0], [1.1], [20.0]], np.float32)
    ids, _ = link(here, there, 0.9)
    assert 1 not in ids and 2 not in ids


def test_a_forest_that_does_not_fit_is_not_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    shot = finish(read_shot(Request({0: line(0), 1: line(2)}, {0: color(0)})))
    monkeypatch.setattr(forest, "ExtraTreeClassifier", None)
    monkeypatch.setattr(forest, "TREE_BYTES", 1)
    method = FewShot()
    finish(method.learn(shot))
    assert finish(method.colorize(shot, 1))[1:].argmax(1).tolist() == [0, 2, 1]


def test_trees_are_grown_a_few_at_a_time_where_they_are_large() -> None:
    counts = [forest._trees_at_once(lessons, 64) for lessons in (100, 10_000, 60_000, 200_000)]
    assert counts == [20, 10, 2, 0]


def test_a_worker_is_given_what_it_takes_by_the_size_of_a_frame() -> None:
    assert worker_bytes(0) == 512 * MIB
    assert worker_bytes(1920 * 1080) < 1024 * MIB
    assert worker_bytes(7680 * 4320) == 2048 * MIB
