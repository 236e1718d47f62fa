"""What is read is what the canvas shows: in Krita's real document engine, without a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.krita.house import INSIDE, House, functions

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

RESULT = ["Shiage", "  confidence", "  slash lines", "  colors", "  suggestions"]

Seen = dict[str, Any]
See = Callable[[str], Seen]


@pytest.fixture(scope="module")
def results(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What all scenarios saw, by name: they share one kritarunner."""
    names = ",".join(functions(INSIDE / "seen_scenarios.py"))
    return House(tmp_path_factory.mktemp("seen") / "house", warm_home).run_documents(
        f"seen_scenarios:{names}"
    )


@pytest.fixture
def see(results: Seen) -> See:
    def look(name: str) -> Seen:
        seen: Seen = results[name]
        assert "error" not in seen, seen["error"]
        return seen

    return look


@pytest.mark.parametrize("name", ["scan_under_a_filter", "deep_scan_under_a_filter"])
def test_lines_are_read_through_their_filter_mask(see: See, name: str) -> None:
    seen = see(name)
    assert seen["notice"].startswith("Colored 3 frames"), seen["notice"]
    assert seen["ink"] == [True] * 4, "the paper is gone, every line is there"
    assert seen["layers"] == [1] * 4
    assert seen["order"] == ["lines", "  Color to Alpha"]


def test_the_paint_under_lines_with_a_filter_is_read_as_it_is(see: See) -> None:
    assert see("scan_under_a_filter")["colors"]


def test_layers_that_nothing_changes_are_read_one_by_one(see: See) -> None:
    looks = see("looks_of_lines")
    for name in ("nothing", "hidden"):
        assert (looks[name]["layers"], looks[name]["same"], looks[name]["alpha"]) == (2, True, [255])


@pytest.mark.parametrize("name", ["opacity", "opacity of the group", "onion skins"])
def test_lines_are_as_strong_as_they_are_seen(see: See, name: str) -> None:
    look = see("looks_of_lines")[name]
    assert look["layers"] == 1
    assert look["alpha"] == [128]


def test_onion_skins_are_no_lines(see: See) -> None:
    looks = see("looks_of_lines")
    assert looks["canvas"] > 0, "the canvas shows lines of other frames"
    assert looks["onion skins"]["same"]


def test_clones_files_erasers_and_transform_masks_are_read_as_they_are_seen(see: See) -> None:
    looks = see("looks_of_lines")
    assert looks["clone"]["same"]
    assert looks["file"]["more"] == 36
    assert looks["erased"]["more"] < 0
    assert looks["transform"]["shifted"]


def test_colors_may_lie_on_several_layers_of_a_group(see: See) -> None:
    seen = see("colors_in_a_group")
    assert seen["colors"] == ["Coloring", ["coat", "skin", "trial"]]
    assert seen["asked"] == [0, 9]
    assert seen["whole"], "all visible layers together"
    assert seen["no stale paint"], "the coat of frame 0 is held at 9, where the figure stands elsewhere"
    assert seen["shown"] == [False, True], "the group is hidden under the result, and not what is in it"
    assert seen["order"] == ["lines", *RESULT, "Coloring", "  coat", "  skin", "  trial", "paper"]


def test_colors_may_lie_on_layers_side_by_side(see: See) -> None:
    seen = see("colors_side_by_side")
    assert seen["colors"] == "color coat + color skin"
    assert seen["whole"]
    assert seen["shown"] == [[False, False], [True, True]], (
        "both are hidden under the result, and shown after it"
    )
