"""The training loop of all methods: it can be resumed at any saved step, and a seed gives the same result.

A network may be trained against an opponent, which learns to tell what it makes from the truth: both take a step on
each example, each with an optimizer of its own, and one checkpoint holds both.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InputError
from ..progress import Progress
from .tensor_files import check_types, load_tensors, save_tensors, under

SAVED = (torch.float32, torch.int64)  # types in a checkpoint; buffers may count
MARK = "training"  # in the metadata of a checkpoint
Lesson = Callable[[np.random.Generator], Tensor]  # draws a batch and returns its loss
# Saves the moving average of weights and buffers, by their names in the network; given the steps done.
Keep = Callable[[Mapping[str, Tensor], int], None]


@dataclass(frozen=True)
class FitParams:
    """How to train."""

    steps: int
    seed: int = 0
    rate: float = 1e-3  # learning rate: warmed up, then half a cosine down to the share `last_rate` of it
    last_rate: float = 0.01
    warm_up: int = 200  # steps
    betas: tuple[float, float] = (0.9, 0.999)  # of Adam
    decay: float = 0.02  # weight decay
    longest: float = 1.0  # norm that gradients are clipped to
    average: float = 0.999  # decay of the moving average of weights, which is the result
    save_every: int = 500  # steps


@dataclass(frozen=True)
class Opponent:
    """A network that another one is trained against."""

    network: nn.Module
    loss: Callable[[], Tensor]  # its own loss on the example that the lesson drew last
    rate: float = 1.0  # its learning rate, as a share of the other network's


class _Side(NamedTuple):
    """One of the networks that are trained together."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    rate: float  # share of the learning rate
    prefix: str  # of its tensors in the checkpoint


@dataclass(frozen=True)
class Training:
    """The outcome of training."""

    steps: int  # of this run
    loss: float  # mean over the last `save_every` steps

    @classmethod
    def of(cls, losses: Sequence[float], params: FitParams) -> Training:
        """`losses`: of this run's steps, as `fit` returns them."""
        recent = losses[-params.save_every :]
        return cls(len(losses), float(np.mean(recent)) if recent else float("nan"))


def fit(
    network: nn.Module,
    lesson: Lesson,
    params: FitParams,
    checkpoint: Path | None = None,
    keep: Keep | None = None,
    *,
    opponent: Opponent | None = None,
    mark: str = "",
) -> Generator[Progress, None, list[float]]:
    """Train a network in place; it ends with the moving average of its weights. Returns its losses by step.

    Goes on from the file `checkpoint` where it exists, and saves to it, atomically, every `save_every` steps and at
    the end; then `keep` is called too. `mark` is written into the checkpoint: what training it is of. Training may be
    given up after any step. Raises InputError where the loss of either side is not finite.
    """
    sides = [_side(network, params)]
    if opponent is not None:
        sides.append(_side(opponent.network, params, opponent.rate, "opponent."))
    average = {name: value.detach().clone() for name, value in _state(network).items()}
    done = 0
    if checkpoint is not None and checkpoint.exists():
        done = _restore(checkpoint, sides, average)
    losses: list[float] = []
    note = "Training"
    for side in sides:
        side.network.train()
    for step in range(done, params.steps):
        losses.append(_step(sides, lesson, opponent, params, step))
        _update_average(average, network, min(params.average, (step + 1) / (step + 10)))
        if (step + 1) % params.save_every == 0 or step + 1 == params.steps:
            if checkpoint is not None:
                _save(checkpoint, sides, average, {MARK: mark, "step": str(step + 1)})
            if keep is not None:
                keep(average, step + 1)
        if (step + 1) % params.save_every == 0:  # not at every step: the console prints each new note
            note = f"Step {step + 1} of {params.steps}, loss {np.mean(losses[-params.save_every :]):.4f}"
        yield Progress((step + 1) / params.steps, note)
    with torch.no_grad():
        for name, value in _state(network).items():
            value.copy_(average[name])
    for side in sides:
        side.network.eval()
    return losses


def random_of(seed: int, step: int) -> np.random.Generator:
    """What the lesson of a step is drawn by."""
    return np.random.default_rng([seed, step])


def step_of(random: np.random.Generator) -> tuple[int, int]:
    """The seed and the step that `random_of` made a generator for."""
    seed, step = random.bit_generator.seed_seq.entropy  # type: ignore[attr-defined] # numpy has no types for it
    return seed, step


def _side(network: nn.Module, params: FitParams, rate: float = 1.0, prefix: str = "") -> _Side:
    optimizer = torch.optim.AdamW(
        network.parameters(), params.rate * rate, betas=params.betas, weight_decay=params.decay
    )
    return _Side(network, optimizer, rate, prefix)


def _state(network: nn.Module) -> dict[str, Tensor]:
    """What is averaged: parameters, and buffers as the running means of batch norm, but for whole numbers."""
    return {name: value for name, value in network.state_dict().items() if value.is_floating_point()}


def _step(
    sides: Sequence[_Side], lesson: Lesson, opponent: Opponent | None, params: FitParams, step: int
) -> float:
    """One step of each side; returns the loss of the first."""
    for side in sides:
        for group in side.optimizer.param_groups:
            group["lr"] = side.rate * _rate(params, step)
    if opponent is not None:
        opponent.network.requires_grad_(False)  # it is looked through, not trained, by the other's loss
    loss = lesson(random_of(params.seed, step))
    _update(sides[0], loss, params, step)
    if opponent is not None:
        opponent.network.requires_grad_(True)
        _update(sides[1], opponent.loss(), params, step)
    return loss.item()


def _rate(params: FitParams, step: int) -> float:
    warm = min(1.0, (step + 1) / params.warm_up)
    falling = 0.5 + 0.5 * cos(pi * step / params.steps)
    return params.rate * warm * (params.last_rate + (1 - params.last_rate) * falling)


def _update(side: _Side, loss: Tensor, params: FitParams, step: int) -> None:
    if not torch.isfinite(loss):
        who = "the opponent's loss" if side.prefix else "the loss"
        raise InputError(
            f"Training stopped at step {step + 1}: {who} is not finite. The checkpoint holds the last "
            "saved step: go on from it with a lower learning rate."
        )
    side.optimizer.zero_grad()
    torch.autograd.backward(loss)
    norm = nn.utils.clip_grad_norm_(side.network.parameters(), params.longest)
    if torch.isfinite(norm):  # an odd batch may have no finite gradient
        side.optimizer.step()


def _update_average(average: dict[str, Tensor], network: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for name, value in _state(network).items():
            average[name].lerp_(value, 1 - keep)


def _save(path: Path, sides: Sequence[_Side], average: dict[str, Tensor], notes: Mapping[str, str]) -> None:
    tensors = {f"average.{name}": value for name, value in average.items()}
    for network, optimizer, _, prefix in sides:
        tensors |= {f"{prefix}network.{name}": value for name, value in network.state_dict().items()}
        for name, value in network.named_parameters():
            for key, part in optimizer.state.get(value, {}).items():
                tensors[f"{prefix}optimizer.{key}.{name}"] = part
    save_tensors(path, tensors, notes)


def _restore(path: Path, sides: Sequence[_Side], average: dict[str, Tensor]) -> int:
    """Restore a checkpoint; returns the steps done. Raises InputError where it is of another training."""
    tensors, metadata = load_tensors(path)
    try:
        check_types(tensors, SAVED)
        for side in sides:
            _restore_side(side, under(side.prefix, tensors))
        own = _state(sides[0].network)  # earlier versions averaged no buffers
        for name, value in average.items():
            value.copy_(tensors.get(f"average.{name}", own[name]))
        return int(metadata["step"])
    except (KeyError, RuntimeError, ValueError) as error:
        raise InputError(
            f"{path} is no checkpoint of this training: choose another file for it, or remove it."
        ) from error


def _restore_side(side: _Side, tensors: Mapping[str, Tensor]) -> None:
    side.network.load_state_dict(under("network.", tensors))
    for name, value in side.network.named_parameters():
        moments = {
            key: tensors[f"optimizer.{key}.{name}"].to(value.device) for key in ("exp_avg", "exp_avg_sq")
        }
        # AdamW keeps its step on the CPU.
        side.optimizer.state[value] = {"step": tensors[f"optimizer.step.{name}"], **moments}
