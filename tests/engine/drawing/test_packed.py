"""What is packed comes back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from shiage_engine.drawing.packed import Packed


@given(
    st.sampled_from([np.uint8, np.int32, np.float32, np.bool_]).flatmap(
        lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5))
    )
)
def test_round_trip(array: np.ndarray) -> None:
    again = Packed.of(array).unpack()
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert again.tobytes() == array.tobytes()


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
