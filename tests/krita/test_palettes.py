"""A result in other colors, in the real Krita with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiage.client.protocol.palette_files import palette_content
from shiage.client.protocol.palettes import Entry, Palette
from tests.krita.house import House, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(900)]

DAY, NIGHT = {"#5abe50": 1}, {"#343c6e": 1}  # the whole shirt in one color
OWN = Palette("Shiage night", (Entry("skin #f4cfb0", (1, 2, 3)), Entry("x", (255, 128, 7))))


@pytest.fixture(scope="module")
def seen(warm_home: Path, screen: str, engine_python: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    house = House(tmp_path_factory.mktemp("palettes") / "house", warm_home)
    path = house.home / ".local/share/krita/palettes/night.kpl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(palette_content(OWN, path))
    found: Seen = house.run_window("palette_scenarios:recolored", screen, SHIAGE_ENGINE_PYTHON=engine_python)
    assert "error" not in found["recolored"], found["recolored"]["error"]
    return dict(found["recolored"])


def of(seen: Seen, when: str, part: str) -> list[dict[str, float]]:
    """By frame that has the part: its shares by color."""
    return [shares[part] for shares in seen["colors"][when].values() if shares[part]]


def test_a_color_changes_in_all_frames_at_once_as_one_undo_step(seen: Seen) -> None:
    assert seen["frames"] == [0, 2, 5, 7, 9, 12]
    for when, color in (("pressed", DAY), ("recolored", NIGHT), ("undone", DAY), ("redone", NIGHT)):
        assert of(seen, when, "shirt") == [color] * 6, when
    assert seen["recolored"].startswith("Recolored 6 frames")
    assert seen["undo steps"] == ["Add Layer", "Remove Layer"], "of which one Ctrl+Z takes back both"
    assert (seen["undone palette"], seen["redone palette"]) == ("", "Palette 1")


def test_what_is_painted_in_the_new_color_is_the_same_entry(seen: Seen) -> None:
    assert of(seen, "corrected", "bag")[:2] == [NIGHT, NIGHT]
    for when in ("slider", "pressed again"):
        assert of(seen, when, "shirt") == [NIGHT] * 6, when
    assert of(seen, "pressed again", "bag") == [NIGHT] * 3


def test_a_document_that_was_opened_again_has_its_palettes_and_is_recolored(seen: Seen) -> None:
    assert seen["reopened"] == ["Palette 1", 7]
    for when, color in (("reopened", NIGHT), ("as painted", DAY), ("read", NIGHT)):
        assert of(seen, when, "shirt") == [color] * 6, when
        assert of(seen, when, "bag") == [color] * 3, when


def test_krita_reads_our_palettes_and_we_read_kritas(seen: Seen) -> None:
    assert seen["krita's own"] == [["skin #f4cfb0", "#010203"], ["x", "#ff8007"]]


def test_the_painters_layers_are_never_written_and_nothing_complains(seen: Seen) -> None:
    assert seen["untouched"] and seen["untouched at last"]
    assert seen["windows"] == []
