"""Lessons and training of the hint-guided network, at toy size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.files.saving import owned
from shiage_engine.learning.features import Vgg
from shiage_engine.learning.fit import FitParams, Opponent, fit
from shiage_engine.learning.tensor_files import load_metadata
from shiage_engine.methods.hinted.lesson import (
    Batch,
    HintedLesson,
    LessonParams,
    _times,
    draw_examples,
    needs_features,
    opponent_of,
    snapped,
)
from shiage_engine.methods.hinted.network import BLANK, Hinted, HintedParams
from shiage_engine.methods.hinted.presets import lesson_params, network_params
from shiage_engine.methods.hinted.store import load_hinted, save_hinted
from shiage_engine.methods.hinted.train import train_hinted
from shiage_engine.methods.pictures.examples import ExampleParams
from shiage_engine.methods.pictures.training import fit_params
from shiage_engine.progress import finish
from tests.engine.methods.pictures.sets import shot, write_set

TINY = HintedParams(width=4, blocks=1)
EXAMPLES = ExampleParams(size=32, frame=32)
PLAIN = LessonParams(batch=2, without=frozenset({"content", "style"}), examples=EXAMPLES)
QUICK = replace(fit_params(20, 1e-2), warm_up=2, save_every=10)


def lesson(params: LessonParams, features: Vgg | None = None) -> HintedLesson:
    torch.manual_seed(0)
    network = Hinted(TINY)
    return HintedLesson(network, opponent_of(network, params), features, [shot()], params)


def batch_of(params: LessonParams, random: np.random.Generator) -> Batch:
    return Batch.of(draw_examples([shot()], params, random), params, "cpu")


@pytest.mark.parametrize("without", [(), ("time",), ("hints",), ("content",), ("style",)])
def test_every_variant_has_finite_losses_of_both_sides(without: tuple[str, ...]) -> None:
    params = replace(PLAIN, without=frozenset(without))
    torch.manual_seed(0)
    one = lesson(params, Vgg(widths=(2, 2, 2, 2, 2)))
    for seed in range(3):
        assert torch.isfinite(one(np.random.default_rng(seed)))
        assert torch.isfinite(one.opponent_loss())


def test_without_a_part_a_batch_has_none_of_it() -> None:
    random = np.random.default_rng(0)
    assert (batch_of(PLAIN, random).hints > -1).any()
    assert (batch_of(replace(PLAIN, without=frozenset({"hints"})), random).hints == BLANK).all()
    assert batch_of(replace(PLAIN, without=frozenset({"time"})), random).truth.shape[1] == 1
    assert batch_of(replace(PLAIN, unrolled=0), random).truth.shape[1] == 2


def test_content_and_style_add_to_the_loss() -> None:
    torch.manual_seed(1)
    features = Vgg(widths=(8, 8, 8, 8, 8))
    plain, content, both = (
        lesson(replace(PLAIN, without=frozenset(without)), features)(np.random.default_rng(4)).item()
        for without in (("content", "style"), ("style",), ())
    )
    assert plain < content < both
    gray = replace(PLAIN, without=frozenset({"style"}), is_gray=True)
    without = replace(gray, without=frozenset({"content", "style"}))
    at = (lesson(params, features)(np.random.default_rng(4)).item() for params in (gray, without))
    assert len(set(at)) == 1, "gray pictures have no content loss"


def test_the_opponent_cannot_tell_by_frames_that_nobody_made() -> None:
    """Where the frame before was given, or blank, it is the same in the true and in the made pair."""
    one = lesson(replace(PLAIN, unrolled=0))
    one(np.random.default_rng(0))
    assert one._seen is not None
    _, true, made = one._seen
    torch.testing.assert_close(true[:, 0], made[:, 0])
    assert not torch.equal(true[:, 1], made[:, 1])


def test_frames_come_in_a_row_and_turn_at_the_ends() -> None:
    for seed in range(20):
        times = _times(3, 6, np.random.default_rng(seed))
        assert set(np.abs(np.diff(times))) == {1} and set(times) == {0, 1, 2}
    assert _times(1, 3, np.random.default_rng(0)) == [0, 0, 0]


def test_a_lesson_needs_an_example_before_its_opponent() -> None:
    with pytest.raises(RuntimeError):
        lesson(PLAIN).opponent_loss()


def train(out: Path, folder: Path, params: FitParams = QUICK, workers: int = 0) -> None:
    work = train_hinted(
        [folder], out, params, TINY, lessons=PLAIN, features="random", device="cpu", workers=workers
    )
    finish(work)


@pytest.mark.slow
def test_examples_drawn_ahead_give_the_same_weights(tmp_path: Path) -> None:
    folder, params = write_set(tmp_path / "set"), replace(QUICK, steps=4)
    train(tmp_path / "alone.safetensors", folder, params)
    train(tmp_path / "ahead.safetensors", folder, params, workers=2)
    one, other = (load_hinted(tmp_path / name).network for name in ("alone.safetensors", "ahead.safetensors"))
    for name, value in one.state_dict().items():
        torch.testing.assert_close(value, other.state_dict()[name])


def test_training_stopped_and_resumed_gives_the_weights_of_one_run(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    train(tmp_path / "whole.safetensors", folder)
    out = tmp_path / "parts.safetensors"
    running = train_hinted([folder], out, QUICK, TINY, lessons=PLAIN, features="random", device="cpu")
    while not out.exists():
        next(running)
    running.close()  # usable weights are there
    assert load_hinted(out).size == 32
    train(out, folder)
    one, other = (load_hinted(tmp_path / name).network for name in ("whole.safetensors", "parts.safetensors"))
    for own, its in zip(one.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(own, its)


def test_weights_tell_the_steps_that_were_made(tmp_path: Path) -> None:
    """Also of a run that is asked for fewer than the checkpoint has, and of one that ended before its weights."""
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    train(out, folder)
    for _ in range(2):
        out.unlink()
        train(out, folder, replace(QUICK, steps=10))
        assert load_metadata(out)["steps"] == "20"
    save_hinted(out, TINY, load_hinted(out).network.state_dict(), 32, {"steps": "10"})
    train(out, folder)
    assert load_metadata(out)["steps"] == "20"


def test_one_file_is_trained_by_one_program(tmp_path: Path) -> None:
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    with owned(out), pytest.raises(InputError, match="Another program of Shiage is writing"):
        train(out, folder)


def test_gray_pictures_without_style_need_no_features() -> None:
    assert needs_features(PLAIN) is False
    assert needs_features(replace(PLAIN, without=frozenset({"style"}))) is True
    assert needs_features(replace(PLAIN, without=frozenset({"style"}), is_gray=True)) is False


@pytest.mark.slow
def test_the_loss_falls() -> None:
    """Every patch is shown as a hint, so that all there is to learn is to copy."""
    params = replace(PLAIN, hints=(1.0,), examples=replace(EXAMPLES, turn=0, stretch=0, move=0))
    torch.manual_seed(0)
    network = Hinted(HintedParams(width=8, blocks=1))
    judge = opponent_of(network, params)
    one = HintedLesson(network, judge, None, [shot()], params)
    opponent = Opponent(judge, one.opponent_loss, 0.1)
    losses = finish(fit(network, one, replace(QUICK, steps=80), opponent=opponent))
    assert np.mean(losses[-10:]) < 0.7 * np.mean(losses[:10])


def test_bad_requests_get_a_sentence(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    with pytest.raises(InputError, match="is a folder"):
        train(tmp_path, folder)
    wrong = replace(PLAIN, without=frozenset({"everything"}))
    with pytest.raises(InputError, match="no part 'everything'"):
        finish(train_hinted([folder], tmp_path / "a", QUICK, TINY, lessons=wrong, features="random"))
    small = replace(PLAIN, examples=replace(PLAIN.examples, size=16))
    with pytest.raises(InputError, match="Parts of 16 pixels are too small to learn: give a larger --size"):
        finish(train_hinted([folder], tmp_path / "a", QUICK, TINY, lessons=small, features="random"))


def test_presets_are_the_papers_and_a_small_one() -> None:
    paper, small = (lesson_params(name, 256) for name in ("paper", "small"))
    assert (paper.hints, paper.l1, paper.style, paper.content, paper.adversarial) == ((0.01,), 10, 1000, 1, 1)
    assert paper.examples.evenness == 0 and paper.examples.size == 256
    assert (small.examples.size, small.examples.frame) == (128, 256), "crops"
    assert network_params("paper") == HintedParams(width=64, blocks=8, norm="instance", has_skips=False)
    assert lesson_params("small", 64, batch=7).batch == 7


def test_an_answer_is_snapped_to_the_codes_of_its_own_example() -> None:
    pictures = torch.tensor([[0.9, 0.1, 0.0], [-0.2, 0.0, 0.8]])[:, :, None, None].expand(2, 3, 2, 4)
    codes = torch.stack([torch.eye(3), torch.tensor([[-1.0, -1.0, -1.0], [0.0, 0.5, 1.0], [0.0, 0.5, 1.0]])])
    found = snapped(pictures, codes)
    assert found.shape == (2, 3, 2, 4)
    assert found[0, :, 1, 2].tolist() == [1, 0, 0] and found[1, :, 0, 0].tolist() == [0, 0.5, 1]


def test_what_is_fed_back_is_snapped_where_that_is_wanted() -> None:
    raw, snap = (lesson(replace(PLAIN, is_snapped=wanted)) for wanted in (False, True))
    drawn = (batch_of(PLAIN, np.random.default_rng(seed)) for seed in range(99))
    batch = next(batch for batch in drawn if batch.truth.shape[1] > 2)
    colors = {tuple(color) for color in batch.codes[0].tolist()}
    fed = snap._before(batch)[0].flatten(1).T.tolist()
    assert {tuple(color) for color in fed} <= colors
    assert not torch.equal(raw._before(batch), snap._before(batch))


@pytest.mark.parametrize(
    ("preset", "wanted", "expected"), [("small", None, True), ("paper", None, False), ("paper", True, True)]
)
def test_the_preset_says_how_it_is_fed_back(preset: str, wanted: bool | None, expected: bool) -> None:
    assert lesson_params(preset, 64, is_snapped=wanted).is_snapped is expected
