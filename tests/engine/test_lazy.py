"""Mappings whose values are made when they are asked for."""

from __future__ import annotations

import pytest

from shiage_engine.lazy import Lazy, Once


class Square:
    """Squares of numbers, and which of them were made."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self, number: int) -> int:
        self.made.append(number)
        return number * number


def test_a_lazy_value_is_made_anew_at_each_access() -> None:
    square = Square()
    squares = Lazy([1, 2], square)
    assert [squares[2], squares[2]] == [4, 4] and square.made == [2, 2]
    assert list(squares) == [1, 2] and 2 in squares
    with pytest.raises(KeyError):
        squares[3]


def test_a_value_that_is_made_once_is_kept() -> None:
    square = Square()
    squares = Once([1, 2], square)
    assert squares.missing() == [1, 2]
    assert [squares[2], squares[2]] == [4, 4] and square.made == [2]
    assert squares.missing() == [1] and squares.made() == {2: 4}
    assert Once([1, 2], square, squares.made())[2] == 4 and square.made == [2]
    with pytest.raises(KeyError):
        squares[3]
