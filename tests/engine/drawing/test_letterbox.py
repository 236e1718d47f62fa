"""Letterbox, on frames of a few pixels."""

from __future__ import annotations

import tracemalloc

import cv2
import numpy as np
import pytest

from shiage_engine.drawing import bands
from shiage_engine.drawing.letterbox import Letterbox


@pytest.mark.parametrize(
    ("frame", "longest", "inside", "size"),
    [
        ((1080, 1920), 128, (72, 128), (80, 128)),
        ((301, 77), 64, (64, 16), (64, 16)),
        ((20, 30), 128, (20, 30), (32, 32)),  # never enlarged
        ((2000, 1), 64, (64, 1), (64, 16)),
    ],
)
def test_the_longer_side_is_the_working_size(
    frame: tuple[int, int], longest: int, inside: tuple[int, int], size: tuple[int, int]
) -> None:
    box = Letterbox.of(frame, longest)
    assert (box.inside, box.size) == (inside, size)


def test_a_plane_lies_at_the_top_left_and_the_rest_is_filled() -> None:
    box = Letterbox.of((4, 32), 16)
    plane = np.full((4, 32), 7, np.uint8)
    small = box.shrink(plane, 9)
    assert small.shape == (16, 16) and small.dtype == np.uint8
    assert (small[:2] == 7).all() and (small[2:] == 9).all()
    assert box.shrink(np.zeros((4, 32, 3), np.uint8), 1).shape == (16, 16, 3)


@pytest.mark.parametrize(
    ("frame", "is_fitted", "inside"),
    [
        ((40, 64), False, (10, 16)),  # as it is
        ((40, 16), False, (10, 4)),
        ((1, 3), False, (1, 1)),
        ((80, 64), True, (10, 8)),  # smaller, its ratio kept
        ((10, 8), True, (10, 8)),  # larger
    ],
)
def test_another_frame_lies_in_a_picture_of_the_same_size(
    frame: tuple[int, int], is_fitted: bool, inside: tuple[int, int]
) -> None:
    box = Letterbox.of((40, 64), 16).beside(frame, is_fitted)
    assert (box.frame, box.inside, box.size) == (frame, inside, (16, 16))


def test_ids_are_not_mixed() -> None:
    plane = np.repeat(np.array([3, 9], np.int32), 16)[None].repeat(8, 0)
    assert set(np.unique(Letterbox.of((8, 32), 16).shrink(plane, 0, cv2.INTER_NEAREST))) == {0, 3, 9}


def test_shares_say_where_the_pixels_of_a_region_lie() -> None:
    """Four by two pixels become two cells in a row; region 2 lies in both."""
    regions = np.array([[1, 1, 2, 2], [1, 2, 2, 0]], np.int32)
    box = Letterbox((2, 4), (1, 2), (16, 16))
    shares = box.shares(regions).toarray()
    assert shares.shape == (3, 256)
    np.testing.assert_allclose(shares[:, :2], [[0.0, 0.0], [1.0, 0.0], [1 / 4, 3 / 4]])
    assert not shares[:, 2:].any()


def test_a_frame_without_regions_has_no_shares() -> None:
    assert Letterbox.of((8, 8), 16).shares(np.zeros((8, 8), np.int32)).sum() == 0


def test_shares_in_bands_are_the_same_and_take_little(monkeypatch: pytest.MonkeyPatch) -> None:
    side = 2000
    regions = (np.arange(side)[:, None] // 70 * 29 + np.arange(side) // 70).astype(np.int32)
    box = Letterbox.of(regions.shape, 300)
    tracemalloc.start()
    found = box.shares(regions)
    assert tracemalloc.get_traced_memory()[1] < 16 * side**2
    tracemalloc.stop()
    monkeypatch.setattr(bands, "BAND", side**2)
    whole = box.shares(regions)
    for name in ("indptr", "indices", "data"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))
