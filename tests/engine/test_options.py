"""What stands in two places because rooms may not know each other must stay the same."""

from __future__ import annotations

from shiage_engine.protocol import messages
from shiage_engine.protocol.options import AUTOMATIC_GAP, Options

from shiage_engine.confidence import withdrawal
from shiage_engine.drawing import segmentation


def test_the_wire_and_segmentation_mean_the_same_by_an_automatic_gap() -> None:
    assert segmentation.AUTOMATIC_GAP == AUTOMATIC_GAP == Options().largest_gap


def test_the_wire_and_withdrawal_mean_the_same_by_painted() -> None:
    assert withdrawal.PAINTED == messages.PAINTED > len(messages.ACCURACIES)
