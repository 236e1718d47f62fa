"""Examples: some frames of a shot, deformed alike, in code colors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiage_engine.methods.pictures.batches import Examples
from shiage_engine.methods.pictures.examples import Example, ExampleParams, draw_example
from shiage_engine.methods.pictures.hints import PATCH, dabs, patches
from tests.engine.methods.pictures.sets import SIDE, shot

STILL = ExampleParams(size=SIDE, frame=SIDE, turn=0, stretch=0, move=0, mirrored=0, broken=0, soft=0, hard=0)
CODES = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]], np.uint8)


def test_without_deformation_an_example_is_the_shot() -> None:
    example = draw_example(shot(), [2, 1], np.random.default_rng(0), STILL)
    np.testing.assert_array_equal(example.labels, shot().labels.unpack()[[2, 1]])
    np.testing.assert_allclose(example.inks, shot().inks.unpack()[[2, 1]], atol=64)
    assert example.codes.shape == (3, 3)
    np.testing.assert_array_equal(example.pictures[0, 20, 10], example.codes[1])


def test_a_mirror_image_is_one() -> None:
    example = draw_example(shot(), [0], np.random.default_rng(0), replace(STILL, mirrored=1))
    mirrored = shot().labels.unpack()[0][:, ::-1]
    assert (example.labels[0][:, 1:] == mirrored[:, :-1]).mean() > 0.99


def test_the_same_seed_gives_the_same_and_another_seed_other_codes() -> None:
    one, again, other = (
        draw_example(shot(), [0], np.random.default_rng(seed), ExampleParams()) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.pictures, again.pictures)
    assert (one.codes != other.codes).any()


def test_hard_lines_have_one_ink_and_broken_lines_less() -> None:
    hard = draw_example(shot(), [0], np.random.default_rng(0), replace(STILL, hard=1))
    assert set(np.unique(hard.inks)) == {0, 255}
    broken = draw_example(shot(), [0], np.random.default_rng(0), replace(STILL, hard=1, broken=1))
    assert 0 < (broken.inks > 0).sum() < (hard.inks > 0).sum()


def test_at_evenness_one_all_labels_count_alike() -> None:
    examples = Examples.of([draw_example(shot(), [0], np.random.default_rng(0), STILL)])
    even = np.bincount(examples.labels.flatten(), examples.weights(1.0).flatten())
    np.testing.assert_allclose(even, even.mean(), rtol=1e-4)
    np.testing.assert_allclose(examples.weights(0.0), 1)


def test_a_batch_has_the_pictures_lines_and_places_of_its_examples() -> None:
    own = [
        Example(np.array([[[0, 1], [1, 1]]], np.uint8), np.array([[[0, 255], [0, 0]]], np.uint8), CODES[:2])
    ]
    own.append(Example(np.full((1, 2, 2), 2, np.uint8), np.zeros((1, 2, 2), np.uint8), CODES))
    examples = Examples.of(own)
    assert examples.codes.shape == (2, 3, 3) and (examples.codes[0, 2] == examples.codes[0, 1]).all()
    assert examples.pictures[0, 0, :, 0, 0].tolist() == [1, -1, -1] and examples.lines[0, 0, 0].tolist() == [
        [1, -1],
        [1, 1],
    ]
    assert examples.pictures[1, 0, :, 1, 1].tolist() == [-1, -1, 1]
    assert examples.shares(2)[0, 0, :, 0, 0].tolist() == [0.25, 0.75, 0]


def test_patches_have_the_mean_color_and_the_rest_is_black() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    picture[:, 4:] = 200
    picture[:4, 4:6] = 100
    shown = patches(picture, 1.0, np.random.default_rng(0))
    assert (shown[:4, 4:] == 150).all() and (shown[4:, 4:] == 200).all() and not shown[:, :4].any()
    assert not patches(picture + 9, 0.0, np.random.default_rng(0)).any()
    one = patches(np.full((40, 40, 3), 200, np.uint8), 0.01, np.random.default_rng(0))
    assert (one[..., 0] > 0).sum() == PATCH * PATCH


def test_a_dab_lies_in_its_region() -> None:
    cells = np.ones((8, 8), np.int32)
    cells[:, 3:] = 2
    cells[7, 7] = 3
    codes = np.array([[9, 9, 9], [100, 0, 0], [0, 100, 0]], np.uint8)
    shown = dabs(np.array([0, 1, 2, 0], np.int32), cells, codes)
    assert (shown[:, 4:] == codes[2]).all(2).sum() == PATCH * PATCH
    assert (shown[:, :4] == codes[1]).all(2).sum() == PATCH * PATCH, "three of four columns are its own"
    assert not (shown == codes[0]).all(2).any(), "one cell is no patch"
    unknown = dabs(np.array([0, -1, -1, -1], np.int32), cells, codes)
    assert not unknown.any(), "what is not known gives no hint"


def test_an_example_smaller_than_its_frame_is_a_crop_of_the_figure() -> None:
    crop = replace(STILL, size=16, frame=SIDE)
    for seed in range(5):
        example = draw_example(shot(), [0], np.random.default_rng(seed), crop)
        assert example.labels[0, 8, 8] > 0, "its middle is painted"
        assert example.inks.shape == (1, 16, 16)
