"""Plots as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np

from shiage_engine.evaluation.plot import BOTTOM, HEIGHT, LEFT, POINTS, RIGHT, TOP, WIDTH, Axis, Line, plot

SHARE = Axis("share", (0, 0.5, 1))
RISK = Axis("risk", (0.01, 0.1, 1), logarithmic=True)


def points(svg: str) -> list[list[tuple[float, ...]]]:
    """The points of each line."""
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}polyline")
    return [[tuple(map(float, point.split(","))) for point in one.attrib["points"].split()] for one in found]


def test_places_on_an_axis() -> None:
    np.testing.assert_allclose(SHARE.place(np.array([0, 0.25, 2])), [0, 0.25, 1])
    np.testing.assert_allclose(RISK.place(np.array([0, 0.01, 0.1, 1])), [0, 0, 0.5, 1])


def test_a_line_goes_from_corner_to_corner() -> None:
    ((start, end),) = points(plot("t", SHARE, SHARE, [Line("a", np.array([0, 1]), np.array([0, 1]))]))
    assert start == (LEFT, HEIGHT - BOTTOM)
    assert end == (WIDTH - RIGHT, TOP)


def test_many_points_are_thinned_and_the_ends_kept() -> None:
    long = np.linspace(0, 1, 5000)
    (line,) = points(plot("t", SHARE, RISK, [Line("a", long, long)]))
    assert len(line) == POINTS
    assert (line[0][0], line[-1]) == (LEFT, (WIDTH - RIGHT, TOP))


def test_names_are_told_and_escaped() -> None:
    nothing = np.zeros(0)
    svg = plot("<risk>", SHARE, SHARE, [Line("a & b", nothing, nothing)], [Line("", nothing, nothing)])
    texts = [text.text for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert {"<risk>", "a & b", "share", "50 %"} <= set(texts)
    assert points(svg) == []
