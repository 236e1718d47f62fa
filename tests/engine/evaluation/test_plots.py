"""Plots as SVG, of five regions and of none."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from shiage_engine.evaluation import plots
from shiage_engine.evaluation.benchmark import Run
from shiage_engine.evaluation.metrics import Ranking
from tests.engine.evaluation.test_painter import WORK
from tests.engine.evaluation.test_risk import EMPTY, UNEVEN
from tests.engine.evaluation.test_tables import SURE, UNSURE, frame

SVG = "{http://www.w3.org/2000/svg}"
RUN = Run("drawn", "first", "line", "<flow> & co", (SURE, UNSURE))


def texts(svg: str) -> set[str | None]:
    return {text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")}


def lines(svg: str, style: str) -> list[np.ndarray]:
    """The points of each line of a style, (N, 2), from the left."""
    paths = ElementTree.fromstring(svg).iter(f"{SVG}path")
    found = [path.attrib["d"] for path in paths if style in path.get("style", "")]
    return [np.array(re.findall(r"[ML] (\S+) (\S+)", steps), float) for steps in found]


@pytest.mark.parametrize("ranking", [UNEVEN, EMPTY])
def test_confidence_is_shown_by_two_plots(ranking: Ranking) -> None:
    svg = plots.confidence(ranking)
    assert svg.startswith("<svg")
    assert {"Accuracy by confidence", "Coverage and accuracy by threshold"} <= texts(svg)
    assert {"right", "share of all regions", "right of what is painted", "painted"} <= texts(svg)
    assert {"confidence", "threshold", "0 %", "20 %", "100 %"} <= texts(svg)


def test_a_line_is_where_its_numbers_are() -> None:
    svg = plots.confidence(UNEVEN)
    ((_, zero), (_, one)) = next(points for points in lines(svg, "stroke-dasharray") if len(points) == 2)
    assert zero > one  # down is 0
    right, painted = [points for points in lines(svg, "stroke-width: 1.8") if len(points) == 21]
    places = (0, 12, 16, 20)  # at the thresholds 0, 0.6, 0.8 and 1
    np.testing.assert_allclose((painted[places, 1] - zero) / (one - zero), [1, 0.6, 0.6, 0.2], atol=1e-4)
    np.testing.assert_allclose((right[places, 1] - zero) / (one - zero), [0.6, 2 / 3, 2 / 3, 1], atol=1e-4)
    across = (right[:, 0] - right[0, 0]) / (right[-1, 0] - right[0, 0])
    np.testing.assert_allclose(across, np.linspace(0, 1, 21), atol=1e-4)


def test_methods_are_told_apart_and_their_names_escaped() -> None:
    svg = plots.methods([RUN, replace(RUN, method="nearest")])
    assert {"Risk and coverage", "Accuracy by confidence", "<flow> & co", "nearest"} <= texts(svg)
    assert {"0.1 %", "2 %", "50 %", "wrong of what is painted"} <= texts(svg)
    for color in plots.COLORS[:2]:
        assert len([points for points in lines(svg, color) if len(points) > 3]) == 2  # one in each plot


def test_the_same_numbers_give_the_same_text() -> None:
    assert plots.confidence(UNEVEN) == plots.confidence(UNEVEN)
    svg = plots.methods([RUN])
    assert svg == plots.methods([RUN])
    assert "date" not in svg and "Matplotlib" not in svg


def test_many_points_are_thinned_and_the_ends_kept() -> None:
    count = 20000
    many = frame([1, 0] * (count // 2), np.linspace(0, 1, count).tolist())
    svg = plots.methods([replace(RUN, shots=(replace(SURE, frames=(many,)),))])
    risk = max(lines(svg, plots.COLORS[0]), key=len)
    left, right = risk[0, 0], risk[-1, 0]
    assert len(risk) < count / 10
    (guide,) = (points for points in lines(svg, "stroke-dasharray") if points[0, 1] == points[1, 1])
    np.testing.assert_allclose((left, right), guide[:, 0], atol=0.1)


def test_the_work_of_each_method_is_a_curve() -> None:
    svg = plots.work({"fused": [WORK], "flow": [WORK, WORK]})
    assert {"Work to finish", "fused", "flow", "shown right"} <= texts(svg)
