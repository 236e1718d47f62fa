"""The answers for a drawing and for its mirror image are averaged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from shiage_engine.drawing.descriptors import describe
from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import Frame, Shot
from shiage_engine.methods.matcher import colorizer
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.matcher.ensemble import Ensemble
from shiage_engine.methods.matcher.network import Matcher, MatcherParams
from shiage_engine.methods.matcher.pairs import _overlap
from shiage_engine.methods.matcher.tensors import view_tensors
from shiage_engine.methods.matcher.view import mirror, view
from shiage_engine.progress import finish
from tests.engine.methods.figures import made


def network(seed: int) -> Matcher:
    torch.manual_seed(seed)
    return Matcher(MatcherParams(width=16, pair_width=8)).eval()


def scores(shot: Shot, has_mirror: bool = True) -> list[np.ndarray]:
    match = Matching()
    match.use(Ensemble(network(0), has_mirror=has_mirror))
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
    whole, alone = scores(shot), scores(shot, has_mirror=False)
    assert any(not np.allclose(one, other, atol=1e-3) for one, other in zip(alone, whole, strict=True))


def test_what_is_the_same_in_a_mirror_image_is_kept_once() -> None:
    frame = made(0)[0].frames[0]
    described = describe(frame.line_art, frame.regions)
    _, (plain, mirrored) = Ensemble(network(0)).encode(frame.line_art, frame.regions, described)
    assert mirrored.black is plain.black
    assert mirrored.trace is plain.trace
    assert mirrored.grids is plain.grids


def test_a_mirror_image_has_the_overlaps_of_its_drawing() -> None:
    shot = made(0)[0]
    described = [describe(frame.line_art, frame.regions) for frame in shot.frames[:2]]
    views = [view(f.line_art, f.regions, of) for f, of in zip(shot.frames, described, strict=False)]
    mirrors = [mirror(one, of) for one, of in zip(views, described, strict=True)]
    grids, other_way = ([view_tensors(one).grids.long() for one in some] for some in (views, mirrors))
    others = len(views[1].ids)
    candidates = torch.arange(others).expand(len(views[0].ids), others)
    for kind in range(2):
        plain = _overlap(grids[0][kind], grids[1][kind], others, candidates)
        mirrored = _overlap(other_way[0][kind], other_way[1][kind], others, candidates)
        assert all(torch.equal(one, other) for one, other in zip(plain, mirrored, strict=True))


def test_a_shot_of_too_many_regions_is_matched_without_mirror_images(monkeypatch: pytest.MonkeyPatch) -> None:
    shot = made(0)[0]
    alone = scores(shot, has_mirror=False)
    monkeypatch.setattr(colorizer, "MIRRORED_REGIONS", sum(frame.count for frame in shot.frames) - 1)
    for one, other in zip(scores(shot), alone, strict=True):
        assert np.array_equal(one, other)
