"""Bounds on memory: what goes on in pieces gives the same, and what does not fit is said."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.limits import check_shot
from shiage_engine.methods.few_shot import colorizer, metric
from shiage_engine.methods.few_shot.colorizer import FewShot
from shiage_engine.methods.few_shot.metric import link
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from tests.engine.shots import color, line


@pytest.mark.parametrize(
    ("frames", "regions", "colors", "sentence"),
    [
        (1, 10, 2049, "2049 colors, more than 2048"),
        (300, (1 << 17) + 1, 2, "300 frames with 131073 regions and 2 colors do not fit .* fewer frames"),
        (3, 20_000, 1000, "3 frames with 20000 regions and 1000 colors do not fit"),
    ],
)
def test_a_shot_that_does_not_fit_is_said(frames: int, regions: int, colors: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check_shot(frames, regions, colors)


def test_the_shots_that_are_promised_fit() -> None:
    check_shot(100, 100 * 1300, 64)
    check_shot(3, 3 * 1600, 1601)


@pytest.mark.parametrize("at_once", [1, 7, 40, 1 << 22])
def test_links_in_pieces_are_the_same(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    here, there = (random.normal(size=(count, 3)).astype(np.float32) for count in (41, 23))
    there[5:15] = here[20:30] + 0.01
    whole = link(here, there, 0.9)
    assert len(whole[0]) >= 10
    monkeypatch.setattr(metric, "DISTANCES", at_once * 22)
    for one, other in zip(link(here, there, 0.9), whole, strict=True):
        np.testing.assert_array_equal(one, other)


def test_links_of_pieces_know_the_second_nearest() -> None:
    """By hand: rows 1 and 2 of `here` are equally near to the one of `there`, in whatever pieces: no link."""
    here = np.array([[0.0], [1.0], [1.0], [9.0]], np.float32)
    there = np.array([[0.0], [1.1], [20.0]], np.float32)
    ids, _ = link(here, there, 0.9)
    assert 1 not in ids and 2 not in ids


def test_a_forest_that_does_not_fit_is_not_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    shot = finish(read_shot(Request({0: line(0), 1: line(2)}, {0: color(0)})))
    monkeypatch.setattr(colorizer, "ExtraTreesClassifier", None)
    monkeypatch.setattr(colorizer, "TREE_BYTES", 1)
    method = FewShot()
    finish(method.learn(shot))
    assert finish(method.colorize(shot, 1))[1:].argmax(1).tolist() == [0, 2, 1]


def test_trees_are_grown_a_few_at_a_time_where_they_are_large() -> None:
    counts = [colorizer._trees_at_once(lessons, 64) for lessons in (100, 10_000, 60_000, 200_000)]
    assert counts == [20, 10, 2, 0]
