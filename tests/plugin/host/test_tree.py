"""The guesses which layer is the line art and which holds the colors."""

from __future__ import annotations

import pytest

from shiage.host.tree import (
    Layer,
    color_candidates,
    find,
    guess_colors,
    guess_hints,
    guess_lines,
    hint_layers,
    is_drawing,
    parent_of,
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
    assert [layer.name for layer in color_candidates(root, CEL)] == [
        "Coloring",
        "skin",
        "shadow",
        "Paper",
        "skin + shadow",
    ][:4]
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
    assert guess_colors(hidden, hidden.children[-1], found.uid) is not None, "also while Shiage hides them"
    kept = guess_colors(hidden, hidden.children[-1], found.uid)
    assert kept is not None and kept.uid == found.uid


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
    assert [layer.name for layer in hint_layers(WITH_HINTS)] == ["Hints"]


def test_the_hint_layer_is_never_guessed_as_the_colors() -> None:
    root = group("root", paint("Hints"), paint("lines"))
    assert guess_colors(root, paint("lines")) is None
