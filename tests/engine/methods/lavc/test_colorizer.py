"""LAVC on a figure of boxes, with weights that were never trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import UNKNOWN, Frame
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.methods.lavc.colorizer import LARGER, Lavc, LavcOptions, nearest
from shiage_engine.methods.lavc.network import ColorTransform
from shiage_engine.methods.lavc.places import PLACE
from shiage_engine.methods.lavc.store import BY_BOTH, BY_MATCH, BY_PICTURE, save_lavc
from shiage_engine.methods.lavc.temporal import TemporalConstraint
from shiage_engine.methods.lavc.tuning import TuningParams
from shiage_engine.methods.pictures.small import SmallFrame
from shiage_engine.methods.pictures.tensors import line_tensor
from shiage_engine.progress import finish
from tests.engine.methods.figures import assert_sound, bare, made
from tests.engine.methods.lavc.toys import RICH


def save(path: Path, has_temporal: bool = True) -> Path:
    torch.manual_seed(0)
    colors, refining = (network(RICH).state_dict() for network in (ColorTransform, TemporalConstraint))
    save_lavc(path, RICH, colors, refining if has_temporal else None, size=64, notes={})
    return path


@pytest.fixture
def method(tmp_path: Path) -> Lavc:
    return Lavc(LavcOptions(save(tmp_path / "lavc.safetensors")))


@pytest.mark.parametrize(
    "changes", [{}, {"has_codes": False}, {"size": 100}, {"is_refined": False}, {"answer": BY_MATCH}]
)
@pytest.mark.parametrize("references", [(0,), (2,), (0, 4), (0, 1, 3)])
def test_scores_are_sound_whatever_the_options(
    method: Lavc, changes: dict[str, Any], references: tuple[int, ...]
) -> None:
    method.options = replace(method.options, **changes)
    shot, _ = made(*references)
    finish(method.learn(shot))
    for frame in shot.targets:
        assert_sound(finish(method.colorize(shot, frame)), shot, frame)


def test_a_frame_is_the_same_whatever_was_colored_before_it(method: Lavc) -> None:
    shot, _ = made(0, 4)
    finish(method.learn(shot))
    forth = {frame: finish(method.colorize(shot, frame)) for frame in (1, 2, 3)}
    for frame in (3, 1, 2):
        np.testing.assert_array_equal(finish(method.colorize(shot, frame)), forth[frame])


def test_it_is_refined_where_there_is_a_second_network(method: Lavc, tmp_path: Path) -> None:
    shot, _ = made(0, 4)
    first = Lavc(LavcOptions(save(tmp_path / "first.safetensors", has_temporal=False)))
    scores = []
    for one in (method, first):
        finish(one.learn(shot))
        scores.append(finish(one.colorize(shot, 2)))
    assert not np.array_equal(scores[0], scores[1])
    method.options = replace(method.options, is_refined=False)
    np.testing.assert_array_equal(finish(method.colorize(shot, 2)), scores[1])


@pytest.mark.parametrize(
    ("references", "frame", "place"), [((0,), 3, 1), ((4,), 1, 1), ((0, 1), 3, 2), ((0, 4), 2, 1)]
)
def test_frames_are_refined_in_order_of_time(
    method: Lavc, references: tuple[int, ...], frame: int, place: int
) -> None:
    """A reference that is alone stands before the target and behind it."""
    shot, _ = made(*references)
    finish(method.learn(shot))
    refining = method.trained().temporal
    assert refining is not None
    seen: list[torch.Tensor] = []
    refining.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    finish(method.colorize(shot, frame))
    own = line_tensor(SmallFrame.of(shot.frames[frame], method.box(shot, frame)).ink)
    assert [bool(torch.equal(line, own)) for line in seen[0][0]].index(True) == place


def test_what_is_not_known_of_a_reference_is_matched_by_nothing(method: Lavc) -> None:
    """With one region of a label known in all, the rest of the match trusts less."""
    method.options = replace(method.options, answer=BY_MATCH)
    _, truth = made()
    labels = truth.labels[0].copy()
    labels[1] = UNKNOWN
    trust = []
    for known in (truth.labels[0], labels):
        shot = replace(truth, labels={}, partial={0: known})
        finish(method.learn(shot))
        trust.append(finish(method.colorize(shot, 2))[1:].sum(1))
    assert (trust[0] > 0.99).all() and (trust[1] < trust[0]).all()


def test_a_frame_with_many_dabs_is_no_reference_beside_a_whole_one(method: Lavc) -> None:
    """Else it would be colored by itself, and what has no dab would be black."""
    plain, truth = made(0)
    dabs = truth.labels[2].copy()
    dabs[len(dabs) // 2 :] = UNKNOWN
    dabbed = replace(plain, partial={2: dabs})
    assert 2 in dabbed.references
    scores = []
    for shot in (plain, dabbed):
        finish(method.learn(shot))
        scores.append(finish(method.colorize(shot, 2)))
    np.testing.assert_array_equal(scores[0], scores[1])
    finish(method.learn(replace(dabbed, labels={})))
    assert method.references == (2,)


def test_frames_of_several_sizes_are_colored_by_one_another(method: Lavc) -> None:
    shot, _ = made(0)
    large = shot.frames[2]
    art = LineArt(*(plane.repeat(2, 0).repeat(3, 1) for plane in (large.line_art.ink, large.line_art.kind)))
    frames = [*shot.frames]
    frames[2] = Frame.of(large.time, art, large.regions.repeat(2, 0).repeat(3, 1))
    of_two_sizes = replace(shot, frames=frames)
    finish(method.learn(of_two_sizes))
    for frame in shot.targets:
        assert_sound(finish(method.colorize(of_two_sizes, frame)), of_two_sizes, frame)


def test_a_picture_is_in_the_colors_of_the_palette(method: Lavc) -> None:
    shot, _ = made(0)
    assert method.picture(shot, 1) is None
    finish(method.learn(shot))
    picture = method.picture(shot, 1)
    assert picture is not None and picture.dtype == np.uint8
    assert picture.shape == (LARGER * 48, LARGER * 64, 3)
    method.options = replace(method.options, answer=BY_MATCH)
    assert method.picture(shot, 1) is None, "a match is no picture"


def test_without_weights_a_sentence_says_how_to_train_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(PLACE, "shipped", tmp_path / "none")
    shot, _ = made(0)
    with pytest.raises(InputError, match="shiage train lavc"):
        finish(Lavc().learn(shot))
    save(PLACE.trained())
    finish(Lavc().learn(shot))  # what was trained here is found


@pytest.fixture
def known(method: Lavc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lavc:
    """The same method, of a character with a name."""
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    return Lavc(method.options, "Yuki", TuningParams(steps=4, rate=1e-2, save_every=2))


@pytest.mark.parametrize("references", [(0,), (0, 4)])
def test_what_is_learned_of_a_character_is_kept(known: Lavc, references: tuple[int, ...]) -> None:
    shot, _ = made(*references)
    plain = Lavc(known.options)
    finish(plain.learn(shot))
    finish(known.learn(shot))
    own = finish(known.colorize(shot, 2))
    assert_sound(own, shot, 2)
    assert not np.array_equal(own, finish(plain.colorize(shot, 2)))
    later = Lavc(known.options, "Yuki", replace(known.tuning, steps=0))
    finish(later.learn(shot))
    np.testing.assert_array_equal(finish(later.colorize(shot, 2)), own)
    finish(known.learn(shot))  # and goes on from there
    (of_yuki,) = kept.of_character("Yuki")
    assert (of_yuki.method, of_yuki.steps, len(of_yuki.shots)) == ("lavc", 8, len(references))


def test_what_is_kept_of_a_character_can_be_read_alone(known: Lavc) -> None:
    """As many cuts at once do: each goes on from what is kept, and leaves it as it is."""
    shot, _ = made(0, 4)
    finish(known.learn(shot))
    path = kept.path_of("lavc", "Yuki")
    before = path.read_bytes()
    reading = Lavc(known.options, "Yuki", known.tuning)
    reading.keeps = False
    with kept.writing("lavc", "Yuki"):  # nothing is written, so that another program may
        finish(reading.learn(shot))
    assert path.read_bytes() == before
    finish(known.learn(shot))
    np.testing.assert_array_equal(finish(reading.colorize(shot, 2)), finish(known.colorize(shot, 2)))


def test_learning_that_is_given_up_leaves_weights_that_can_be_used(known: Lavc) -> None:
    shot, _ = made(0, 4)
    running = known.learn(shot)
    while not kept.is_kept("lavc", "Yuki"):
        next(running)
    running.close()
    assert kept.of_character("Yuki")[0].steps == 2
    assert_sound(finish(known.colorize(shot, 2)), shot, 2)


@pytest.mark.parametrize(
    ("references", "frame", "expected"),
    [
        ([3], 5, [3, 3]),
        ([0, 9], 5, [0, 9]),
        ([0, 1, 2, 3, 4, 5], 6, [1, 2, 3, 4, 5]),
        ([0, 2, 4, 6, 8, 10, 12], 6, [2, 4, 6, 8, 10]),
    ],
)
def test_a_frame_is_colored_by_the_nearest_references(
    references: list[int], frame: int, expected: list[int]
) -> None:
    shot = bare(np.ones((2, 2), np.int32), {}, frames=13)
    assert nearest(shot, references, frame) == expected


def test_a_frame_of_the_shot_is_nearer_than_a_model_sheet() -> None:
    shot = replace(bare(np.ones((2, 2), np.int32), {}, frames=9), sheets=("front", "back"))
    assert nearest(shot, [0, 1, 2, 3, 7, 8], 6) == [0, 1, 2, 3, 7]


def test_the_shipped_weights_find_the_boxes_between_two_painted_frames() -> None:
    method = Lavc(LavcOptions(PLACE.shipped))
    shot, truth = made(0, 4)
    finish(method.learn(shot))
    for frame in shot.targets:
        found = finish(method.colorize(shot, frame)).argmax(1)
        assert found.tolist() == truth.labels[frame].tolist()


def test_the_mean_of_both_has_what_both_say(method: Lavc) -> None:
    """And where they differ no color has most."""
    shot, _ = made(0, 4)
    found = {}
    for answer in (BY_PICTURE, BY_MATCH, BY_BOTH):
        method.options = replace(method.options, answer=answer)
        finish(method.learn(shot))
        found[answer] = finish(method.colorize(shot, 1))
    np.testing.assert_allclose(found[BY_BOTH], (found[BY_PICTURE] + found[BY_MATCH]) / 2, atol=1e-5)
