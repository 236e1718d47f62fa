"""A GPU with too little memory, by stand-ins for what torch does then."""

from __future__ import annotations

from collections.abc import Generator

import pytest
import torch
from torch import Tensor

from shiage_engine.learning.device import else_on_cpu, in_pieces
from shiage_engine.progress import Progress, finish


def test_a_batch_too_large_is_taken_in_pieces() -> None:
    sizes = []

    def twice(batch: Tensor) -> Tensor:
        sizes.append(len(batch))
        if len(batch) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return 2 * batch

    batch = torch.arange(10.0)
    assert torch.equal(in_pieces(twice, batch), 2 * batch)
    assert sizes == [10, 5, 2, 3, 5, 2, 3]


def test_a_single_one_too_large_is_an_error() -> None:
    def fail(batch: Tensor) -> Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        in_pieces(fail, torch.zeros(4))


def test_work_too_large_for_the_gpu_is_done_on_the_cpu() -> None:
    def work(device: torch.device) -> Generator[Progress, None, str]:
        yield Progress(0.5, "Training")
        if device.type == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return device.type

    assert finish(else_on_cpu(torch.device("cuda"), work)) == "cpu"


def test_work_too_large_for_the_cpu_is_an_error() -> None:
    def work(device: torch.device) -> Generator[Progress, None, str]:
        yield Progress(0.5, "Training")
        raise torch.OutOfMemoryError("out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        finish(else_on_cpu(torch.device("cpu"), work))
