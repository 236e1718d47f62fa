"""The training loop on a line through points."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from shiage_engine.errors import InputError
from shiage_engine.learning.fit import FitParams, Opponent, fit
from shiage_engine.learning.losses import LOG
from shiage_engine.learning.tensor_files import load_tensors
from shiage_engine.progress import Progress, finish

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


class Duel:
    """A network that has to answer 2, told only by an opponent which number is true."""

    def __init__(self, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self.network, self.judge = nn.Linear(1, 1), nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
        self.opponent = Opponent(self.judge, self.opponent_loss, rate=0.5)
        self.bad_from = 1 << 30  # lessons
        self._lessons = 0

    def lesson(self, random: np.random.Generator) -> Tensor:
        self._lessons += 1
        self._true = torch.from_numpy(2 + 0.1 * random.normal(size=(16, 1)).astype(np.float32))
        self._made = self.network(torch.from_numpy(random.normal(size=(16, 1)).astype(np.float32)))
        return LOG.fooled(self.judge(self._made))

    def opponent_loss(self) -> Tensor:
        bad = float("nan") if self._lessons > self.bad_from else 1.0
        return bad * LOG.opponent(self.judge(self._true), self.judge(self._made.detach()))

    def fit(
        self, params: FitParams, checkpoint: Path | None = None
    ) -> Generator[Progress, None, list[float]]:
        return fit(self.network, self.lesson, params, checkpoint, opponent=self.opponent)


LONG = replace(QUICK, rate=0.02, steps=60, decay=0.0, betas=(0.5, 0.999))


def test_a_network_learns_from_its_opponent_alone() -> None:
    duel = Duel()
    with torch.no_grad():
        before = duel.network(torch.zeros(1, 1)).item()
    finish(duel.fit(replace(LONG, steps=200)))
    with torch.no_grad():
        after = duel.network(torch.zeros(1, 1)).item()
    assert abs(after - 2) < 0.5 * abs(before - 2)
    assert not duel.judge.training


def test_a_duel_that_was_stopped_and_resumed_is_one_run(tmp_path: Path) -> None:
    whole, parts, resumed = Duel(), Duel(), Duel(seed=9)
    finish(whole.fit(LONG))
    checkpoint = tmp_path / "checkpoint.safetensors"
    running = parts.fit(LONG, checkpoint)
    for _ in range(33):
        next(running)
    running.close()
    assert len(finish(resumed.fit(LONG, checkpoint))) == 40
    for one, other in ((whole.network, resumed.network), (whole.judge, resumed.judge)):
        for own, its in zip(weights(one), weights(other), strict=True):
            np.testing.assert_allclose(own, its, rtol=1e-5)


def test_a_network_goes_on_from_no_checkpoint_that_lacks_its_opponent(tmp_path: Path) -> None:
    alone, duel = Duel(), Duel()
    checkpoint = tmp_path / "checkpoint.safetensors"
    finish(fit(alone.network, alone.lesson, LONG, checkpoint))
    with pytest.raises(InputError, match="no checkpoint of this training"):
        finish(duel.fit(LONG, checkpoint))


def test_an_opponents_loss_that_is_no_number_stops_with_a_sentence(tmp_path: Path) -> None:
    duel = Duel()
    duel.bad_from = 25
    with pytest.raises(InputError, match="step 26: the opponent's loss"):
        finish(duel.fit(LONG, tmp_path / "checkpoint.safetensors"))
    assert (tmp_path / "checkpoint.safetensors").exists()


def test_running_means_of_batch_norm_belong_to_the_averaged_weights(tmp_path: Path) -> None:
    """The mean of the data is 5 from the first step on, so the average of the running mean ends near it, below it."""
    network = nn.Sequential(nn.BatchNorm1d(1), nn.Linear(1, 1))
    kept: dict[str, Tensor] = {}

    def lesson(random: np.random.Generator) -> Tensor:
        at = torch.from_numpy(5 + random.normal(size=(64, 1)).astype(np.float32))
        return (network(at) ** 2).mean()

    def keep(average: Mapping[str, Tensor], _: int) -> None:
        kept.update({name: value.clone() for name, value in average.items()})

    checkpoint = tmp_path / "checkpoint.safetensors"
    finish(fit(network, lesson, QUICK, checkpoint, keep))
    last = load_tensors(checkpoint)[0]["network.0.running_mean"].item()
    averaged = kept["0.running_mean"].item()
    assert 3 < averaged < last < 5.1
    assert network.state_dict()["0.running_mean"].item() == averaged
