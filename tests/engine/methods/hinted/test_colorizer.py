"""The hint-guided method on a figure of boxes, with weights that were never trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import UNKNOWN, Frame, Shot, placed
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.methods.hinted.colorizer import HintedOptions, HintGuided, chains
from shiage_engine.methods.hinted.network import Hinted, HintedParams
from shiage_engine.methods.hinted.places import PLACE
from shiage_engine.methods.hinted.store import GRAY, save_hinted
from shiage_engine.methods.pictures.small import SmallFrame
from shiage_engine.progress import finish
from tests.engine.methods.figures import HEIGHT, WIDTH, assert_sound, made

TINY = HintedParams(width=4, blocks=1)


@pytest.fixture
def method(tmp_path: Path) -> HintGuided:
    torch.manual_seed(0)
    path = tmp_path / "hinted.safetensors"
    save_hinted(path, TINY, Hinted(TINY).state_dict(), 64, {})
    return HintGuided(HintedOptions(path))


@pytest.mark.parametrize("changes", [{}, {"is_snapped": False}, {"has_codes": False}, {"size": 100}])
def test_scores_are_sound_whatever_the_options(method: HintGuided, changes: dict[str, Any]) -> None:
    method.options = replace(method.options, **changes)
    shot, _ = made(0, 4)
    finish(method.learn(shot))
    for frame in shot.targets:
        assert_sound(finish(method.colorize(shot, frame)), shot, frame)


def test_it_works_from_blank_and_hints_alone(method: HintGuided) -> None:
    method.options = replace(method.options, is_snapped=False)
    _, truth = made()
    dab = np.full(len(truth.labels[2]), UNKNOWN, np.int32)
    dab[2] = truth.labels[2][2]
    shot = replace(truth, labels={}, partial={2: dab})
    finish(method.learn(shot))
    assert_sound(finish(method.colorize(shot, 0)), shot, 0)
    plain = replace(truth, labels={})
    without = HintGuided(method.options)
    finish(without.learn(plain))
    assert (finish(method.colorize(shot, 2)) != finish(without.colorize(plain, 2))).any(), "the dab matters"
    assert (finish(method.colorize(shot, 3)) != finish(without.colorize(plain, 3))).any(), (
        "and to the next frame"
    )


def test_paint_in_gray_takes_the_place_of_lines_in_an_evaluation(method: HintGuided, tmp_path: Path) -> None:
    path = tmp_path / "gray.safetensors"
    save_hinted(path, TINY, Hinted(TINY).state_dict(), 64, {"input": GRAY})
    shot, truth = made(0)
    with pytest.raises(InputError, match="for evaluation alone"):
        finish(HintGuided(HintedOptions(path)).learn(shot))
    paint = {
        frame.time: shot.palette[truth.labels[number][frame.spread]]
        for number, frame in enumerate(shot.frames)
    }
    told = HintGuided(HintedOptions(path, truth=paint))
    finish(told.learn(shot))
    assert_sound(finish(told.colorize(shot, 1)), shot, 1)
    other = HintGuided(HintedOptions(path, truth=paint | {shot.frames[1].time: 0 * paint[1]}))
    finish(other.learn(shot))
    assert (finish(told.colorize(shot, 1)) != finish(other.colorize(shot, 1))).any(), "it is looked at"


def test_a_picture_is_in_the_colors_of_the_palette(method: HintGuided) -> None:
    shot, _ = made(0)
    assert method.picture(shot, 1) is None
    finish(method.learn(shot))
    picture = method.picture(shot, 1)
    assert picture is not None and picture.dtype == np.uint8
    assert picture.shape == (48, 64, 3)


def test_without_weights_a_sentence_says_how_to_train_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(PLACE, "shipped", tmp_path / "none")
    shot, _ = made(0)
    with pytest.raises(InputError, match="shiage train hinted"):
        finish(HintGuided().learn(shot))
    save_hinted(PLACE.trained(), TINY, Hinted(TINY).state_dict(), 64, {})
    finish(HintGuided().learn(shot))  # what was trained here is found


def test_it_may_learn_again_with_fewer_references(method: HintGuided) -> None:
    both, _ = made(0, 4)
    one, _ = made(0)
    finish(method.learn(both))
    finish(method.learn(one))
    assert_sound(finish(method.colorize(one, 4)), one, 4)


def test_frames_of_several_sizes_are_fed_one_another(method: HintGuided) -> None:
    shot, _ = made(0)
    large = shot.frames[2]
    art = LineArt(*(plane.repeat(2, 0).repeat(3, 1) for plane in (large.line_art.ink, large.line_art.kind)))
    frames = [*shot.frames]
    frames[2] = Frame.of(large.time, art, large.regions.repeat(2, 0).repeat(3, 1))
    of_two_sizes = replace(shot, frames=frames)
    finish(method.learn(of_two_sizes))
    for frame in shot.targets:
        assert_sound(finish(method.colorize(of_two_sizes, frame)), of_two_sizes, frame)


@pytest.mark.parametrize(("left", "top"), [(0, 0), (32, 16), (-16, 32)])
def test_frames_of_several_sizes_meet_where_they_lie(
    method: HintGuided, monkeypatch: pytest.MonkeyPatch, left: int, top: int
) -> None:
    """The next frame is the same drawing, of which a part is cut off, or which has more paper around it."""
    of_one_size, _ = made(0)
    whole, size = of_one_size.frames[0], (HEIGHT - 16, WIDTH + 32)
    ink, kind, regions = (
        np.pad(plane, 64)[64 + top : 64 + top + size[0], 64 + left : 64 + left + size[1]]
        for plane in (whole.line_art.ink, whole.line_art.kind, whole.regions)
    )
    frames = placed([whole, Frame.of(1, LineArt(ink, kind), regions)], {1: (left, top)})
    shot = replace(of_one_size, frames=frames)
    fed: dict[int, np.ndarray] = {}
    answer = method._answer

    def noted(shot: Shot, frame: int, small: SmallFrame, before: np.ndarray) -> np.ndarray:
        fed[frame] = before
        return answer(shot, frame, small, before)

    monkeypatch.setattr(method, "_answer", noted)
    finish(method.learn(shot))
    small = SmallFrame.of(frames[1], method.box(shot, 1))
    shown = small.cells > 0
    expected = method.painted(small.labels(of_one_size.labels[0]))
    assert (fed[1] == expected).all(2)[shown].mean() > 0.95, "but for borders, which the working size moves"


@pytest.mark.parametrize(
    ("sources", "count", "expected"),
    [
        ([], 3, [[0, 1, 2]]),
        ([0], 3, [[0, 1, 2]]),
        ([1], 4, [[1, 2, 3], [1, 0]]),
        ([0, 5], 6, [[0, 1, 2], [5, 4, 3]]),
        ([0, 1], 2, []),
    ],
)
def test_frames_are_colored_outward_from_the_references(
    sources: list[int], count: int, expected: list[list[int]]
) -> None:
    assert chains(sources, count) == expected
