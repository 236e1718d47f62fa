"""The training loop of all methods: it can be resumed at any saved step, and a seed gives the same result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import InputError
from ..progress import Progress
from .tensor_files import load_tensors, save_tensors, under

Lesson = Callable[[np.random.Generator], Tensor]  # draws a batch and returns its loss
Keep = Callable[
    [Mapping[str, Tensor], int], None
]  # saves the moving average of weights; given the steps done


@dataclass(frozen=True)
class FitParams:
    """How to train."""

    steps: int
    seed: int = 0
    rate: float = 1e-3  # learning rate: warmed up, then half a cosine down to a hundredth
    warm_up: int = 200  # steps
    decay: float = 0.02  # weight decay
    longest: float = 1.0  # norm that gradients are clipped to
    average: float = 0.999  # decay of the moving average of weights, which is the result
    save_every: int = 500  # steps


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
) -> Generator[Progress, None, list[float]]:
    """Train a network in place; it ends with the moving average of its weights. Returns the losses by step.

    Goes on from the file `checkpoint` where it exists, and saves to it, atomically, every `save_every` steps and at
    the end; then `keep` is called too. Training may be given up after any step. Raises InputError where the loss is
    not finite.
    """
    optimizer = torch.optim.AdamW(network.parameters(), params.rate, weight_decay=params.decay)
    average = {name: value.detach().clone() for name, value in network.named_parameters()}
    done = 0
    if checkpoint is not None and checkpoint.exists():
        done = _restore(checkpoint, network, optimizer, average)
    losses: list[float] = []
    note = "Training"
    network.train()
    for step in range(done, params.steps):
        for group in optimizer.param_groups:
            group["lr"] = _rate(params, step)
        loss = lesson(np.random.default_rng([params.seed, step]))
        _update(network, optimizer, loss, params, step)
        _update_average(average, network, min(params.average, (step + 1) / (step + 10)))
        losses.append(loss.item())
        if (step + 1) % params.save_every == 0 or step + 1 == params.steps:
            if checkpoint is not None:
                _save(checkpoint, network, optimizer, average, step + 1)
            if keep is not None:
                keep(average, step + 1)
        if (step + 1) % params.save_every == 0:  # not at every step: the console prints each new note
            note = f"Step {step + 1} of {params.steps}, loss {np.mean(losses[-params.save_every :]):.4f}"
        yield Progress((step + 1) / params.steps, note)
    with torch.no_grad():
        for name, value in network.named_parameters():
            value.copy_(average[name])
    network.eval()
    return losses


def _rate(params: FitParams, step: int) -> float:
    warm = min(1.0, (step + 1) / params.warm_up)
    return params.rate * warm * (0.01 + 0.99 * (0.5 + 0.5 * cos(pi * step / params.steps)))


def _update(
    network: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, params: FitParams, step: int
) -> None:
    if not torch.isfinite(loss):
        raise InputError(
            f"Training stopped at step {step + 1}: the loss is not finite. The checkpoint holds the last "
            "saved step: go on from it with a lower learning rate."
        )
    optimizer.zero_grad()
    torch.autograd.backward(loss)
    norm = nn.utils.clip_grad_norm_(network.parameters(), params.longest)
    if torch.isfinite(norm):  # an odd batch may have no finite gradient
        optimizer.step()


def _update_average(average: dict[str, Tensor], network: nn.Module, keep: float) -> None:
    with torch.no_grad():
        for name, value in network.named_parameters():
            average[name].lerp_(value, 1 - keep)


def _save(
    path: Path, network: nn.Module, optimizer: torch.optim.Optimizer, average: dict[str, Tensor], step: int
) -> None:
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"average.{name}": value for name, value in average.items()}
    for name, value in network.named_parameters():
        for key, part in optimizer.state.get(value, {}).items():
            tensors[f"optimizer.{key}.{name}"] = part
    save_tensors(path, tensors, {"step": str(step)})


def _restore(
    path: Path, network: nn.Module, optimizer: torch.optim.Optimizer, average: dict[str, Tensor]
) -> int:
    """Restore a checkpoint; returns the steps done. Raises InputError where it is of another network."""
    tensors, metadata = load_tensors(path)
    try:
        network.load_state_dict(under("network.", tensors))
        for name, value in network.named_parameters():
            average[name].copy_(tensors[f"average.{name}"])
            moments = {
                key: tensors[f"optimizer.{key}.{name}"].to(value.device) for key in ("exp_avg", "exp_avg_sq")
            }
            # AdamW keeps its step on the CPU.
            optimizer.state[value] = {"step": tensors[f"optimizer.step.{name}"], **moments}
        return int(metadata["step"])
    except (KeyError, RuntimeError, ValueError) as error:
        raise InputError(
            f"{path} is no checkpoint of this training: choose another file for it, or remove it."
        ) from error
