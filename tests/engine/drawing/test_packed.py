"""What is packed comes back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from shiage_engine.drawing.packed import LONGEST_RUN, Packed, PackedRuns


@given(
    st.sampled_from([np.uint8, np.int32, np.float32, np.bool_]).flatmap(
        lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5))
    )
)
def test_round_trip(array: np.ndarray) -> None:
    again = Packed.of(array).unpack()
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert again.tobytes() == array.tobytes()


@given(arrays(np.int32, array_shapes(min_dims=1, max_dims=3, max_side=12), elements=st.integers(0, 2)))
def test_runs_round_trip(array: np.ndarray) -> None:
    again = PackedRuns.of(array).unpack()
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(again, array)


@pytest.mark.parametrize("length", [LONGEST_RUN - 1, LONGEST_RUN, LONGEST_RUN + 1, 3 * LONGEST_RUN + 7])
@pytest.mark.parametrize("value", [0, 255, 256, 70000])
def test_long_runs_and_large_values(length: int, value: int) -> None:
    array = np.concatenate([np.full(length, value), [1] * 20, np.full(length, value)]).astype(np.int32)
    packed = PackedRuns.of(array)
    assert isinstance(packed, PackedRuns)
    np.testing.assert_array_equal(packed.unpack(), array)


def test_noise_is_not_packed_as_runs() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (50, 60)).astype(np.uint8)
    packed = PackedRuns.of(noise)
    assert isinstance(packed, Packed)
    np.testing.assert_array_equal(packed.unpack(), noise)


@pytest.mark.parametrize("view", [np.s_[:, ::2], np.s_[::-1], np.s_[1:3, 1:2]])
def test_views_are_packed_as_they_are_seen(view: tuple[slice, ...]) -> None:
    array = np.arange(24, dtype=np.int32).reshape(4, 6)
    np.testing.assert_array_equal(Packed.of(array[view]).unpack(), array[view])
    np.testing.assert_array_equal(Packed.of(array.T).unpack(), array.T)


def test_what_is_unpacked_may_be_written_and_is_nobody_elses() -> None:
    packed = Packed.of(np.zeros(3, np.int32))
    packed.unpack()[:] = 7
    assert packed.unpack().tolist() == [0, 0, 0]


def test_flat_drawings_become_small() -> None:
    regions = np.zeros((1080, 1920), np.int32)
    regions[200:800, 300:900] = 1
    assert len(Packed.of(regions).data) < regions.nbytes / 20
