"""Dabs on frames to color, which the frames around are matched to, with the shipped weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shiage_engine.drawing.shot import Shot
from shiage_engine.methods.matcher import dabs, ensemble
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.matcher.ensemble import LabeledFrame
from shiage_engine.methods.matcher.network import LEAST
from shiage_engine.methods.matcher.pairs import Pairs
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.pipeline.hints import with_hints
from shiage_engine.progress import finish
from tests.engine.methods.figures import BOXES, drawing, made

pytestmark = pytest.mark.slow

LEFT, TOP, WIDTH, HEIGHT, RED = BOXES[5]
SHOWN = (1, 4)  # the frames in which this box is there


def of_frame(time: int) -> tuple[np.ndarray, np.ndarray]:
    """Line art and paint: the last box is only in some frames, so that no neighbor tells of it."""
    line, paint = drawing(3 * time)
    if time not in SHOWN:
        place = np.s_[TOP : TOP + HEIGHT + 1, LEFT + 3 * time : LEFT + 3 * time + WIDTH + 1]
        line[place], paint[place] = 255, 0
    return line, paint


@pytest.fixture
def shot() -> Shot:
    """The first frame is finished, and on the second there is a dab in the box, of a color that the first lacks."""
    lines = {time: of_frame(time)[0] for time in range(5)}
    read = finish(read_shot(Request(lines, {0: of_frame(0)[1]})))
    hints = np.zeros_like(lines[1])
    hints[TOP + 3 : TOP + 6, LEFT + 6 : LEFT + 9] = RED
    return with_hints(read, {1: hints})[0]


def scores_of_box(shot: Shot, frame: int) -> np.ndarray:
    """By color, (K,)."""
    colorizer = Matching()
    finish(colorizer.learn(shot))
    region = shot.frames[frame].regions[TOP + 4, LEFT + 3 * frame + 4]
    return np.asarray(finish(colorizer.colorize(shot, frame))[region])


def test_a_dab_tells_of_a_frame_that_is_no_neighbor(shot: Shot) -> None:
    red = shot.label_of[RED]
    found = scores_of_box(shot, SHOWN[1])
    assert found.argmax() == red and found[red] > 0.5


def test_dabs_are_looked_for_in_reach_alone(shot: Shot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dabs, "REACH", 2)
    found = scores_of_box(shot, SHOWN[1])
    assert found.argmax() != shot.label_of[RED]


def test_a_dab_elsewhere_is_matched_to_afresh() -> None:
    def dabbed(box: int) -> Shot:
        """Frame 1 with a dab in one of the legs; the first frame is finished."""
        left, top = BOXES[box][:2]
        hints = np.zeros_like(drawing(3)[0])
        hints[top + 8 : top + 11, left + 7 : left + 10] = RED
        return with_hints(made(0)[0], {1: hints})[0]

    again, afresh = Matching(), Matching()
    for box in (2, 3):
        finish(again.learn(dabbed(box)))
    finish(afresh.learn(dabbed(3)))
    for one, other in zip(again.scores, afresh.scores, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    assert again._pairs.keys() == afresh._pairs.keys(), "what is no dab any more is dropped"


def test_of_many_dabs_the_most_similar_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "CANDIDATES", 2)
    shot, colorizer = made(0)[0], Matching()
    finish(colorizer.learn(shot))
    (_, target), (_, regions) = colorizer._encoded[4], colorizer._encoded[1]
    told = (0, 3, 5)
    given = LabeledFrame(regions, torch.ones(len(regions[0].tokens), 1), 1, False, dabbed=told)
    for of_member in colorizer.ensemble().compare(target, 4, given):
        similarity = (target[0].projected @ regions[0].projected.T)[:, told]
        expected = torch.tensor(told)[similarity.topk(2, 1).indices]
        assert torch.equal(of_member.candidates, expected)


def test_a_dab_says_nothing_where_another_region_of_its_frame_fits_better() -> None:
    alone = dabs.where_best(_pairs([[5.0, 0.0], [4.5, 0.0]]), torch.tensor([[5.0], [5.0]]))
    assert alone.logits.tolist() == [[5.0, LEAST], [4.5, LEAST]], "where it is nearly the best, it counts"


def _pairs(logits: list[list[float]]) -> Pairs:
    nothing = torch.zeros(0)
    return Pairs(nothing, nothing, nothing, torch.tensor(logits))


def test_what_lies_around_a_dab_is_all_that_counts(shot: Shot, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = scores_of_box(shot, SHOWN[1])
    monkeypatch.setattr(dabs, "_touching", lambda chosen, _: torch.ones_like(chosen))
    np.testing.assert_allclose(scores_of_box(shot, SHOWN[1]), alone, atol=1e-5)


def test_without_dabs_there_is_nothing_to_gather() -> None:
    shot = made(0, 4)[0]
    assert dabs.dabs_of(shot, {}, len(shot.palette)) == []
