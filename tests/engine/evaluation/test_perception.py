"""Figures that need networks, with small ones of random weights."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.evaluation.perception import Viewer, frechet, viewer
from shiage_engine.evaluation.pictures import Pictures
from shiage_engine.learning.features import PACKAGE, VGG16, Vgg
from shiage_engine.learning.likeness import Likeness


@pytest.fixture(scope="module")
def eyes() -> Viewer:
    torch.manual_seed(0)
    return Viewer(Likeness((2, 3, 4, 5, 6)), Vgg(VGG16, widths=(2, 3, 4, 5, 6)))


def picture(level: int, side: int = 64) -> np.ndarray:
    made = np.full((side, side, 4), (level, 90, 200, 255), np.uint8)
    made[side // 4 : side // 2] = (20, level, 60, 255)
    return made


def test_equal_pictures_are_no_distance_apart(eyes: Viewer) -> None:
    one, other = picture(10)[..., :3], picture(250)[..., :3]
    assert eyes.distance(one, one) == 0
    assert eyes.distance(one, other) > 0
    assert np.isnan(eyes.distance(one[:20], other[:20])), "too narrow for the network"


def test_a_frame_has_them_where_they_are_wanted(eyes: Viewer) -> None:
    line = np.full((64, 64, 4), 255, np.uint8)
    pictures = Pictures.of(picture(10), picture(250)[..., :3], picture(10), line)
    figures = pictures.figures(eyes)
    assert figures.st_lpips == 0 < figures.raw_st_lpips
    features = pictures.features(eyes)
    assert features.raw is not None and features.paint.shape == features.raw.shape == (5,)
    np.testing.assert_array_equal(features.paint, features.truth)
    assert Pictures.of(picture(10), None, picture(10), line).features(eyes).raw is None


def test_frechet_distance_by_hand() -> None:
    """In one dimension it is (m - n)^2 + (a - b)^2 of means and standard deviations."""

    def of(*values: float) -> list[np.ndarray]:
        return [np.array([value, 0], np.float32) for value in values]

    assert frechet(of(0, 2), of(0, 2)) == pytest.approx(0, abs=1e-9)
    assert frechet(of(0, 2), of(3, 5)) == pytest.approx(9)
    assert frechet(of(-1, 1), of(-2, 2)) == pytest.approx(2), "deviations of the square roots of 2 and 8"
    assert np.isnan(frechet(of(1), of(1, 2)))


def test_more_features_than_frames_are_no_trouble() -> None:
    random = np.random.default_rng(0)
    one = [*random.normal(size=(4, 50)).astype(np.float32)]
    assert frechet(one, one) == pytest.approx(0, abs=1e-9)
    assert frechet(one, [value + 2 for value in one]) == pytest.approx(200, rel=1e-6)


@pytest.mark.skipif(find_spec(PACKAGE) is not None, reason="the extra is installed")
def test_without_the_extra_a_sentence_says_what_to_install() -> None:
    with pytest.raises(InputError, match=r"shiage-engine\[train\]"):
        viewer()
