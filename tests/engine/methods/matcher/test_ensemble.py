"""A drawing and its mirror image are answered for as one."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame, Shot
from shiage_engine.methods.matcher import colorizer as matching
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
    match.use(Ensemble(network(0), mirror))
    finish(match.learn(shot))
    return match.scores


def mirrored(shot: Shot) -> Shot:
    def flip(values: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(values[:, ::-1])

    frames = [
        Frame.of(f.time, LineArt(flip(f.line_art.ink), flip(f.line_art.kind)), flip(f.regions))
        for f in shot.frames
    ]
    return Shot(frames, shot.palette, shot.labels)


@pytest.mark.slow
def test_a_mirrored_shot_has_the_same_scores() -> None:
    shot = made(0, 4)[0]
    for one, other in zip(scores(shot), scores(mirrored(shot)), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


@pytest.mark.slow
def test_a_crowd_is_matched_by_the_first_voice_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shot = made(0)[0]
    whole = scores(shot)
    monkeypatch.setattr(matching, "MOST_IN_ENSEMBLE", 0)
    crowd = scores(shot)
    for one, other in zip(crowd, scores(shot, mirror=False), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    assert any(not np.allclose(one, other, atol=1e-3) for one, other in zip(crowd, whole, strict=True))
