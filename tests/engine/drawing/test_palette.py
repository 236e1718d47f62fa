"""Palette: exact colors of the references, and what each region has."""

from __future__ import annotations

import numpy as np

from shiage_engine.drawing.line_art import read
from shiage_engine.drawing.palette import read_references
from shiage_engine.drawing.regions import segment
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
    palette, labels, purity = read_references({7: picture(*color, **LETTERS)}, {7: art}, {7: segment(art, 0)})
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
    palette, labels, _ = read_references({0: one, 9: other}, {0: art, 9: art}, {0: regions, 9: regions})
    assert palette.tolist() == [[0, 0, 0, 0], list(HAIR), list(SKIN)]  # more hair than skin
    assert {time: found.tolist() for time, found in labels.items()} == {0: [0, 2, 1], 9: [0, 1, 1]}


def test_a_drawing_without_regions_has_labels_of_the_line_alone() -> None:
    assert of_one(["##", "##"], ["ss", "ss"]) == ([[0, 0, 0, 0]], [0])


def test_a_sliver_of_soft_line_alone_adds_no_color() -> None:
    line = ["######", "#oooo#", "#oooo#", "#oooo#", "######", "......", "......"]
    color = ["######", "#mmmm#", "#mmmm#", "#mmmm#", "######", "ssssss", "ssssss"]
    palette, labels = of_one(line, color)
    assert palette == [[0, 0, 0, 0], list(SKIN)]
    assert labels == [0, UNKNOWN, 1]


def test_a_speck_left_unpainted_says_nothing() -> None:
    _, labels = of_one(["............#."] * 2, ["ssssssssssss  "] * 2)
    assert labels == [0, 1, UNKNOWN]


def test_purity_is_the_share_of_a_label_that_has_its_color() -> None:
    line = ["##########", "#.....#..#", "#.....#..#", "##########"]
    color = ["          ", " ssssh tt ", " ssssh tt ", "          "]  # a shadow without a line of its own
    art = read(picture(*line))
    _, labels, purity = read_references({0: picture(*color, **LETTERS)}, {0: art}, {0: segment(art, 0)})
    assert labels[0].tolist() == [0, 1, 2]
    np.testing.assert_allclose(purity, [1, 0.8, 1])
    assert purity.dtype == np.float32
