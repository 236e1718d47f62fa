"""What stands in two places because rooms may not know each other must stay the same."""

from __future__ import annotations

from shiage_engine.protocol import messages
from shiage_engine.protocol.options import Options

from shiage_engine.confidence import withdrawal
from shiage_engine.drawing import gaps


def test_characters_are_trained_with_the_gap_that_painters_color_with() -> None:
    assert Options().largest_gap == gaps.DEFAULT_GAP


def test_the_wire_and_withdrawal_mean_the_same_by_painted() -> None:
    assert withdrawal.PAINTED == messages.PAINTED > len(messages.ACCURACIES)
