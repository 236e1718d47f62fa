"""Palette: exact colors of the references, and what each region has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shiage_engine.drawing import palette
from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.palette import ReferencePaint, is_finished, read_references
from shiage_engine.drawing.segmentation import segment
from shiage_engine.drawing.shot import UNKNOWN
from tests.engine.drawing.drawings import picture

SKIN, SKIN_TOO, HAIR, MIXED = (
    (250, 220, 200, 255),
    (250, 220, 201, 255),
    (90, 60, 40, 255),
    (170, 140, 120, 255),
)
LETTERS = {"s": SKIN, "t": SKIN_TOO, "h": HAIR, "m": MIXED, "H": (90, 60, 40, 0)}


def of_one(line: list[str], color: list[str]) -> tuple[list[list[int]], list[int]]:
    art = read(picture(*line))
    read_ = read_references({7: picture(*color, **LETTERS)}, {7: art}, {7: segment(art, 0)}, {7: True})
    palette, labels, purity = read_.palette, read_.labels, read_.purity
    assert palette.dtype == np.uint8
    assert labels[7].dtype == np.int32
    assert purity.shape == (len(palette),)
    return palette.tolist(), labels[7].tolist()


LINE = ["#######", "#..#..#", "#..#..#", "#######"]


def test_regions_have_the_color_that_fills_them() -> None:
    palette, labels = of_one(LINE, ["       ", " ss hh ", " ss hh ", "       "])
    assert palette == [[0, 0, 0, 0], list(HAIR), list(SKIN)]  # same area: by value
    assert labels == [0, 2, 1]


def test_paint_under_the_lines_changes_nothing() -> None:
    assert of_one(LINE, ["sssshhh", "sssshhh", "sssshhh", "sssshhh"]) == of_one(
        LINE, ["       ", " ss hh ", " ss hh ", "       "]
    )


def test_colors_one_step_of_blue_apart_stay_apart() -> None:
    palette, labels = of_one(LINE, ["       ", " ss tt ", " ss tt ", "       "])
    assert len(palette) == 3
    assert sorted(labels) == [0, 1, 2]


def test_unpainted_is_an_answer_and_hidden_colors_do_not_count() -> None:
    palette, labels = of_one(["......#......"] * 2, ["ssssss HHHHHH"] * 2)
    assert palette == [[0, 0, 0, 0], list(SKIN)]
    assert labels == [0, 1, 0]


def test_no_clear_winner_is_unknown() -> None:
    palette, labels = of_one(LINE, ["       ", " sh hh ", " hs hh ", "       "])
    assert palette == [[0, 0, 0, 0], list(HAIR)]
    assert labels == [0, UNKNOWN, 1]


def test_mixed_colors_along_edges_are_no_colors() -> None:
    line = ["#########", "#.......#", "#.......#", "#########", "..#######"]
    color = ["         ", " ssssssm ", " ssssssm ", "         ", "mm       "]
    palette, labels = of_one(line, color)
    assert palette == [[0, 0, 0, 0], list(SKIN)]
    assert labels == [0, 1, UNKNOWN]  # a speck of a mixed color


FLAT_LINE = ["........", ".######.", ".#..#.#.", ".#..#.#.", ".######.", "........"]


def test_a_flattened_drawing_gives_up_its_lines_and_its_outer_paper() -> None:
    color = ["........", ".######.", ".#ss#.#.", ".#ss#.#.", ".######.", "........"]
    palette, labels = of_one(FLAT_LINE, color)
    assert palette == [[0, 0, 0, 0], list(SKIN)]  # enclosed white is paint, but two pixels of it are a speck
    assert labels == [0, 0, 1, UNKNOWN]


def test_enclosed_white_of_a_flattened_drawing_is_paint() -> None:
    color = ["........", ".######.", ".#..#s#.", ".#..#s#.", ".######.", "........"]
    palette, labels = of_one(FLAT_LINE, color)
    assert [255, 255, 255, 255] in palette
    assert labels[1] == 0
    assert palette[labels[2]] == [255, 255, 255, 255]


def test_soft_lines_of_a_flattened_drawing_do_not_mix_into_its_colors() -> None:
    line = ["oooooo", "#o..o#", "#o..o#", "oooooo"]
    color = ["mmmmmm", "#mssm#", "#mssm#", "mmmmmm"]
    palette, labels = of_one(line, color)
    assert palette == [[0, 0, 0, 0], list(SKIN)]
    assert labels == [0, 1]


def test_several_references_share_one_palette() -> None:
    art = read(picture(*LINE))
    regions = segment(art, 0)
    one = picture("       ", " ss hh ", " ss hh ", "       ", **LETTERS)
    other = picture("       ", " hh hh ", " hh hh ", "       ", **LETTERS)
    found = read_references({0: one, 9: other}, {0: art, 9: art}, {0: regions, 9: regions})
    assert found.palette.tolist() == [[0, 0, 0, 0], list(HAIR), list(SKIN)]  # more hair than skin
    assert {time: labels.tolist() for time, labels in found.labels.items()} == {0: [0, 2, 1], 9: [0, 1, 1]}


def test_paint_that_was_read_before_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    art = read(picture(*LINE))
    arts, regions = {0: art, 9: art}, {0: segment(art, 0), 9: segment(art, 0)}
    one = picture("       ", " ss hh ", " ss hh ", "       ", **LETTERS)
    other = picture("       ", " hh hh ", " hh hh ", "       ", **LETTERS)
    before: palette.ReadBefore = {}
    first = read_references({0: one}, arts, regions, before=before)
    calls: list[np.ndarray] = []
    read_anew = palette._region_colors

    def counted(*given: Any) -> Any:
        calls.append(given[0])
        return read_anew(*given)

    monkeypatch.setattr(palette, "_region_colors", counted)
    both = read_references({0: one.copy(), 9: other}, arts, regions, before=before)
    assert len(calls) == 1 and calls[0] is other
    afresh = read_references({0: one, 9: other}, arts, regions)
    for found, expected in zip(vars(both).values(), vars(afresh).values(), strict=True):
        np.testing.assert_equal(found, expected)
    changed = read_references({0: other}, arts, regions, before=before)
    assert changed.labels[0].tolist() != first.labels[0].tolist(), "other paint is read"


def test_a_drawing_without_regions_has_labels_of_the_line_alone() -> None:
    assert of_one(["##", "##"], ["ss", "ss"]) == ([[0, 0, 0, 0]], [0])


def test_a_sliver_of_soft_line_alone_adds_no_color() -> None:
    line = ["######", "#oooo#", "#oooo#", "#oooo#", "######", "......", "......"]
    color = ["######", "#mmmm#", "#mmmm#", "#mmmm#", "######", "ssssss", "ssssss"]
    palette, labels = of_one(line, color)
    assert palette == [[0, 0, 0, 0], list(SKIN)]
    assert labels == [0, UNKNOWN, 1]


def test_pixels_are_counted_as_painted_whatever_their_regions_color() -> None:
    """The drawing is open below: most of its one region is unpainted."""
    art = read(picture("#######", "#.....#", "#.....#", "......."))
    paint = picture("       ", " ss    ", "       ", "       ", **LETTERS)
    found = read_references({7: paint}, {7: art}, {7: segment(art, 0)}, {7: True})
    assert found.labels[7].tolist() == [0, 0]
    assert found.painted == {7: 2}


def test_a_speck_left_unpainted_says_nothing() -> None:
    _, labels = of_one(["............#."] * 2, ["ssssssssssss  "] * 2)
    assert labels == [0, 1, UNKNOWN]


WIDE = ["#" * 34, *["#" + "." * 16 + "#" + "." * 15 + "#"] * 16, "#" * 34]


def wide(left: str) -> np.ndarray:
    """Paint of two wide regions: the left one row by row as given, the right one skin."""
    return picture(*[" " * 34, *[f" {left} {'s' * 15} "] * 16, " " * 34], **LETTERS)


def purity_of(left: str) -> list[float]:
    art = read(picture(*WIDE))
    found = read_references({0: wide(left)}, {0: art}, {0: segment(art, 0)})
    label = int(found.labels[0][1])
    return [round(float(found.purity[label]), 2)]


def test_purity_is_the_share_of_the_inside_that_has_the_color() -> None:
    """The inside is 12 pixels wide: a third of it is a shadow without a line of its own."""
    assert purity_of("h" * 10 + "t" * 6) == [0.67]


def test_paint_at_the_rim_says_nothing_of_purity() -> None:
    for left in ("mm" + "h" * 12 + "mm", "  " + "h" * 12 + "  ", "h" * 16):
        assert purity_of(left) == [1]


def partly(*frames: tuple[int, np.ndarray], said: dict[int, bool] | None = None) -> ReferencePaint:
    art = read(picture(*WIDE))
    regions = segment(art, 0)
    times = [time for time, _ in frames]
    return read_references(dict(frames), dict.fromkeys(times, art), dict.fromkeys(times, regions), said)


def test_an_unpainted_region_of_a_frame_that_is_not_finished_is_a_question() -> None:
    half = wide(" " * 16)
    found = partly((0, half))
    assert found.finished == frozenset()
    assert found.labels[0].tolist() == [0, UNKNOWN, 1]
    assert partly((0, half), said={0: True}).labels[0].tolist() == [0, 0, 1]
    whole = partly((0, wide("h" * 16)))
    assert whole.finished == {0}
    assert partly((0, wide("h" * 16)), said={0: False}).finished == frozenset()


def test_the_background_is_no_region_to_be_painted() -> None:
    line = [".....", ".###.", ".#.#.", ".#.#.", ".###.", "....."] * 1
    large = np.kron(np.array([[ord(letter) for letter in row] for row in line]), np.ones((5, 5), int))
    art = read(picture(*["".join(map(chr, row)) for row in large]))
    regions = segment(art, 0)
    assert is_finished(np.array([True, True, False]), regions)
    assert not is_finished(np.array([True, True, True]), regions)


def test_a_frame_looks_unfinished_where_a_large_part_of_its_area_is_unpainted() -> None:
    regions = np.ones((60, 60), np.int32)  # the background
    regions[5:45, 5:55] = np.arange(3, 53)  # 50 strips of 40 pixels
    regions[45:55, 5:25], regions[45:55, 25:55] = 2, 53
    is_unpainted = np.zeros(54, bool)
    is_unpainted[[1, 2]] = True  # one of 52 regions, a small one
    assert is_finished(is_unpainted, regions)
    regions[5:45, 5:25] = 2  # most of the figure's left half
    assert not is_finished(is_unpainted, regions)


def test_colors_of_partly_painted_frames_stand_behind_the_others() -> None:
    """They are more by area, and would stand first."""
    found = partly((0, wide("s" * 16)), (5, wide(" " * 16)), (9, wide(" " * 16)))
    assert found.palette.tolist() == [[0, 0, 0, 0], list(SKIN)]
    other = wide(" " * 16)
    other[(other == SKIN).all(2)] = HAIR
    found = partly((0, wide("s" * 16)), (5, other), (9, other), (12, other), (15, other))
    assert found.palette.tolist() == [[0, 0, 0, 0], list(SKIN), list(HAIR)]
    assert found.labels[5].tolist() == [0, UNKNOWN, 2]
