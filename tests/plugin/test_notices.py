"""The panel's sentence, when the document changes under it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shiage.notices import BACK, EARLIER, GONE, OTHER, Notice
from shiage.scene import Scene
from tests.plugin.fakes import SCENE

FIRST, SECOND = replace(SCENE, result="first"), replace(SCENE, result="second")


def said(*scenes: Scene) -> Notice:
    """A notice of the first scene, after the others have come."""
    notice = Notice(lambda one, other: (one, other) == ("first", "second"))
    notice.follow(scenes[0])
    notice.say("Undo takes them back.", is_error=True)
    for scene in scenes[1:]:
        notice.follow(scene)
    return notice


def test_it_stays_while_what_it_speaks_of_is_there() -> None:
    notice = said(FIRST, replace(FIRST, time=5, accepted=(2,)))
    assert (notice.sentence, notice.is_error) == ("Undo takes them back.", True)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (FIRST, SCENE, GONE),
        (SCENE, FIRST, BACK),
        (SECOND, FIRST, EARLIER),
        (FIRST, SECOND, OTHER),
    ],
)
def test_undo_makes_it_tell_what_is_there(before: Scene, after: Scene, sentence: str) -> None:
    notice = said(before, after)
    assert (notice.sentence, notice.is_error) == (sentence, False)


@pytest.mark.parametrize("after", [Scene(), replace(SCENE, document="other"), replace(FIRST, lines=None)])
def test_it_goes_with_its_document_and_its_lines(after: Scene) -> None:
    assert said(FIRST, after).sentence == ""
