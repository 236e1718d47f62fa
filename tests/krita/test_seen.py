"""What is read is what the canvas shows: in Krita's real document engine, without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import RESULT, See, Seen, run_module

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def results(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return run_module(tmp_path_factory.mktemp("seen"), warm_home, "seen_scenarios")


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


@pytest.mark.parametrize("name", ["lines", "group"])
def test_opaque_lines_are_set_to_multiply_by_a_click(see: See, name: str) -> None:
    seen = see("lines_that_hide")[name]
    shown = "A" if name == "group" else "lines"
    assert seen["offer"] == [f"“{shown}” is opaque: colors below it are not seen.", "Set to Multiply"]
    assert seen["notice"].endswith("Undo takes it back.")
    assert seen["again"], "it is offered no more"
    assert (seen["mode"], seen["seen"]) == ("multiply", True)


def test_above_opaque_lines_at_the_bottom_the_result_itself_multiplies(see: See) -> None:
    seen = see("lines_that_hide")["bottom"]
    assert seen["offer"] == []
    assert (seen["mode"], seen["result"], seen["seen"]) == ("normal", "multiply", True)


def test_lines_on_nothing_need_no_mode(see: See) -> None:
    seen = see("lines_that_hide")["clear"]
    assert (seen["offer"], seen["result"], seen["seen"]) == ([], "normal", True)


def test_still_layers_are_offered_as_frames_and_the_result_has_a_layer_for_each(see: See) -> None:
    seen = see("still_layers")
    assert seen["offer"][1:] == ["“cut” holds 4 layers without keyframes.", "Use these 4 layers as frames"]
    assert seen["scene"] == ["cut", "color", [0, 1, 2, 3], [0, 3], 1]
    assert seen["thumbnails"] == [0, 3]
    assert seen["notice"].startswith("Colored 2 frames")
    assert seen["lines"] == [True] * 4 and seen["colors"] == [True] * 2
    frames = ["  f10", "  f3", "  f2", "  f1"]
    assert seen["order"] == ["cut", *frames, "Shiage", *frames, "color", "  f10", "  f1", "paper"]
    assert seen["shown"] == [False, True, False, False], "as the lines are"
    assert seen["painted"] == [1.0] * 4
    assert seen["again"], "a second result takes the place of the first"


@pytest.mark.parametrize("name", ["plain", "rendered"])
def test_drawings_larger_than_the_canvas_are_colored_whole(see: See, name: str) -> None:
    seen = see("larger_than_the_canvas")[name]
    assert seen["notice"].startswith("Colored 3 frames"), seen["notice"]
    assert seen["asked"] and seen["colors"], "frames are as large as the drawings"
    assert seen["ink"] == [True] * 4
    assert seen["result"], "the paint lies in its place, beyond the canvas too"
    assert seen["remembered"], "what comes after goes by the same frames"
    assert seen["canvas"], "the canvas stays as it was"
