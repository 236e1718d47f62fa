"""Which step of Krita's is due when the painter has undone or redone one half of a run."""

from __future__ import annotations

import pytest

from shiage.host.memory import Memory, PlacedResults
from shiage.host.run_steps import REDO, UNDO, RunSteps
from shiage.host.tree import Layer

MEMORY = Memory(placed={"lines": PlacedResults(["oldest", "old", "new"])})


def document(*groups: str) -> Layer:
    return Layer(
        "root", "root", "grouplayer", False, tuple(Layer(uid, "", "grouplayer", False) for uid in groups)
    )


@pytest.mark.parametrize(
    ("before", "now", "action"),
    [
        (["new"], ["old", "new"], UNDO),  # the former result is back: the new one goes too
        (["old"], ["old", "new"], REDO),  # the new one is back: the former one goes too
        (["new"], ["old"], ""),  # both were undone before anyone looked
        ([], ["old", "new"], ""),  # a document that was saved in between
        (["new"], ["oldest", "old", "new"], ""),
        ([], ["new"], ""),
        (["new"], [], ""),  # the first run of all has one step
    ],
)
def test_both_steps_of_a_run_go_together(before: list[str], now: list[str], action: str) -> None:
    steps = RunSteps()
    assert steps.due(MEMORY, document(*before)) == ""
    assert steps.due(MEMORY, document(*now)) == action
    assert steps.due(MEMORY, document(*now)) == "", "once"


def test_a_run_that_is_being_inserted_is_not_undone() -> None:
    steps = RunSteps()
    steps.due(MEMORY, document("old"))
    with steps.inserting():
        assert steps.due(MEMORY, document("old", "new")) == ""
    assert steps.due(MEMORY, document("new")) == ""
    assert steps.due(MEMORY, document("old", "new")) == UNDO
