"""Parts of a mask and their outlines, on masks that are drawn."""

from __future__ import annotations

from shiage.result.parts import Run, box_of, outline, part_at, parts, runs_of, size_of

DRAWN = (
    "##..#",
    ".#..#",
    "##.##",
    "....#",
    "#....",
)  # fmt: skip
MASK = b"".join(bytes(255 if one == "#" else 0 for one in row) for row in DRAWN)


def test_what_touches_by_its_sides_is_one_part() -> None:
    found = parts(runs_of(MASK, 5))
    assert [size_of(part) for part in found] == [5, 5, 1]
    assert found[0] == [Run(0, 0, 2), Run(1, 1, 2), Run(2, 0, 2)]
    assert [box_of(part) for part in found] == [(0, 0, 2, 3), (3, 0, 5, 4), (0, 4, 1, 5)]


def test_arms_that_meet_below_are_one_part() -> None:
    assert len(parts(runs_of(b"\xff\x00\xff\x00\xff" + b"\xff" * 5, 5))) == 1
    assert len(parts(runs_of(b"\xff" * 5 + b"\xff\x00\xff\x00\xff", 5))) == 1


def test_the_part_of_a_pixel() -> None:
    found = parts(runs_of(MASK, 5))
    assert part_at(found, 3, 2) is found[1]
    assert part_at(found, 2, 2) is None and part_at(found, 0, 1) is None


def test_nothing_has_no_parts() -> None:
    assert parts(runs_of(bytes(6), 3)) == []


def test_an_outline_goes_around_the_pixels_and_around_holes() -> None:
    ring = b"\xff\xff\xff" + b"\xff\x00\xff" + b"\xff\xff\xff"
    path = outline(parts(runs_of(ring, 3))[0], 10, 20)
    lines = [path.elementAt(place) for place in range(path.elementCount())]
    ends = [(int(one.x), int(one.y)) for one in lines]
    length = sum(
        abs(ends[i][0] - ends[i + 1][0]) + abs(ends[i][1] - ends[i + 1][1]) for i in range(0, len(ends), 2)
    )
    assert length == 12 + 4
    box = path.boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (10, 20, 13, 23)
