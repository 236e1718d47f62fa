"""Lessons of the U-net, on frames small enough to write out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from shiage_engine.drawing.packed import Packed
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.methods.unet.lesson import ColoringLesson, ColoringParams, cut, loss
from shiage_engine.methods.unet.network import UNet
from shiage_engine.methods.unet.training_set import TrainingFrame, TrainingSet
from shiage_engine.methods.unet.variants import Variants
from tests.engine.methods.unet.test_network import TOY, toy

STILL = ColoringParams(crop=16, batch=2, turn=0, stretch=0, narrow=0, shear=0, mirrored=0)
PALETTE = np.array([(0, 0, 0, 0), (9, 9, 9, 255), (8, 8, 8, 255), (7, 7, 7, 255)], np.uint8)


def training_frame(size: int = 16) -> TrainingFrame:
    """A wall, label 1, left of a line; right of it a field, label 2, of which a corner is label 3."""
    inks = np.zeros((size, size, 4), np.uint8)
    regions = np.ones((size, size), np.int32)
    regions[:, size // 2 :] = 2
    regions[:2, -2:] = 3
    inks[:, size // 4, 0], regions[:, size // 4] = 255, 0
    labels = np.array([UNKNOWN, 1, 2, 3], np.int16)[regions]
    return TrainingFrame(Packed.of(inks), Packed.of(labels), Packed.of(regions))


TRAINING_SET = TrainingSet(PALETTE, Variants(np.arange(4), np.ones(4, int)), [training_frame(32)], 1.0, ["a"])


def test_a_crop_shows_frame_and_truth_alike() -> None:
    wide = replace(STILL, crop=48)  # holds the whole frame, wherever its middle lies
    for seed in range(5):
        inks, labels, weights = cut(training_frame(), np.random.default_rng(seed), wide, 1)
        assert inks.shape == (48, 48, 4)
        assert labels.shape == weights.shape == (48, 48)
        is_line = inks[..., 0] > 140  # more than half of it: this pixel is nearer to the line than to others
        assert inks[..., 0].astype(float).sum() == pytest.approx(255 * 16, rel=0.05)
        assert (labels[is_line] == UNKNOWN).all()
        assert set(np.unique(labels)) == {UNKNOWN, 1, 2, 3}


def test_what_lies_beyond_the_frame_is_unknown_paper() -> None:
    inks, labels, weights = cut(training_frame(), np.random.default_rng(0), replace(STILL, crop=64), 1)
    assert 15 * 14 <= (labels != UNKNOWN).sum() <= 17 * 16
    assert (weights[labels != UNKNOWN] > 0).all()
    assert inks[..., 0].astype(float).sum() == pytest.approx(255 * 16, rel=0.05)


def test_a_fold_has_the_color_of_its_middle() -> None:
    wide = replace(STILL, crop=64)
    fine, coarse = (cut(training_frame(), np.random.default_rng(7), wide, fold) for fold in (1, 2))
    np.testing.assert_array_equal(fine[0], coarse[0])
    assert coarse[1].shape == coarse[2].shape == (32, 32)
    corners = np.stack([fine[1][y::2, x::2] for y in (0, 1) for x in (0, 1)])
    assert (corners == coarse[1]).any(0).all()


def test_a_mirrored_crop_shows_the_mirrored_frame() -> None:
    mirrored = replace(STILL, mirrored=1)
    _, labels, _ = cut(training_frame(), np.random.default_rng(1), mirrored, 1)
    row = labels[labels.shape[0] // 2]
    known = row[row != UNKNOWN]
    assert known[0] == 2
    assert known[-1] == 1


def test_regions_count_more_evenly_than_their_pixels() -> None:
    of = {evenness: cut(training_frame(64), np.random.default_rng(3), replace(STILL, crop=256, evenness=evenness), 1)
          for evenness in (0.0, 0.5, 1.0)}  # fmt: skip
    for evenness, (_, labels, weights) in of.items():
        sums = [weights[labels == label].sum() for label in (2, 3)]
        areas = [(labels == label).sum() for label in (2, 3)]
        assert sums[0] / sums[1] == pytest.approx((areas[0] / areas[1]) ** (1 - evenness), rel=1e-3)


def test_the_loss_is_the_weighted_mean_of_what_is_known() -> None:
    logits = torch.zeros(1, 2, 1, 3)
    logits[0, 0] = torch.tensor([[20.0, 0.0, 20.0]])  # sure and right, undecided, sure and wrong
    labels = torch.tensor([[[0, 1, 1]]])
    weights = torch.tensor([[[2.0, 1.0, 1.0]]])
    assert loss(logits, labels, weights).item() == pytest.approx((np.log(2) + 20) / 4)
    labels[0, 0, 2] = UNKNOWN
    assert loss(logits, labels, weights).item() == pytest.approx(np.log(2) / 3)
    assert loss(logits, torch.full((1, 1, 3), UNKNOWN), weights).item() == 0


def test_colors_that_are_one_label_are_learned_as_one() -> None:
    """Of three colors two are one label, so that a network of three labels will do."""
    network = UNet(replace(TOY, labels=3))
    variants = Variants(np.array([0, 1, 2, 2]), np.ones(4, int))
    training_set = replace(TRAINING_SET, variants=variants)
    value = ColoringLesson(network, training_set, ColoringParams(crop=32))(np.random.default_rng(0))
    assert 0 < value.item() < 10


def test_a_lesson_is_the_same_for_the_same_numbers() -> None:
    network = toy()
    assert network.params == TOY
    lesson = ColoringLesson(network, TRAINING_SET, ColoringParams(crop=32))
    losses = [lesson(np.random.default_rng([5, step])).item() for step in (1, 1, 2)]
    assert losses[0] == losses[1] != losses[2]
