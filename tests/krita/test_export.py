"""Export in the real Krita: pictures to the byte, the timesheet of the holds, and a document that stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from shiage_engine.protocol.timesheet import parse

from tests.krita.house import House, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

TIMES = (0, 3, 4, 9, 12, 14)
NAMES = [f"A{number:04d}.png" for number in range(1, len(TIMES) + 1)]


@pytest.fixture(scope="module")
def exported(warm_home: Path, screen: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("export") / "house", warm_home)
    seen: Seen = house.run_window("export_scenarios:exported", screen)["exported"]
    assert "error" not in seen, seen["error"]
    return seen


def test_each_way_makes_a_folder_of_its_own(exported: Seen) -> None:
    planes = {
        "animation frames": ["color", "line"],
        "animation frames 2": ["A"],
        "animation frames 3": ["color"],
    }
    pictures = [
        f"{folder}/{plane}/{name}" for folder, own in planes.items() for plane in own for name in NAMES
    ]
    assert exported["files"] == sorted([*pictures, *(f"{folder}/animation.xdts" for folder in planes)])
    assert exported["notice"].startswith("Exported 6 frames to FOLDER/animation frames 3.")


def test_pictures_are_what_krita_has_to_the_byte(exported: Seen) -> None:
    assert exported["paint exact"] == exported["lines exact"] == [True] * len(TIMES)


def test_the_timesheet_carries_the_holds(exported: Seen) -> None:
    sheet = parse(exported["sheet"])
    assert sheet.duration > TIMES[-1]
    assert sheet.cels[0].changes == tuple((time, str(number)) for number, time in enumerate(TIMES, 1))


def test_the_document_stays_as_it_is(exported: Seen) -> None:
    assert exported["painter's"]
    assert exported["undo steps"] == []
