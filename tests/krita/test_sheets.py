"""Model sheets in the whole Krita, with the real engine: kept with the document, and enough by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.krita.house import House, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

SCENARIO = "a_sheet_from_a_file_and_one_from_a_document"


@pytest.fixture(scope="module")
def seen(warm_home: Path, screen: str, engine_python: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("sheets") / "house", warm_home)
    found: Seen = house.run_window(f"sheet_scenarios:{SCENARIO}", screen, SHIAGE_ENGINE_PYTHON=engine_python)[
        SCENARIO
    ]
    assert "error" not in found, found["error"]
    return found


def test_a_sheet_stands_for_a_painted_frame(seen: Seen) -> None:
    assert seen["before"] == "none yet"
    assert seen["notice"].startswith("“turnaround” teaches now like a painted frame")
    assert seen["after one"][1:] == ["1 sheet", True]


def test_an_open_document_becomes_a_sheet_as_it_is_seen(seen: Seen) -> None:
    assert seen["menu"][0] == "Add reference from file…"
    assert seen["menu"][-1] == "Add reference from “back view”"
    assert not seen["said"][1], seen["said"]
    assert seen["after two"] == [["turnarou…", "back view"], "2 sheets", True]


def test_sheets_alone_color_the_shot(seen: Seen) -> None:
    assert seen["colored"].startswith("Colored 4 frames"), seen["colored"]
    assert all(right > 0.98 for right, _, _ in seen["right"]), seen["right"]
    assert all(painted > 0.5 for _, painted, _ in seen["right"]), seen["right"]
    assert not any(strange for _, _, strange in seen["right"])


def test_sheets_are_kept_with_the_document_and_one_can_be_removed(seen: Seen) -> None:
    assert seen["kept"] == seen["after two"]
    assert seen["asked"] == [["Remove “turnaround”"]]
    assert seen["left"] == [["back view"], "1 sheet", True]
    assert seen["annotations"] == [False, True]
    assert seen["windows"] == []
