"""Tests of the forest."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import cv2
import numpy as np
import pytest

from shiage_engine.methods.few_shot import forest
from shiage_engine.methods.few_shot.forest import Lessons, predict
from shiage_engine.progress import finish

LESSONS = Lessons(np.array([[0], [1], [10], [11]], np.float32), np.array([1, 1, 2, 2], np.int32))
FRAMES = [np.array([[0.5], [10.5]], np.float32), np.zeros((0, 1), np.float32), np.array([[9]], np.float32)]


def test_each_frame_has_its_regions_labels() -> None:
    found = finish(predict(LESSONS, FRAMES, 4, 20, 1.0))
    assert [of_frame.shape for of_frame in found] == [(2, 4), (0, 4), (1, 4)]
    assert found[0].argmax(1).tolist() == [1, 2]
    assert found[2].argmax(1).tolist() == [2]
    np.testing.assert_allclose(np.concatenate(found).sum(1), 1, rtol=1e-6)


def test_it_goes_by_no_list_of_warnings() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.resetwarnings()
        finish(predict(LESSONS, FRAMES, 4, 20, 1.0))
    assert not said


def test_it_takes_no_more_threads_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many workers on one machine have one each."""
    before, pool = cv2.getNumThreads(), mock.Mock(wraps=ThreadPoolExecutor)
    monkeypatch.setattr(forest, "ThreadPoolExecutor", pool)
    cv2.setNumThreads(1)
    try:
        finish(predict(LESSONS, FRAMES, 4, 20, 1.0))
    finally:
        cv2.setNumThreads(before)
    assert {call.args for call in pool.call_args_list} == {(1,)}


@pytest.mark.parametrize("most", [1, 2])
def test_pieces_change_nothing(most: int) -> None:
    whole = finish(predict(LESSONS, FRAMES, 4, 20, 1.0))
    with mock.patch.object(forest, "ASKED_AT_ONCE", most):
        in_pieces = finish(predict(LESSONS, FRAMES, 4, 20, 1.0))
    for one, other in zip(whole, in_pieces, strict=True):
        np.testing.assert_array_equal(one, other)


def test_frames_share_pieces() -> None:
    pieces = forest._pieces([3, 0, 2, 1], 4)
    assert [[(part.frame, part.rows.start, part.rows.stop) for part in piece] for piece in pieces] == [
        [(0, 0, 3), (2, 0, 1)],
        [(2, 1, 2), (3, 0, 1)],
    ]
