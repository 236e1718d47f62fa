"""Lessons, training and weights of the attention-aware network, at toy size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning.features import Vgg
from shiage_engine.learning.fit import FitParams, Opponent, fit
from shiage_engine.learning.tensor_files import load_metadata, load_tensors, save_tensors
from shiage_engine.methods.attention.bending import CORNERS, bend, bending, spline
from shiage_engine.methods.attention.lesson import (
    PARTS,
    AttentionLesson,
    Batch,
    LessonParams,
    draw_examples,
    places_of,
    triplet,
)
from shiage_engine.methods.attention.network import Attended, AttentionAware, AttentionParams, Judge
from shiage_engine.methods.attention.presets import fit_params, lesson_params, network_params
from shiage_engine.methods.attention.store import load_attention, save_attention
from shiage_engine.methods.attention.train import train_attention
from shiage_engine.methods.pictures.examples import ExampleParams
from shiage_engine.progress import finish
from tests.engine.methods.attention.toys import PLAIN, RICH, inputs
from tests.engine.methods.pictures.sets import shot, write_set

EXAMPLES = ExampleParams(size=64, frame=64)
LESSONS = LessonParams(2, frozenset({"perceptual", "style"}), examples=EXAMPLES)
QUICK = replace(fit_params("small", 4, 1e-2), warm_up=2, save_every=2)


def lesson(
    params: LessonParams, sizes: AttentionParams = RICH, features: Vgg | None = None
) -> AttentionLesson:
    torch.manual_seed(0)
    network = AttentionAware(sizes)
    judge = Judge(sizes.judge) if params.has_opponent else None
    return AttentionLesson(network, judge, features, [shot()], params)


def test_a_spline_goes_through_its_points_and_is_smooth_between() -> None:
    """Points that all move alike move the whole plane so."""
    points = np.concatenate([CORNERS, [[0.3, 0.3], [0.6, 0.6]]])
    moved = spline(points, points + np.array([0.1, -0.2]), (4, 8))
    assert moved.shape == (4, 8, 2)
    np.testing.assert_allclose(moved[1, 2], [(2.5 / 8) + 0.1, (1.5 / 4) - 0.2])
    target = points.copy()
    target[4] = [0.5, 0.5]
    fine = spline(points, target, (1000, 1000))
    np.testing.assert_allclose(fine[300, 300], [0.5, 0.5], atol=2e-3)
    np.testing.assert_allclose(fine[0, 999], [1, 0], atol=2e-3)


def test_a_bent_picture_is_made_of_the_pixels_it_says() -> None:
    plane = np.random.default_rng(0).integers(0, 9, (48, 64)).astype(np.uint8)
    sources = bending(plane.shape, np.random.default_rng(1))
    bent = bend(plane, sources)
    assert bent.shape == plane.shape and (bent != plane).any()
    x, y = (
        np.clip(np.rint(sources[..., axis]).astype(int), 0, plane.shape[1 - axis] - 1) for axis in range(2)
    )
    assert (bent == plane[y, x]).mean() > 0.98  # but for ties


def test_places_know_where_they_come_from() -> None:
    y, x = np.mgrid[:32, :48].astype(np.float32)
    assert places_of(np.stack([x, y], 2), 16).tolist() == [0, 1, 2, 3, 4, 5]
    assert places_of(np.stack([x + 16, y], 2), 16).tolist() == [1, 2, 2, 4, 5, 5]


def test_the_triplet_loss_wants_each_place_nearer_to_its_own_by_a_margin() -> None:
    keys = 10 * torch.eye(2)[None]
    sources = torch.tensor([[0, 1]])
    near = triplet(Attended(keys, keys), sources, np.random.default_rng(0)).item()
    assert near == 0  # 100 / sqrt(2) against 0
    swapped = triplet(Attended(keys, keys), torch.tensor([[1, 0]]), np.random.default_rng(0)).item()
    assert swapped == pytest.approx(12 + 100 / 2**0.5)
    other = triplet(Attended(keys, keys), torch.tensor([[-1, -1]]), np.random.default_rng(0)).item()
    assert other == 0


@pytest.mark.parametrize("without", [(), *((part,) for part in PARTS)])
def test_every_variant_has_finite_losses_of_both_sides(without: tuple[str, ...]) -> None:
    params = replace(LESSONS, without=frozenset(without), bent=0.5)
    torch.manual_seed(1)
    features = Vgg(widths=(2, 2, 2, 2, 2))
    one = lesson(params, replace(RICH, without=params.without & {"ca", "sga"}), features)
    for seed in range(2):
        assert torch.isfinite(one(np.random.default_rng(seed)))
        if params.has_opponent:
            assert torch.isfinite(one.opponent_loss())


def test_a_reference_is_the_truth_bent_or_another_frame() -> None:
    bent, other = (
        Batch.of(draw_examples([shot()], params, np.random.default_rng(0), side=PLAIN.fold), params, "cpu")
        for params in (replace(LESSONS, bent=share) for share in (1.0, 0.0))
    )
    assert (bent.sources >= 0).all() and (other.sources == -1).all()
    for batch in (bent, other):
        assert batch.references.shape == (2, 1, 3, 64, 64)
        assert not torch.equal(batch.references[:, 0], batch.truth)


def test_a_lesson_needs_an_example_before_its_opponent() -> None:
    with pytest.raises(RuntimeError):
        lesson(LESSONS).opponent_loss()


def train(out: Path, folder: Path, params: FitParams = QUICK, lessons: LessonParams = LESSONS) -> None:
    finish(train_attention([folder], out, params, PLAIN, lessons, features="random", device="cpu"))


def test_training_stopped_and_resumed_gives_the_weights_of_one_run(tmp_path: Path) -> None:
    """Of batch norm too, whose running means are averaged with the weights."""
    folder = write_set(tmp_path / "set")
    train(tmp_path / "whole.safetensors", folder)
    out = tmp_path / "parts.safetensors"
    running = train_attention([folder], out, QUICK, PLAIN, LESSONS, features="random", device="cpu")
    while not out.exists():
        next(running)
    running.close()  # usable weights are there
    assert load_attention(out).size == 64
    train(out, folder)
    out.unlink()
    train(out, folder)  # the last run may have ended between the checkpoint and the weights
    assert load_metadata(out)["steps"] == "4"
    one, other = (
        load_attention(tmp_path / name).network for name in ("whole.safetensors", "parts.safetensors")
    )
    for name, value in one.state_dict().items():
        torch.testing.assert_close(other.state_dict()[name], value)


def test_bad_requests_get_a_sentence(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    with pytest.raises(InputError, match="is a folder"):
        train(tmp_path, folder)
    with pytest.raises(InputError, match="no part 'everything'"):
        train(tmp_path / "a", folder, lessons=replace(LESSONS, without=frozenset({"everything"})))
    small = replace(LESSONS, examples=ExampleParams(size=32, frame=32))
    with pytest.raises(InputError, match="needs frames of 64 pixels or more"):
        train(tmp_path / "a", folder, lessons=small)


def test_presets_are_the_papers_and_a_small_one() -> None:
    paper, small = (lesson_params(name, 256) for name in ("paper", "small"))
    assert (paper.l1, paper.perceptual, paper.style, paper.adversarial) == (30, 0.01, 50, 1)
    assert (paper.batch, paper.bent, paper.examples.evenness) == (16, 1, 0)
    assert 0 < small.bent < 1 and small.examples.evenness > 0
    assert network_params("paper") == AttentionParams()
    assert network_params("small", frozenset({"ca", "style"})).without == {"ca"}
    assert lesson_params("small", 64, batch=7).batch == 7
    assert (fit_params("paper", 9).rate, fit_params("paper", 9).betas) == (1e-4, (0.5, 0.999))


@pytest.mark.slow
def test_the_loss_falls() -> None:
    """On one example, over and over."""
    torch.manual_seed(0)
    network, judge = AttentionAware(RICH), Judge(RICH.judge)
    one = AttentionLesson(network, judge, None, [shot()], LESSONS)
    opponent = Opponent(judge, one.opponent_loss, 0.1)
    work = fit(network, lambda _: one(np.random.default_rng(0)), replace(QUICK, steps=40), opponent=opponent)
    losses = finish(work)
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])


def saved(path: Path, params: AttentionParams = PLAIN) -> AttentionAware:
    torch.manual_seed(0)
    network = AttentionAware(params)
    save_attention(path, params, network.state_dict(), 64, {})
    return network.eval()


@pytest.mark.parametrize("params", [PLAIN, RICH, replace(PLAIN, without=frozenset({"ca", "sga"}))])
def test_what_is_saved_is_loaded(tmp_path: Path, params: AttentionParams) -> None:
    path = tmp_path / "attention.safetensors"
    network = saved(path, params)
    trained = load_attention(path)
    assert trained.size == 64 and trained.network.params == params
    given = inputs(1, 32, 32)
    torch.testing.assert_close(trained.network(*given).picture, network(*given).picture, atol=2e-2, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"sizes": "{}"},
        {"sizes": "[" * 10_000},
        {"size": "0"},
        *(
            {"sizes": json.dumps({**json.loads(json.dumps(vars(PLAIN), default=sorted)), **change})}
            for change in (
                {"widths": [8, 8, 8, 8, 8]},
                {"widths": [4] * 9},
                {"widths": [1 << 20]},
                {"blocks": 0},
                {"judge": True},
                {"norm": "none"},
                {"without": ["everything"]},
            )
        ),
    ],
)
def test_files_of_another_making_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    path = tmp_path / "attention.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    save_tensors(path, tensors, metadata | changes)
    with pytest.raises(InputError, match="holds no weights of this version's attention-aware network"):
        load_attention(path)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "attention.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    tensors["decoder.tell.bias"][0] = float("nan")
    save_tensors(path, tensors, metadata)
    with pytest.raises(InputError, match="no numbers"):
        load_attention(path)
