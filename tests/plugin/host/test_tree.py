"""The guesses which layer is the line art and which holds the colors."""

from __future__ import annotations

import pytest

from shiage.client.protocol.layer_names import CLOSINGS, FINISHED_LINES, HINTS
from shiage.host.tree import (
    Layer,
    color_candidates,
    colors_of_frames,
    find,
    frame_layers,
    guess_closings,
    guess_colors,
    guess_hints,
    guess_lines,
    is_drawing,
    named,
    paint_of_frames,
    parent_of,
    still_group,
    walk,
)


def paint(name: str, animated: bool = True, uid: str = "") -> Layer:
    return Layer(uid or name, name, "paintlayer", animated)


def group(name: str, *top_to_bottom: Layer) -> Layer:
    return Layer(name, name, "grouplayer", False, tuple(reversed(top_to_bottom)))


CEL = group("A", *(paint(name) for name in ("Black", "Red", "Green", "Blue", "Shadow")))
TEMPLATE = group(
    "root", group("Inbetweening", CEL), group("Coloring", paint("A colors")), paint("Paper", False)
)
PLAIN = group("root", paint("lines"), paint("colors"), paint("paper", False))
RESULT = group("Shiage", paint("confidence"), paint("colors", uid="result colors"))


def name(layer: Layer | None) -> str | None:
    return layer.name if layer is not None else None


def test_walk_goes_from_top_to_bottom() -> None:
    assert [layer.name for layer in walk(TEMPLATE)][:5] == ["root", "Inbetweening", "A", "Black", "Red"]


def test_find_and_parent() -> None:
    assert find(TEMPLATE, "Red") == paint("Red")
    assert find(TEMPLATE, "none") is None
    assert name(parent_of(TEMPLATE, "Red")) == "A"
    assert parent_of(TEMPLATE, "root") is None


@pytest.mark.parametrize(
    ("layer", "answer"),
    [
        (paint("x"), True),
        (paint("x", animated=False), False),
        (CEL, True),
        (group("empty"), False),
        (group("still", paint("x", animated=False)), False),
        (Layer("v", "v", "vectorlayer", True), False),
    ],
)
def test_is_drawing(layer: Layer, answer: bool) -> None:
    assert is_drawing(layer) is answer


@pytest.mark.parametrize(
    ("root", "active", "answer"),
    [
        (PLAIN, "lines", "lines"),
        (PLAIN, "colors", "lines"),  # the painter has just painted there
        (PLAIN, "paper", "lines"),
        (PLAIN, "", "lines"),
        (TEMPLATE, "A", "A"),
        (TEMPLATE, "Black", "A"),  # a cel with its color traces is one drawing
        (TEMPLATE, "Shadow", "A"),
        (group("root", paint("Layer 1"), paint("Layer 2")), "Layer 2", "Layer 2"),
        (group("root", paint("x", False)), "x", None),
        (group("root", paint("base lines"), paint("clean")), "base lines", "base lines"),
        (group("root", paint("Paint Layer 2"), paint("Paint Layer 1")), "Paint Layer 1", "Paint Layer 1"),
    ],
)
def test_guess_lines(root: Layer, active: str, answer: str | None) -> None:
    assert name(guess_lines(root, active, set())) == answer


def test_a_part_of_a_result_is_never_the_line_art() -> None:
    root = group("root", paint("sketch"), RESULT, paint("paint"))
    assert name(guess_lines(root, "result colors", set(), remembered="sketch")) == "sketch"
    assert guess_lines(root, "confidence", set()) is None


def test_the_copy_of_the_lines_in_the_finished_picture_is_neither_lines_nor_paint() -> None:
    root = group("root", paint(FINISHED_LINES), paint("lines"), RESULT, paint("paint"))
    lines = guess_lines(root, FINISHED_LINES, set())
    assert lines is not None and lines.name == "lines"
    assert [layer.name for layer in color_candidates(root, lines)] == ["paint"]


def test_the_remembered_lines_stand_in_when_the_paint_layer_is_active() -> None:
    root = group("root", paint("b"), paint("a"))
    assert name(guess_lines(root, "a", {"a"}, remembered="b")) == "b"
    assert name(guess_lines(root, "b", {"a"}, remembered="a")) == "b"


def test_candidates_leave_out_the_lines_and_results() -> None:
    root = group("root", CEL, RESULT, paint("paint"), paint("paper", False))
    assert [layer.name for layer in color_candidates(root, CEL)] == ["paint", "paper"]


@pytest.mark.parametrize(
    ("layers", "answer"),
    [
        ([paint("lines"), paint("colors"), paint("paper", False)], "colors"),
        ([paint("lines"), paint("paper", False), paint("flats")], "flats"),
        ([paint("彩色"), paint("lines")], "彩色"),
        ([paint("lines"), paint("Layer 2"), paint("Background", False)], "Layer 2"),
        ([paint("Layer 3"), paint("lines"), paint("Layer 2")], "Layer 2"),
        ([paint("lines"), paint("Background", False)], None),
        ([paint("lines"), paint("base", False), paint("Layer 2")], "Layer 2"),
        ([paint("lines"), paint("base", False), paint("rough")], "base"),
        ([paint("Color Set", False), paint("lines"), paint("Layer 2")], "Layer 2"),
        ([paint("lines"), paint("Paint Layer 2"), paint("Paint Layer 1", False)], "Paint Layer 2"),
        ([paint("lines"), paint("Red")], None),
        ([paint("lines")], None),
    ],
)
def test_guess_colors(layers: list[Layer], answer: str | None) -> None:
    root = group("root", *layers)
    lines = next(layer for layer in layers if layer.name == "lines")
    assert name(guess_colors(root, lines)) == answer


def test_the_remembered_colors_come_first() -> None:
    root = group("root", paint("lines"), paint("colors"), paint("try"))
    lines = root.children[-1]
    assert name(guess_colors(root, lines, "try")) == "try"
    assert name(guess_colors(root, lines, "deleted")) == "colors"


COLORED = group("Coloring", paint("skin"), paint("shadow"))


def test_a_group_of_paint_layers_holds_the_colors_together() -> None:
    root = group("root", CEL, COLORED, paint("Paper", False))
    assert guess_colors(root, CEL) == COLORED
    assert [layer.name for layer in color_candidates(root, CEL)] == ["Coloring", "skin", "shadow", "Paper"]
    assert name(guess_colors(root, CEL, "skin")) == "skin", "what was chosen stays"


def test_a_group_with_one_paint_layer_is_that_layer() -> None:
    assert name(guess_colors(TEMPLATE, CEL)) == "A colors"


def test_a_group_with_the_lines_in_it_is_no_paint() -> None:
    root = group("root", group("Colored cut", paint("lines"), paint("colors"), paint("flats")))
    lines = root.children[0].children[-1]
    assert "Colored cut" not in [layer.name for layer in color_candidates(root, lines)]


def test_paint_layers_side_by_side_hold_the_colors_together() -> None:
    root = group("root", paint("lines"), paint("color-skin"), paint("color-coat"), paint("paper", False))
    lines = root.children[-1]
    found = guess_colors(root, lines)
    assert found is not None
    assert (found.uid, found.name) == ("color-skin color-coat", "color-skin + color-coat")
    hidden = group("root", *(layer._replace(is_visible=layer == lines) for layer in reversed(root.children)))
    kept = guess_colors(hidden, hidden.children[-1], found.uid)
    assert kept is not None and kept.uid == found.uid, "also while Shiage hides them"


def test_layers_of_which_nothing_says_that_they_are_paint_are_offered_together_and_not_taken() -> None:
    root = group("root", paint("A"), paint("skin"), paint("coat"))
    lines = root.children[-1]
    assert name(guess_colors(root, lines)) == "skin"
    assert color_candidates(root, lines)[-1].uid == "skin coat"


def test_what_is_painted_on_in_a_group_for_colors_is_not_taken_for_the_lines() -> None:
    root = group("root", paint("lines"), COLORED)
    assert name(guess_lines(root, "skin", set())) == "lines"


def test_a_clone_of_an_animated_layer_can_be_the_lines() -> None:
    assert is_drawing(Layer("c", "c", "clonelayer", True))
    assert not is_drawing(Layer("c", "c", "clonelayer", False))


def test_paint_inside_the_cel_is_found_by_its_name() -> None:
    cel = group("A", paint("Black"), paint("Red"), paint("Blue"), paint("colors"))
    root = group("root", cel, paint("Background", False))
    assert name(guess_colors(root, cel)) == "colors"


WITH_HINTS = group("root", paint("Hints"), paint("lines"), paint("colors"), paint("dabs", uid="other"))


def test_the_hint_layer_goes_by_its_name_unless_the_painter_chose_another() -> None:
    lines = paint("lines")
    assert name(guess_hints(WITH_HINTS, lines)) == "Hints"
    assert name(guess_hints(WITH_HINTS, lines, "other")) == "dabs"
    assert name(guess_hints(WITH_HINTS, lines, "gone")) == "Hints"
    assert guess_hints(PLAIN, lines) is None
    assert [layer.name for layer in named(WITH_HINTS, HINTS)] == ["Hints"]


def test_the_hint_layer_is_never_guessed_as_the_colors() -> None:
    root = group("root", paint("Hints"), paint("lines"))
    assert guess_colors(root, paint("lines")) is None


def still(name: str, *top_to_bottom: str) -> Layer:
    return group(name, *(paint(layer, animated=False) for layer in top_to_bottom))


def frames(layer: Layer) -> list[str]:
    return [one.name for one in frame_layers(layer)]


def test_frames_are_in_the_order_of_their_numbers_else_from_bottom_to_top() -> None:
    assert frames(still("cut", "A 10", "A 2", "A 1")) == ["A 1", "A 2", "A 10"]
    assert frames(still("cut", "1 of 2", "2 of 2")) == ["2 of 2", "1 of 2"], (
        "numbers that are alike say nothing"
    )
    assert frames(still("cut", "last", "middle", "first")) == ["first", "middle", "last"]


def test_a_group_of_still_layers_is_found_at_the_painters_place() -> None:
    cut = still("cut", "2", "1")
    root = group("root", cut, still("colors", "2", "1"), still("single", "3"), group("B", paint("moving")))
    assert still_group(root, "cut") == cut
    assert still_group(root, "1") == cut
    for other in ("root", "colors", "single", "3", "B", "moving", "nothing"):
        assert still_group(root, other) is None, other


def test_paint_belongs_to_the_frame_of_its_name_or_number() -> None:
    cut = still("cut", "line 12", "line 2", "line 1")
    pairs = paint_of_frames(cut, still("colors", "color 12", "color 1"))
    assert {time: layer.name for time, layer in pairs.items()} == {0: "color 1", 2: "color 12"}
    named = paint_of_frames(still("cut", "Walk", "Stand"), still("colors", "walk"))
    assert {time: layer.name for time, layer in named.items()} == {1: "walk"}


def test_paint_without_names_that_say_anything_goes_in_order_where_there_is_as_much() -> None:
    cut = still("cut", "c", "b", "a")
    pairs = paint_of_frames(cut, still("colors", "z", "y", "x"))
    assert {time: layer.name for time, layer in pairs.items()} == {0: "x", 1: "y", 2: "z"}
    assert paint_of_frames(cut, still("colors", "y", "x")) == {}
    assert list(paint_of_frames(cut, paint("flats", animated=False))) == [0]


def test_the_layers_of_a_result_are_those_of_the_lines_in_their_order() -> None:
    cut, result = still("cut", "A", "A", "B"), still("Shiage", "A", "A", "B")
    alike = [layer._replace(uid=f"{place}") for place, layer in enumerate(result.children)]
    found = colors_of_frames(
        cut._replace(children=tuple(layer._replace(uid=f"line {i}") for i, layer in enumerate(cut.children))),
        result._replace(children=tuple(alike)),
    )
    assert {time: layer.uid for time, layer in found.items()} == {0: "0", 1: "1", 2: "2"}


def test_the_layers_of_a_result_go_by_name_where_some_are_gone_or_moved() -> None:
    cut = still("cut", "10", "2", "1")
    for result, places in (
        (still("Shiage", "10", "2", "1"), {0: "1", 1: "2", 2: "10"}),
        (still("Shiage", "10", "1"), {0: "1", 2: "10"}),
        (still("Shiage", "1", "2", "10"), {0: "1", 1: "2", 2: "10"}),
    ):
        assert {time: layer.name for time, layer in colors_of_frames(cut, result).items()} == places


def test_closing_strokes_are_neither_lines_nor_paint() -> None:
    root = group("root", paint(CLOSINGS), paint("lines"), paint("color"), paint("paper", False))
    lines = root.children[2]
    assert name(guess_closings(root)) == CLOSINGS
    assert name(guess_closings(root, "color")) == "color", "what is remembered comes first"
    assert name(guess_colors(root, lines)) == "color"
    assert color_candidates(root, lines)[-1].kind != "several"
