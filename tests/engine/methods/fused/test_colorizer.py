"""Both methods together on a figure of boxes, and what trust goes by."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.drawing.model_sheets import ModelSheet
from shiage_engine.drawing.shot import FAR, Shot
from shiage_engine.methods.few_shot.colorizer import FewShot, FewShotParams
from shiage_engine.methods.fused.colorizer import Fused
from shiage_engine.methods.fused.trust import FEATURES, trust
from shiage_engine.methods.fused.trust_weights import WEIGHTS
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from tests.engine.methods.figures import assert_sound, bare, drawing, made

pytestmark = pytest.mark.slow


def fused() -> Fused:
    return Fused(few_shot=FewShot(params=FewShotParams(copies=3, trees=20)))


def scores(colorizer: Fused, shot: Shot) -> list[np.ndarray]:
    finish(colorizer.learn(shot))
    return [finish(colorizer.colorize(shot, frame)) for frame in range(len(shot.frames))]


def test_every_region_gets_the_color_it_has_in_the_references() -> None:
    shot, truth = made(0, 4)
    for frame, found in enumerate(scores(fused(), shot)):
        assert_sound(found, shot, frame)
        np.testing.assert_array_equal(found.argmax(1), truth.labels[frame])


def test_learning_again_with_other_references_is_learning_afresh() -> None:
    colorizer = fused()
    scores(colorizer, made(0, 4)[0])
    again, afresh = scores(colorizer, made(2)[0]), scores(fused(), made(2)[0])
    for one, other in zip(again, afresh, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def with_sheet(*references: int) -> tuple[Shot, Shot]:
    """As `made`, with the first frame twice as large as a model sheet."""
    lines = {time: drawing(3 * time)[0] for time in range(5)}
    square = np.ones((2, 2, 1), np.uint8)
    sheet = ModelSheet(*(np.kron(part, square) for part in drawing(0)))
    paint = {time: drawing(3 * time)[1] for time in lines}
    truth = finish(read_shot(Request(lines, paint, sheets={"front": sheet})))
    return truth.with_references([*references, 5]), truth


@pytest.mark.parametrize("references", [(), (4,)])
def test_a_model_sheet_teaches_like_a_reference_outside_time(references: tuple[int, ...]) -> None:
    shot, truth = with_sheet(*references)
    colorizer = fused()
    found = scores(colorizer, shot)
    for frame in shot.targets:
        assert_sound(found[frame], shot, frame)
        np.testing.assert_array_equal(found[frame].argmax(1), truth.labels[frame])
        away = min((abs(frame - reference) for reference in references), default=FAR)
        assert np.allclose(colorizer.features[frame][:, FEATURES.index("away")], np.log(away))
    links = finish(colorizer.links(shot))
    assert links
    assert all(frame in shot.in_time for frame, _ in links)


def test_progress_only_grows() -> None:
    fractions = [step.fraction for step in fused().learn(made(0, 4)[0])]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1


def test_a_region_that_was_not_matched_has_the_answer_of_few_shot() -> None:
    few_shot = np.array([[0.5, 0.5], [0.2, 0.8], [0.9, 0.1]])
    matched = np.array([[0, 0], [0, 0], [0.1, 0.8]])
    both = fused()._together(few_shot, matched)
    np.testing.assert_allclose(both.sum(1), 1)
    np.testing.assert_allclose(both[1], few_shot[1], atol=2e-3)
    assert both[2].argmax() == 1


@pytest.mark.parametrize("count", [1, 9])
def test_drawings_with_next_to_nothing_in_them(count: int) -> None:
    regions = (
        np.ones((6, 6), int) if count == 1 else np.kron(np.arange(1, 10).reshape(3, 3), np.eye(3, dtype=int))
    )
    shot = bare(regions, {0: [1] * count})
    for frame, found in enumerate(scores(fused(), shot)):
        assert_sound(found, shot, frame)


def test_trust_has_a_weight_for_each_feature_and_is_a_probability() -> None:
    assert len(WEIGHTS) == len(FEATURES)
    colorizer = fused()
    scores(colorizer, made(0, 4)[0])
    for of_frame in colorizer.features:
        assert of_frame.shape[1] == len(FEATURES)
        assert np.isfinite(of_frame).all()
        found = trust(of_frame)
        assert ((found > 0) & (found < 1)).all()


@pytest.mark.parametrize(("feature", "sign"), [("settled", 1), ("matcher", 1), ("unmatched", -1)])
def test_what_should_raise_or_lower_trust_does(feature: str, sign: int) -> None:
    assert sign * WEIGHTS[FEATURES.index(feature)] > 0
