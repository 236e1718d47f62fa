"""Regions over the canvas and strokes that close them, in the whole Krita and with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import House, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

TIMES = [0, 3, 4, 9]


@pytest.fixture(scope="module")
def seen(warm_home: Path, screen: str, engine_python: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("regions") / "house", warm_home)
    scenario = "regions_scenarios:regions_and_strokes"
    found: Seen = house.run_window(scenario, screen, SHIAGE_ENGINE_PYTHON=engine_python)[
        "regions_and_strokes"
    ]
    assert "error" not in found, found["error"]
    return found


def test_regions_are_shown_over_the_canvas_and_not_in_the_document(seen: Seen) -> None:
    assert seen["open"]["notice"].startswith("9 regions."), seen["open"]
    assert seen["open"]["down"], "the button is down while they are shown"
    assert seen["same document"], "no layer and no undo step"
    assert seen["windows"] == []


def test_they_lie_where_the_document_does_however_the_canvas_is_turned(seen: Seen) -> None:
    assert seen["white"] == [0] * 4


def test_a_stroke_on_the_layer_of_closings_closes_a_region(seen: Seen) -> None:
    layers, keys, opacity, label = seen["layer"]
    assert layers == ["Closings", "lines", "colors", "paper"]
    assert (keys, opacity) == (TIMES, 128) and label
    assert seen["closed"]["notice"].startswith("10 regions."), "the coat is no longer one with the background"


def test_the_stroke_is_no_line_and_the_open_coat_is_colored(seen: Seen) -> None:
    assert seen["lines"] == "lines · 4 drawings"
    assert seen["notice"].startswith("Colored 3 frames")
    _, right = seen["coat"]
    assert right > 0.97
    assert seen["only read"]
