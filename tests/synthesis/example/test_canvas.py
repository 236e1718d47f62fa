"""The canvas of the example, on shapes whose pixels are known."""

from __future__ import annotations

from shiage_synthesis.example.canvas import Canvas, Shape, light, shadow
from shiage_synthesis.example.curves import oval
from shiage_synthesis.page.curves import at, points

SQUARE = points((10, 10), (50, 10), (50, 50), (10, 50))


def test_a_shape_paints_to_the_middle_of_its_line() -> None:
    canvas = Canvas(60, 60)
    canvas.draw(Shape([SQUARE], (200, 10, 10), width=4.0))
    paint, line = canvas.paint(), canvas.line_art()
    assert tuple(paint[30, 30]) == (200, 10, 10, 255)
    assert tuple(paint[11, 30]) == (200, 10, 10, 255)
    assert tuple(paint[8, 30]) == (0, 0, 0, 0)
    assert tuple(line[10, 30]) == (0, 0, 0, 255)
    assert tuple(line[30, 30]) == (255, 255, 255, 255)


def test_what_is_inside_a_shape_is_cut_off_at_its_border() -> None:
    canvas = Canvas(60, 60)
    dark = shadow(points((30, -40), (90, -40), (90, 90), (30, 90)), (90, 0, 0))
    glow = light(oval(at(20, 20), 4, 4), (255, 200, 200))
    canvas.draw(Shape([SQUARE], (200, 10, 10), [dark, glow]))
    paint, line = canvas.paint(), canvas.line_art()
    assert tuple(paint[30, 40]) == (90, 0, 0, 255)
    assert tuple(paint[20, 20]) == (255, 200, 200, 255)
    assert not paint[30, 55].any()
    assert tuple(line[40, 30]) == (0, 0, 255, 255)
    assert line[30, 56:].min() == 255


def test_a_later_shape_hides_the_lines_under_it() -> None:
    canvas = Canvas(60, 60)
    canvas.draw(Shape([SQUARE], (1, 2, 3)), Shape([SQUARE + at(0, 20)], (4, 5, 6)))
    assert tuple(canvas.line_art()[49, 30]) == (255, 255, 255, 255)
    assert tuple(canvas.paint()[49, 30]) == (4, 5, 6, 255)
