"""A painter's day in the real Krita with the real engine, at 1080p, 24 drawings held on twos and threes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import House, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

# The frame that is corrected, one that follows, and one that is accepted.
FIRST, SECOND, ACCEPTED = "20", "25", "37"


@pytest.fixture(scope="module")
def day(warm_home: Path, screen: str, engine_python: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("day") / "house", warm_home)
    seen: Seen = house.run_window("day_scenarios:day", screen, SHIAGE_ENGINE_PYTHON=engine_python)["day"]
    assert "error" not in seen, seen["error"]
    return seen


def bags(day: Seen, look: str) -> dict[str, float]:
    """By frame, the share of the bag that is in its color."""
    return {time: shown["bag"] for time, shown in day["looks"][look].items()}


def test_what_the_references_show_is_painted_and_what_they_lack_is_withdrawn(day: Seen) -> None:
    assert day["pressed"].startswith("Colored 22 frames")
    assert bags(day, "day_1_pressed") == {FIRST: 0, SECOND: 0}


def test_a_fill_in_one_frame_is_followed_in_the_others(day: Seen) -> None:
    assert "frames changed." in day["filled"]
    assert bags(day, "day_2_filled") == {FIRST: 1, SECOND: 1}
    assert bags(day, "day_3_slider") == {SECOND: 1}
    assert bags(day, "day_4_accepted") == {ACCEPTED: 1, SECOND: 1}


def test_pressing_again_keeps_it_and_so_does_the_next_day(day: Seen) -> None:
    everywhere = {FIRST: 1, SECOND: 1, ACCEPTED: 1}
    assert day["pressed again"].startswith("Colored 21 frames"), "the accepted one is finished"
    assert day["next day"].startswith("Colored 21 frames")
    for look in ("day_5_again", "day_6_reopened", "day_7_next_day", "day_8_undone"):
        assert bags(day, look) == everywhere, look


def test_all_else_stays_right_and_in_the_painters_colors(day: Seen) -> None:
    for look, frames in day["looks"].items():
        for time, shown in frames.items():
            assert (shown["shirt"], shown["strange"]) == (1, 0), f"{look}, frame {time}"


def test_the_painters_layers_are_never_written_and_nothing_complains(day: Seen) -> None:
    assert day["untouched"] and day["untouched at last"]
    assert day["windows"] == []
    assert day["order"][:2] == ["A", "  outline"] and day["order"][-2:] == ["colors", "paper"]
