"""Names of characters: which are sound, and when two are the same."""

from __future__ import annotations

import pytest
from shiage_engine.protocol.names import LONGEST_NAME

from shiage_engine.characters import checked_name
from shiage_engine.errors import InputError


@pytest.mark.parametrize("name", ["", "Vita", "ビタ 2", "a" * LONGEST_NAME, "..", "C: #7"])
def test_sound_names_stay(name: str) -> None:
    assert checked_name(name) == name


def test_names_that_look_the_same_are_the_same() -> None:
    assert checked_name(" Ame\N{COMBINING ACUTE ACCENT}lie ") == "Am\N{LATIN SMALL LETTER E WITH ACUTE}lie"


@pytest.mark.parametrize(
    "name", ["a" * (LONGEST_NAME + 1), "a\nb", "a\0", "../x", "a\\b", "a\u2028b", "\ud800"]
)
def test_unsound_names_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(InputError, match="take"):
        checked_name(name)
