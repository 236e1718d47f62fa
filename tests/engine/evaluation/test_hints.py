"""Hints drawn from the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.errors import InputError
from shiage_engine.evaluation.evaluate import Settings, color_shot
from shiage_engine.evaluation.hints import Hints, draw_hints
from shiage_engine.evaluation.metrics import Regions
from shiage_engine.evaluation.truth import TruthShot, open_truth
from tests.engine.evaluation.sets import write_shot
from tests.engine.shots import BLUE, RED


@pytest.fixture
def shot(tmp_path: Path) -> TruthShot:
    write_shot(tmp_path / "shot")
    return open_truth(tmp_path / "shot", "first")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", Hints()), ("3", Hints(3)), ("1%", Hints(patches=0.01)), ("0.1%", Hints(patches=0.001))],
)
def test_hints_are_dabs_or_a_share_of_patches(text: str, expected: Hints) -> None:
    found = Hints.read(text)
    assert found.dabs == expected.dabs and found.patches == pytest.approx(expected.patches)


@pytest.mark.parametrize("text", ["", "-1", "x", "1.5", "200%", "%", "3% of them"])
def test_others_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="There are no hints"):
        Hints.read(text)


def colors(plane: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(color) for color in plane[plane[..., 3] > 0].tolist()}


def test_dabs_lie_in_painted_regions_and_have_their_color(shot: TruthShot) -> None:
    one, two, many = (draw_hints(shot, 1, Hints(count), 250) for count in (1, 2, 9))
    assert len(colors(one)) == 1 and colors(two) == {RED, BLUE}
    np.testing.assert_array_equal(two, many)  # there are no more than two painted regions
    truth = shot.paint(1)
    shown = many[..., 3] > 0
    np.testing.assert_array_equal(many[shown], truth[shown])
    assert 20 < shown.sum() < 300


def test_the_same_hints_are_drawn_again_and_others_on_other_frames(shot: TruthShot) -> None:
    np.testing.assert_array_equal(draw_hints(shot, 1, Hints(1), 250), draw_hints(shot, 1, Hints(1), 250))
    planes = [draw_hints(shot, time, Hints(patches=0.05), 250) for time in (1, 2)]
    assert (planes[0] != planes[1]).any()


def test_patches_are_of_one_color_and_as_many_as_their_share(shot: TruthShot) -> None:
    """The frame is 60 pixels wide, so a patch is one pixel."""
    every = draw_hints(shot, 1, Hints(patches=1.0), 250)
    np.testing.assert_array_equal(every, shot.paint(1))
    some = draw_hints(shot, 1, Hints(patches=0.2), 250)
    assert 0.1 < (some[..., 3] > 0).sum() / (every[..., 3] > 0).sum() < 0.3


def test_regions_with_a_dab_are_not_judged(shot: TruthShot) -> None:
    """Of the three regions of a frame the two painted ones have a dab each."""
    options = Options(method="nearest")
    plain, hinted = (
        color_shot(shot.folder, Settings("first", options, hints=hints)) for hints in (Hints(), Hints(2))
    )
    judged = [frame.judged for frame in (*plain.frames, *hinted.frames)]
    assert [len(one.area) for one in judged if isinstance(one, Regions)] == [3, 3, 1, 1]


def test_a_method_may_be_judged_on_the_same_regions_without_being_told(shot: TruthShot) -> None:
    told, untold, plain = (
        color_shot(shot.folder, Settings("first", Options("nearest"), hints=hints, is_told=is_told))
        for hints, is_told in ((Hints(1), True), (Hints(1), False), (Hints(), True))
    )
    areas = [[frame.judged.area.tolist() for frame in one.frames] for one in (told, untold)]  # type: ignore[union-attr]
    assert areas[0] == areas[1]
    assert np.mean(untold.frames[0].judged.confidence) < 1
    assert len(plain.frames[0].judged.confidence) > len(untold.frames[0].judged.confidence)
