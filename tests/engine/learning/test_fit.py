"""The training loop on a line through points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from shiage_engine.errors import InputError
from shiage_engine.learning.fit import FitParams, fit
from shiage_engine.progress import finish

QUICK = FitParams(steps=60, rate=0.3, warm_up=5, longest=10.0, save_every=20, average=0.9)


def straight(seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return nn.Linear(2, 1)


def points(network: nn.Module) -> Callable[[np.random.Generator], Tensor]:
    """Lessons of y = 3 a - 2 b."""

    def lesson(random: np.random.Generator) -> Tensor:
        at = torch.from_numpy(random.normal(size=(16, 2)).astype(np.float32))
        truth = 3 * at[:, :1] - 2 * at[:, 1:]
        return ((network(at) - truth) ** 2).mean()

    return lesson


def weights(network: nn.Module) -> list[np.ndarray]:
    return [value.detach().numpy().copy() for value in network.parameters()]


@pytest.mark.slow
def test_the_loss_falls() -> None:
    network = straight()
    losses = finish(fit(network, points(network), QUICK))
    assert len(losses) == 60
    assert np.mean(losses[-5:]) < 0.2 * np.mean(losses[:5])
    assert not network.training


@pytest.mark.slow
def test_stopped_and_resumed_is_one_run(tmp_path: Path) -> None:
    whole, parts = straight(), straight()
    finish(fit(whole, points(whole), QUICK))
    checkpoint = tmp_path / "checkpoint.safetensors"
    running = fit(parts, points(parts), QUICK, checkpoint)
    for _ in range(33):  # past the step that is saved, short of the next
        next(running)
    running.close()
    resumed = straight(seed=9)
    losses = finish(fit(resumed, points(resumed), QUICK, checkpoint))
    assert len(losses) == 40
    for one, other in zip(weights(whole), weights(resumed), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)


def test_a_finished_run_has_nothing_left_to_do(tmp_path: Path) -> None:
    network, again = straight(), straight(seed=9)
    checkpoint = tmp_path / "checkpoint.safetensors"
    finish(fit(network, points(network), QUICK, checkpoint))
    assert finish(fit(again, points(again), QUICK, checkpoint)) == []
    for one, other in zip(weights(network), weights(again), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_loss_that_is_no_number_stops_with_a_sentence(tmp_path: Path) -> None:
    network = straight()
    steps = iter(range(100))

    def lesson(random: np.random.Generator) -> Tensor:
        bad = float("nan") if next(steps) == 25 else 1.0
        return (network(torch.ones(1, 2)) * bad).sum()

    with pytest.raises(InputError, match="step 26"):
        finish(fit(network, lesson, QUICK, tmp_path / "checkpoint.safetensors"))
    assert all(np.isfinite(values).all() for values in weights(network))
    assert (tmp_path / "checkpoint.safetensors").exists()


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    network, other = straight(), nn.Linear(3, 2)
    checkpoint = tmp_path / "checkpoint.safetensors"
    finish(fit(network, points(network), QUICK, checkpoint))
    with pytest.raises(InputError, match="no checkpoint of this training"):
        finish(fit(other, points(other), QUICK, checkpoint))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_run_on_a_gpu_can_be_resumed(tmp_path: Path) -> None:
    network = straight().to("cuda")

    def lesson(random: np.random.Generator) -> Tensor:
        return (network(torch.ones(1, 2, device="cuda")) ** 2).sum()

    checkpoint = tmp_path / "checkpoint.safetensors"
    finish(fit(network, lesson, replace(QUICK, steps=20), checkpoint))
    assert len(finish(fit(network, lesson, replace(QUICK, steps=25), checkpoint))) == 5
