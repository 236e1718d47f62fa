"""Lessons and training of LAVC, at toy size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from shiage_engine.errors import InputError
from shiage_engine.files.saving import owned
from shiage_engine.learning import kept
from shiage_engine.learning.features import Vgg
from shiage_engine.learning.fit import FitParams, Lesson, fit
from shiage_engine.learning.tensor_files import load_metadata, load_tensors
from shiage_engine.methods.lavc.batch import Batch, BatchParams, draw_examples, frames_of
from shiage_engine.methods.lavc.lesson import (
    PARTS,
    ColorLesson,
    LessonParams,
    MatchLesson,
    TemporalLesson,
)
from shiage_engine.methods.lavc.network import ColorTransform, Judge, LavcParams
from shiage_engine.methods.lavc.places import PLACE
from shiage_engine.methods.lavc.presets import lesson_params, network_params, schedule
from shiage_engine.methods.lavc.store import ANSWER, BY_BOTH, BY_MATCH, BY_PICTURE, load_lavc
from shiage_engine.methods.lavc.temporal import TemporalConstraint, TemporalJudge
from shiage_engine.methods.lavc.train import Schedule, train_character, train_lavc
from shiage_engine.methods.pictures.examples import ExampleParams
from shiage_engine.progress import finish
from tests.engine.methods.lavc.toys import RICH, without
from tests.engine.methods.pictures.sets import shot, write_set

EXAMPLES = ExampleParams(size=32, frame=32)
LESSONS = LessonParams(BatchParams(batch=2, alone=0.5, examples=EXAMPLES), frozenset({"perceptual", "style"}))
QUICK = Schedule(match=4, colors=4, temporal=4, rate=1e-2, save_every=2)


def color_lesson(
    lessons: LessonParams, params: LavcParams = RICH, features: Vgg | None = None
) -> ColorLesson:
    torch.manual_seed(0)
    colors = ColorTransform(params)
    judge = Judge(params.width) if lessons.has_opponent else None
    return ColorLesson(colors, judge, features, [shot()], lessons)


def temporal_lesson(lessons: LessonParams, features: Vgg | None = None) -> TemporalLesson:
    torch.manual_seed(0)
    colors = ColorTransform(RICH).requires_grad_(False)
    judge = TemporalJudge(RICH.width) if lessons.has_opponent else None
    return TemporalLesson(TemporalConstraint(RICH), judge, features, [shot()], lessons, colors=colors)


def few_features() -> Vgg:
    torch.manual_seed(1)
    return Vgg(widths=(2, 2, 2, 2, 2))


@pytest.mark.parametrize(
    ("count", "expected"), [(1, {(0, 0, 0)}), (2, {(0, 1, 0)}), (3, {(0, 1, 2), (0, 1, 0), (2, 1, 2)})]
)
def test_short_shots_give_what_they_have(count: int, expected: set[tuple[int, ...]]) -> None:
    found = {
        tuple(frames_of(count, np.random.default_rng(seed), BatchParams(alone=0.5))) for seed in range(50)
    }
    assert found == expected


def test_eight_frames_in_a_row_have_their_references_at_the_ends() -> None:
    drawn = [frames_of(20, np.random.default_rng(seed), BatchParams()) for seed in range(200)]
    assert {last - first for first, _, last in drawn} == {7}
    assert {target - first for first, target, _ in drawn} == {1, 2, 3, 4, 5, 6}
    assert {first for first, _, _ in drawn} == {*range(13)}
    middle = BatchParams(is_middle=True)
    assert frames_of(8, np.random.default_rng(0), middle) == [0, 4, 7]


@pytest.mark.parametrize(
    ("count", "expected"), [(1, {(0, 0, 0)}), (2, {(0, 1, 0), (1, 0, 1)}), (3, {0, 1, 2})]
)
def test_each_reference_of_a_shot_is_the_target_of_the_others(count: int, expected: set[object]) -> None:
    params = BatchParams(is_ordered=False)
    drawn = [tuple(frames_of(count, np.random.default_rng(seed), params)) for seed in range(50)]
    if count == 3:
        assert {target for _, target, _ in drawn} == expected and all(len({*one}) == 3 for one in drawn)
    else:
        assert {*drawn} == expected


def test_a_batch_is_of_references_and_targets_in_order() -> None:
    drawn = draw_examples([shot(8)], LESSONS.batches, np.random.default_rng(0))
    batch = Batch.of(drawn, LESSONS.batches, "cpu")
    assert batch.lines.shape == (2, 3, 1, 32, 32) and batch.truth.shape == (2, 3, 3, 32, 32)
    assert batch.fields.amin() == 0 and batch.fields.amax() <= 1
    torch.testing.assert_close(batch.shares.sum(2), torch.ones(2, 3, 8, 8))
    torch.testing.assert_close(batch.weights.mean((3, 4)), torch.ones(2, 3, 1))
    torch.testing.assert_close(batch.references.colors[:, 1], batch.truth[:, 2])


@pytest.mark.parametrize("left_out", [(), *((part,) for part in PARTS)])
def test_every_variant_has_finite_losses_of_both_sides(left_out: tuple[str, ...]) -> None:
    lessons = replace(LESSONS, without=frozenset(left_out))
    params = without(RICH, *lessons.without & {"sim", "emb", "line", "distance"})
    for one in (color_lesson(lessons, params, few_features()), temporal_lesson(lessons, few_features())):
        assert torch.isfinite(one(np.random.default_rng(0)))
        if lessons.has_opponent:
            assert torch.isfinite(one.opponent_loss())


@pytest.mark.parametrize("part", ["perceptual", "style", "latent", "adversarial", "match"])
def test_each_part_adds_to_the_loss(part: str) -> None:
    full, less = (
        color_lesson(replace(LESSONS, without=frozenset(left_out)), features=few_features())
        for left_out in ((), (part,))
    )
    assert full(np.random.default_rng(0)).item() > less(np.random.default_rng(0)).item()


def test_a_lesson_needs_an_example_before_its_opponent() -> None:
    for one in (color_lesson(LESSONS), temporal_lesson(LESSONS)):
        with pytest.raises(RuntimeError):
            one.opponent_loss()


def train(out: Path, folder: Path, steps: Schedule = QUICK, lessons: LessonParams = LESSONS) -> None:
    finish(train_lavc([folder], out, steps, RICH, lessons, features="random", device="cpu"))


def test_training_stopped_anywhere_and_resumed_gives_the_weights_of_one_run(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    train(tmp_path / "whole.safetensors", folder)
    out = tmp_path / "parts.safetensors"
    answers = []
    for stage in ("match", "colors", "temporal"):
        running = train_lavc([folder], out, QUICK, RICH, LESSONS, features="random", device="cpu")
        while stage not in _steps(out):
            next(running)
        running.close()
        trained = load_lavc(out)  # usable weights are there
        answers.append((trained.answer, trained.temporal is not None))
    assert answers == [(BY_MATCH, False), (BY_BOTH, False), (BY_BOTH, True)]
    train(out, folder)
    assert _steps(out) == {"match": 4, "colors": 4, "temporal": 4}
    one, other = (load_lavc(tmp_path / name) for name in ("whole.safetensors", "parts.safetensors"))
    for own, its in ((one.colors, other.colors), (one.temporal, other.temporal)):
        assert own is not None and its is not None
        for value, expected in zip(own.parameters(), its.parameters(), strict=True):
            torch.testing.assert_close(value, expected)


def test_a_run_that_has_nothing_to_do_leaves_the_best_weights(tmp_path: Path) -> None:
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    train(out, folder)
    before, notes = load_tensors(out)
    for is_lost in (False, True):  # the last run may have ended between the checkpoint and the weights
        if is_lost:
            out.unlink()
        train(out, folder)
        after, its = load_tensors(out)
        assert its == notes and after.keys() == before.keys()
        assert all(torch.equal(value, before[name]) for name, value in after.items())


def test_a_schedule_may_leave_stages_out(tmp_path: Path) -> None:
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    train(out, folder, replace(QUICK, match=0, temporal=0))
    assert _steps(out) == {"colors": 4} and load_lavc(out).temporal is None


@pytest.mark.parametrize("part", ["match", "sim"])
def test_what_did_not_learn_to_match_answers_by_its_picture(tmp_path: Path, part: str) -> None:
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    lessons = replace(LESSONS, without=LESSONS.without | {part})
    train(out, folder, Schedule(match=0, colors=2, temporal=0), lessons)
    assert load_metadata(out)[ANSWER] == BY_PICTURE


def test_one_file_is_trained_by_one_program(tmp_path: Path) -> None:
    folder, out = write_set(tmp_path / "set"), tmp_path / "one.safetensors"
    with owned(out), pytest.raises(InputError, match="Another program of Shiage is writing"):
        train(out, folder)


def test_bad_requests_get_a_sentence(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    with pytest.raises(InputError, match="is a folder"):
        train(tmp_path, folder)
    with pytest.raises(InputError, match="no part 'everything'"):
        train(tmp_path / "a", folder, lessons=replace(LESSONS, without=frozenset({"everything"})))
    with pytest.raises(InputError, match="Spectral norm can be on"):
        train(tmp_path / "a", folder, replace(QUICK, spectral="some"))


def test_a_character_is_learned_from_what_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From general weights, then from its own; with other shots anew from there."""
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(PLACE, "shipped", tmp_path / "none")
    folder, other = write_set(tmp_path / "set"), write_set(tmp_path / "other", frames=3)

    def learn(folder: Path, colors: int, temporal: int = 4) -> dict[str, torch.Tensor]:
        work = train_character(
            [folder],
            "Yuki",
            replace(QUICK, match=0, colors=colors, temporal=temporal),
            lambda _: LESSONS,
            features="random",
            device="cpu",
        )
        finish(work)
        return dict(load_tensors(kept.path_of("lavc", "Yuki"))[0])

    with pytest.raises(InputError, match="no weights of LAVC yet"):
        learn(folder, 4)
    train(PLACE.trained(), folder)
    general = load_tensors(PLACE.trained())[0]
    assert load_metadata(PLACE.trained())[ANSWER] == BY_BOTH
    first = learn(folder, 4)
    assert load_metadata(kept.path_of("lavc", "Yuki"))[ANSWER] == BY_BOTH, "as of what it went on from"
    assert not torch.equal(first["colors.color.0.weight"], general["colors.color.0.weight"])
    (about,) = kept.of_character("Yuki")
    assert (about.method, about.steps, about.shots) == ("lavc", 8, ("1 of set",))
    again = learn(folder, 4)  # nothing is left to do
    assert all(torch.equal(value, first[name]) for name, value in again.items())
    learn(other, 2)
    (about,) = kept.of_character("Yuki")
    assert (about.steps, about.shots) == (6, ("1 of other",))
    before, after = load_tensors(kept.path_of("lavc", "Yuki"))[0], learn(folder, 2, temporal=0)
    refining = [name for name in before if name.startswith("temporal.")]
    assert refining and all(torch.equal(before[name], after[name]) for name in refining)


def test_colors_learned_from_a_match_alone_are_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    folder = write_set(tmp_path / "set")
    train(PLACE.trained(), folder, Schedule(match=2, colors=0, temporal=0))
    assert load_metadata(PLACE.trained())[ANSWER] == BY_MATCH
    schedule = replace(QUICK, match=0, colors=2, temporal=0)
    finish(train_character([folder], "Yuki", schedule, lambda _: LESSONS, features="random", device="cpu"))
    assert load_metadata(kept.path_of("lavc", "Yuki"))[ANSWER] == BY_BOTH


def _steps(out: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(load_metadata(out)["stages"]) if out.exists() else {}
    return found


def test_presets_are_the_papers_and_a_small_one() -> None:
    paper, small = (lesson_params(name, 256) for name in ("paper", "small"))
    weights = (paper.l1, paper.perceptual, paper.style, paper.latent, paper.adversarial)
    assert weights == (10, 1, 1000, 1, 1)
    assert "match" in paper.without and not small.without
    assert (paper.batches.batch, paper.batches.window, paper.batches.alone) == (4, 8, 0)
    assert paper.batches.examples.evenness == 0 and small.batches.examples.evenness > 0
    assert network_params("paper") == LavcParams()
    assert network_params("small", frozenset({"line", "style"})).without == {"line"}
    assert lesson_params("small", 64, batch=7).batches.batch == 7


def test_schedules_are_of_what_there_is_to_learn() -> None:
    assert schedule("paper", 400).steps == {"match": 0, "colors": 400, "temporal": 100}
    assert schedule("paper", 400).rate == 1e-4
    assert schedule("small", 400, match=9, temporal=8).steps == {"match": 9, "colors": 400, "temporal": 8}
    assert schedule("small", 400, without=frozenset({"temporal", "match"})).steps["temporal"] == 0
    assert schedule("small", 400, without=frozenset({"sim"})).steps["match"] == 0
    params = schedule("paper", 400).fit_params(400)
    assert (params.rate, params.betas) == (1e-4, (0.5, 0.999))


FIT = FitParams(60, rate=1e-2, warm_up=2, decay=0.0, longest=100.0, average=0.9)


def falls(network: nn.Module, lesson: Lesson) -> bool:
    """Is the loss on the same examples smaller once the network is trained?"""
    losses = []
    for is_trained in (False, True):
        if is_trained:
            finish(fit(network, lesson, FIT))
        with torch.no_grad():
            losses.append(np.mean([lesson(np.random.default_rng(seed)).item() for seed in range(8)]))
    return bool(losses[1] < 0.95 * losses[0])


@pytest.mark.slow
def test_the_loss_of_every_stage_falls() -> None:
    still = replace(EXAMPLES, turn=0, stretch=0, move=0)
    # Without opponents: of two that learn, neither one's loss has to fall.
    without = LESSONS.without | {"adversarial"}
    lessons = replace(LESSONS, batches=replace(LESSONS.batches, examples=still), without=without)
    params = replace(RICH, width=8)
    torch.manual_seed(0)
    colors, refining = ColorTransform(params), TemporalConstraint(replace(params, has_copy=False))
    assert falls(colors.places, MatchLesson(colors.places, [shot()], lessons))
    assert falls(colors, ColorLesson(colors, Judge(8), None, [shot()], lessons))
    two = TemporalLesson(refining, TemporalJudge(8), None, [shot()], lessons, colors=colors)
    assert falls(refining, two)
