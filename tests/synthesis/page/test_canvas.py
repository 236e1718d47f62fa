"""The rasterizer, on parts whose pixels can be counted."""

from __future__ import annotations

from shiage_synthesis.page.canvas import INKS, Canvas, Frame
from shiage_synthesis.page.curves import box
from shiage_synthesis.page.parts import BLUE, PAPER, Inlay, Part
from shiage_synthesis.page.style import Pen
from shiage_synthesis.page.surfaces import Surfaces

HARD, SOFT = Pen(1.0, 0.0, False), Pen(2.0, 0.0, True)
SHADE = {2: 7, 3: 8}


def drawn(parts: list[Part], pen: Pen = HARD) -> Frame:
    canvas = Canvas(40, 40, pen, Surfaces(lambda label, kind: SHADE[label]))
    canvas.draw(parts)
    return canvas.finish()


def square(key: str, label: int, x: float = 20, z: float = 0.0, **more: object) -> Part:
    return Part(key, [box(x, 20, 8, 8)], label, z, **more)  # type: ignore[arg-type]


def test_a_part_has_its_label_inside_a_black_line() -> None:
    frame = drawn([square("a", 2)])
    assert (frame.label == 2).sum() == 15 * 15
    assert (frame.label == 0).sum() == 4 * 16
    assert (frame.line[frame.label == 0] == 0).all()
    assert (frame.line[frame.label != 0] == 255).all()
    assert frame.part[20, 20] == 1
    assert frame.part[0, 0] == 0


def test_the_nearer_part_covers_the_farther_whatever_their_order() -> None:
    near, far = square("near", 2, 20, 1.0), square("far", 3, 24, 0.0)
    for parts in ([near, far], [far, near]):
        frame = drawn(parts)
        assert frame.label[20, 24] == 2
        assert frame.label[20, 31] == 3


def test_neighbors_without_a_line_are_parted_and_one_color_runs_together() -> None:
    frame = drawn([square("a", 2, 15, pen=0.0), square("b", 3, 25, z=1.0, pen=0.0)])
    assert (frame.label[20, 7:33] == 0).sum() == 1
    frame = drawn([square("a", 2, 15, pen=0.0), square("b", 2, 25, z=1.0, pen=0.0)])
    assert (frame.label[20, 8:32] == 2).all()


def test_an_inlay_is_cut_off_at_its_part() -> None:
    inlay = Inlay("patch", box(28, 20, 8, 4), 3)
    frame = drawn([square("a", 2, inlays=[inlay])])
    assert frame.label[20, 24] == 3
    assert frame.label[20, 31] == 1
    assert frame.part[20, 24] not in {0, frame.part[20, 14]}


def test_a_shadow_darkens_part_and_inlay_behind_a_blue_line() -> None:
    inlay = Inlay("patch", box(16, 20, 4, 30), 3, PAPER)
    shadow = Inlay("dark", box(20, 28, 30, 8), 0, BLUE, is_shade=True)
    frame = drawn([square("a", 2, inlays=[inlay, shadow])])
    assert [frame.label[16, 24], frame.label[16, 15], frame.label[25, 24], frame.label[25, 15]] == [
        2,
        3,
        7,
        8,
    ]
    assert (frame.line[20, 24] == INKS[BLUE]).all()


def test_a_hidden_stretch_of_the_outline_leaves_no_line() -> None:
    frame = drawn([Part("a", [box(20, 20, 8, 8)], 1, hidden=[(20, 12, 5)])])
    assert frame.label[12, 20] == 1
    assert frame.label[28, 20] == 0


def test_soft_lines_have_gray_edges_and_the_same_truth() -> None:
    frame = drawn([square("a", 2, 20.3)], SOFT)
    assert ((frame.line > 0) & (frame.line < 255)).any()
    assert (frame.label[frame.line.min(2) < 128] == 0).all()
    assert frame.label[20, 20] == 2


def test_what_lies_off_the_page_draws_nothing() -> None:
    frame = drawn([square("a", 2, 200)])
    assert (frame.label == 1).all()
