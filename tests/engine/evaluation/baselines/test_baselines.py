"""The baselines on a shot that is known by heart."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine import pipeline
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.evaluation.baselines import BASELINES
from shiage_engine.evaluation.baselines.places import SIZE, Places
from shiage_engine.methods.colorizer import Colorizer
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from tests.engine.shots import BACKGROUND, HEIGHT, LEFT, RIGHT, WIDTH, color, line

SHIFTS = {0: 0, 1: 2, 2: 4, 3: 6}


def shot_of(references: dict[int, int]) -> Shot:
    lines = {time: line(shift) for time, shift in SHIFTS.items()}
    request = pipeline.Request(lines, {time: color(shift) for time, shift in references.items()})
    return finish(pipeline.read_shot(request))


@pytest.fixture(params=sorted(BASELINES))
def baseline(request: pytest.FixtureRequest) -> Colorizer:
    return BASELINES[request.param].make("")


def test_baselines_are_not_offered_to_painters() -> None:
    assert not BASELINES.keys() & METHODS.keys()


@pytest.mark.parametrize("references", [{0: 0}, {0: 0, 3: 6}, {3: 6}])
def test_boxes_that_move_keep_their_colors(baseline: Colorizer, references: dict[int, int]) -> None:
    shot = shot_of(references)
    finish(baseline.learn(shot))
    for frame in shot.targets:
        scores = finish(baseline.colorize(shot, frame))
        regions = shot.frames[frame].regions
        assert scores.dtype == np.float32
        assert scores.shape == (regions.max() + 1, len(shot.palette))
        assert (scores >= 0).all()
        assert (scores.sum(1) <= 1 + 1e-6).all()
        assert not scores[0].any()
        labels = [
            int(scores[regions[y, x + SHIFTS[frame] // 2]].argmax()) for y, x in (BACKGROUND, LEFT, RIGHT)
        ]
        assert labels == [0, 2, 1]  # the palette is in order of area: blue, red


def test_nothing_is_learned_from_what_is_unknown(baseline: Colorizer) -> None:
    shot = shot_of({0: 0})
    red = shot.labels[0] == 2
    shot.labels[0][red] = UNKNOWN
    finish(baseline.learn(shot))
    for frame in shot.targets:
        assert not finish(baseline.colorize(shot, frame))[:, 2].any()


def test_a_frame_left_out_is_colored_from_the_others(baseline: Colorizer) -> None:
    shot = shot_of({0: 0, 3: 6})
    others = shot.with_references([0])
    finish(baseline.learn(others))
    scores = finish(baseline.colorize(others, 3))
    np.testing.assert_array_equal(scores.argmax(1)[1:], shot.labels[3][1:])


def test_distance_is_of_place_and_size() -> None:
    regions = np.zeros((30, 40), np.int32)
    regions[0, 0], regions[0, 30], regions[20:22, 0:2] = 1, 2, 3
    apart = Places.read(regions).distances(Places.read(regions))
    assert np.hypot(*regions.shape) == 50
    np.testing.assert_allclose(apart.diagonal(), 0, atol=1e-7)
    assert apart[0, 1] == pytest.approx(30 / 50)
    middle = np.hypot(20.5, 0.5) / 50
    assert apart[0, 2] == apart[2, 0] == pytest.approx(np.hypot(middle, SIZE * np.log(4)))


def test_a_frame_of_paper_alone() -> None:
    empty = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    shot = finish(pipeline.read_shot(pipeline.Request({0: line(), 1: empty}, {0: color()})))
    for method in BASELINES.values():
        baseline = method.make("")
        finish(baseline.learn(shot))
        assert finish(baseline.colorize(shot, 1)).shape == (2, 3)
