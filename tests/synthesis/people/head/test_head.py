"""Turning a head: what comes to the front, and what goes behind."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_synthesis.people.head.head import Head


def head(yaw: float) -> Head:
    return Head(
        center=np.array([50.0, 50.0]),
        size=20,
        yaw=yaw,
        roll=0,
        nod=0,
        width=1,
        chin=0.5,
        sway=0,
        lift=0,
        frame=0,
    )


def test_the_middle_of_the_face_goes_to_the_side_when_the_head_turns() -> None:
    assert head(0).surface(0.0, -0.15)[0] == pytest.approx([50, 47])
    assert head(np.pi / 2).surface(0.0, -0.15)[0] == pytest.approx([70, 47])
    assert head(0).depth(0) == pytest.approx(1)
    assert head(np.pi).depth(0) == pytest.approx(-1)


def test_what_lies_behind_is_on_the_silhouette() -> None:
    behind = head(0).surface(np.array([2.0, 3.0, -2.0]), -0.15)
    assert behind[:, 0].tolist() == pytest.approx([70, 70, 30])


def test_hair_hangs_down_as_long_as_told() -> None:
    path = head(0).hang(np.array([50.0, 50.0]), 2.0, 0.0)
    assert path[-1] == pytest.approx([50, 90])
