"""The answers for a drawing and for its mirror image are averaged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame, Shot
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.matcher.ensemble import Ensemble
from shiage_engine.methods.matcher.network import Matcher, MatcherParams
from shiage_engine.progress import finish
from tests.engine.methods.figures import made


def network(seed: int) -> Matcher:
    torch.manual_seed(seed)
    return Matcher(MatcherParams(width=16, pair_width=8)).eval()


def scores(shot: Shot, mirror: bool = True) -> list[np.ndarray]:
    match = Matching()
    match.use(Ensemble(network(0), has_mirror=mirror))
    finish(match.learn(shot))
    return match.scores


def changed(shot: Shot, change: Callable[[np.ndarray], np.ndarray]) -> Shot:
    frames = [
        Frame.of(f.time, LineArt(change(f.line_art.ink), change(f.line_art.kind)), change(f.regions))
        for f in shot.frames
    ]
    return Shot(frames, shot.palette, shot.labels)


def flipped(image: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(image[:, ::-1])


def enlarged(image: np.ndarray) -> np.ndarray:
    """Lines an even number of pixels wide, so that their middle lies between two pixels."""
    return image.repeat(6, 0).repeat(6, 1)


@pytest.mark.slow
def test_a_mirrored_shot_has_nearly_the_same_scores() -> None:
    """Not the very same: crops are sampled up to half a pixel beside where they are in the mirror image."""
    shot = changed(made(0, 4)[0], enlarged)
    other = changed(shot, flipped)
    for with_mirror, alone, of_other, other_alone in zip(
        scores(shot), scores(shot, False), scores(other), scores(other, False), strict=True
    ):
        difference = np.abs(with_mirror - of_other).max()
        assert difference < 0.04
        assert difference <= 0.5 * np.abs(alone - other_alone).max()


@pytest.mark.slow
def test_both_answers_count() -> None:
    shot = made(0)[0]
    whole, alone = scores(shot), scores(shot, mirror=False)
    assert any(not np.allclose(one, other, atol=1e-3) for one, other in zip(alone, whole, strict=True))
