"""The palettes of a result as values."""

from __future__ import annotations

import pytest

from shiage.client.protocol.palettes import Entry, Palette
from shiage.palettes import AS_PAINTED, Known, Palettes, free

SKIN, HAIR, EYES = (244, 207, 176), (90, 60, 40), (30, 90, 200)
DUSK, INK = (70, 60, 110), (20, 15, 40)
THREE = Palettes().with_colors([SKIN, HAIR, EYES])


def test_the_references_palette_stays_and_a_copy_is_changed() -> None:
    changed = THREE.changed(SKIN, DUSK)
    assert (THREE.color(SKIN), changed.color(SKIN), changed.color(HAIR)) == (SKIN, DUSK, HAIR)
    assert changed.names == (AS_PAINTED, "Palette 1")
    assert changed.shown == "Palette 1"
    assert changed.showing(AS_PAINTED).color(SKIN) == SKIN
    assert changed.changed(HAIR, INK).names == (AS_PAINTED, "Palette 1")


def test_palettes_are_added_renamed_and_removed() -> None:
    night = THREE.changed(SKIN, DUSK).renamed(" Night ")
    both = night.added("Dawn").changed(SKIN, INK)
    assert both.names == (AS_PAINTED, "Dawn", "Night")
    assert (both.color(SKIN), both.showing("Night").color(SKIN)) == (INK, DUSK)
    assert both.removed().names == (AS_PAINTED, "Night")
    assert both.removed().shown == AS_PAINTED
    assert both.renamed("Night") == both, "the name is taken"
    assert both.showing("Noon").shown == AS_PAINTED, "there is none"


def test_no_two_entries_get_one_color() -> None:
    """Else no pixel of the result would tell which of both it has."""
    changed = THREE.changed(SKIN, HAIR)
    assert changed.color(SKIN) == (90, 60, 39)
    assert changed.color(HAIR) == HAIR
    assert free((0, 0, 0), {(0, 0, 0)}) == (0, 0, 1)
    night = Palette("Night", (Entry("#f4cfb0", INK), Entry("#5a3c28", INK), Entry("#1e5ac8", (20, 15, 39))))
    taken = THREE.taken(night)
    assert [taken.color(entry) for entry in (SKIN, HAIR, EYES)] == [INK, (20, 15, 39), (20, 15, 38)]


def test_a_palette_is_written_and_taken_with_names_and_stand_ins() -> None:
    said = THREE.said(Known(SKIN, "skin")).said(Known(EYES, "", True)).changed(SKIN, DUSK).renamed("Night")
    file = said.palette
    assert file == Palette(
        "Night", (Entry("skin #f4cfb0", DUSK), Entry("#5a3c28", HAIR), Entry("#1e5ac8 stand-in", EYES))
    )
    taken = THREE.taken(file)
    assert taken.entries == said.entries
    assert taken.color(SKIN) == DUSK
    assert THREE.said(Known(SKIN, "face")).taken(file).entries[0] == Known(SKIN, "face")
    with pytest.raises(ValueError, match="does not say"):
        THREE.taken(Palette("Other", (Entry("sky", INK),)))


def test_a_stand_in_is_flagged_until_it_is_exchanged() -> None:
    said = THREE.said(Known(EYES, "eyes", True))
    assert [one.color for one in said.left] == [EYES]
    assert said.changed(EYES, INK).left == ()
    assert said.changed(SKIN, INK).left == said.left


def test_new_colors_of_the_references_come_in_and_what_was_said_is_not_forgotten() -> None:
    said = THREE.said(Known(EYES, "eyes")).changed(HAIR, INK)
    now = said.with_colors([INK, SKIN])
    assert [entry.color for entry in now.entries] == [INK, SKIN, HAIR, EYES]
    assert THREE.with_colors([SKIN]).entries == (Known(SKIN),)


def test_near_twins_are_those_of_the_palette_in_use() -> None:
    assert THREE.twins == ()
    (pair,) = THREE.changed(HAIR, SKIN).twins
    assert {pair.one, pair.other} == {SKIN, (244, 207, 175)}
