"""The device to compute on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

import torch
from torch import Tensor

from ..errors import InputError
from ..progress import Progress

T = TypeVar("T")
CPU = torch.device("cpu")


def device_of(name: str) -> torch.device:
    """The device called "auto", "cpu" or "cuda"; "auto" is the GPU if there is one. Raises InputError
    where there is no such device.
    """
    has_gpu = torch.cuda.is_available()
    if name not in ("auto", "cpu", "cuda"):
        raise InputError(f"There is no device {name!r}: choose auto, cpu or cuda.")
    if name == "cuda" and not has_gpu:
        raise InputError("There is no GPU that can be used: choose the device auto or cpu.")
    return torch.device("cuda") if has_gpu and name != "cpu" else CPU


def in_pieces(network: Callable[[Tensor], Tensor], batch: Tensor) -> Tensor:
    """What `network` makes of a batch; in halves, and halves of these, where a GPU has too little memory for all."""
    try:
        return network(batch)
    except torch.OutOfMemoryError:
        if len(batch) == 1:
            raise
    torch.cuda.empty_cache()
    half = len(batch) // 2
    return torch.cat([in_pieces(network, batch[:half]), in_pieces(network, batch[half:])])


def else_on_cpu(
    device: torch.device, work: Callable[[torch.device], Generator[Progress, None, T]]
) -> Generator[Progress, None, T]:
    """Run `work(device)`; where a GPU has too little memory for it, all again on the CPU."""
    try:
        return (yield from work(device))
    except torch.OutOfMemoryError:
        if device.type == CPU.type:
            raise
    torch.cuda.empty_cache()
    yield Progress(0, "The GPU has too little memory: going on without it")
    return (yield from work(CPU))
