"""What the panel offers to change in a document, taken by a click in the whole Krita."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import House, See, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def results(warm_home: Path, screen: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("offers") / "house", warm_home)
    return house.run_window("offer_scenarios:opaque_lines,still_layers", screen)


def test_opaque_lines_are_set_to_multiply_in_one_undo_step(see: See) -> None:
    seen = see("opaque_lines")
    assert seen["offer"] == ["“lines” is opaque: colors below it are not seen.", "Set to Multiply", True]
    assert (seen["mode"], len(seen["steps"]), seen["offered still"]) == ("multiply", 1, False)
    assert seen["notice"].startswith("Colored 2 frames")
    assert seen["windows"] == []


def test_the_panel_names_the_layers_that_hold_the_colors(see: See) -> None:
    seen = see("opaque_lines")
    assert seen["colors"] == "Coloring · 2 layers"
    assert seen["hint"].endswith("coat, skin")


def test_still_layers_are_taken_as_frames_and_colored_as_such_in_one_undo_step(see: See) -> None:
    seen = see("still_layers")
    assert seen["offer"] == ["“cut 1” holds 12 layers without keyframes.", "Use these 12 layers as frames"]
    assert seen["lines"] == "cut 1 · 12 drawings"
    assert seen["references"] == "2 painted"
    assert seen["result"] == [[str(number), number == 6] for number in range(1, 13)]
    assert seen["steps"] == ["Add Layer"]
    assert seen["notice"].startswith("Colored 10 frames")
    assert seen["order"] == ["cut 1", "Shiage", "color", "paper"]
    assert seen["windows"] == []


def test_still_layers_are_recolored_in_one_undo_step(see: See) -> None:
    seen = see("still_layers")
    assert seen["frames"] == list(range(12))
    assert seen["shown"] == [["9"], ["9"]], "a click shows the frame alone"
    assert seen["recolored"].startswith("Recolored 12 frames")
    assert seen["recolor steps"] == ["Add Layer", "Remove Layer"], "of which one Ctrl+Z takes back both"
    assert seen["in color"] == [0, 12, 0, 12], "before, after, undone, redone"
    assert seen["palette"] == "Palette 1"


def test_still_layers_are_exported_to_the_byte(see: See) -> None:
    seen = see("still_layers")
    pictures = [f"animation frames/color/A{number:04d}.png" for number in range(1, 13)]
    assert seen["files"] == sorted(["animation frames/animation.xdts", *pictures])
    assert seen["exact"] == [True] * 12
    assert seen["exported"].startswith("Exported 12 frames to FOLDER/animation frames.")
    assert seen["painter's"], "the pixels of the painter's layers"
