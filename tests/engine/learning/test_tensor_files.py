"""Networks with the weights of a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from shiage_engine.errors import InputError
from shiage_engine.learning.tensor_files import filled, load_tensors, save_tensors


class Toy(nn.Module):
    """Layers and a buffer, whose values torch and the network itself fill."""

    def __init__(self, width: int) -> None:
        super().__init__()
        last = nn.Linear(width, 3)
        nn.init.normal_(last.weight)
        self.layers = nn.Sequential(nn.Conv2d(2, width, 3), nn.GroupNorm(2, width), last)
        self.register_buffer("scale", torch.ones(width))


def weights(width: int) -> dict[str, Tensor]:
    torch.manual_seed(0)
    return {name: torch.randn(value.shape).half() for name, value in Toy(width).state_dict().items()}


def test_a_network_has_the_weights_of_the_file() -> None:
    network = filled(lambda: Toy(4), weights(4))
    assert not network.training
    for name, value in weights(4).items():
        torch.testing.assert_close(network.state_dict()[name], value.float(), rtol=0, atol=0)


@pytest.mark.parametrize(
    "type_",
    [
        torch.float8_e4m3fn,
        torch.float8_e5m2,
        torch.bool,
        torch.complex64,
        torch.int8,
        torch.int64,
        torch.float64,
        torch.bfloat16,
    ],
)
def test_weights_of_other_types_are_refused(type_: torch.dtype, tmp_path: Path) -> None:
    """float64 among them: 1e300 is finite, and infinite once it is cast."""
    path = tmp_path / "w.safetensors"
    strange = {name: torch.zeros(value.shape).to(type_) for name, value in weights(4).items()}
    save_tensors(path, strange, {})
    with pytest.raises(ValueError, match="types"):
        filled(lambda: Toy(4), load_tensors(path)[0])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "none", Path("/dev/zero")):
        with pytest.raises(InputError, match="holds no weights that can be read"):
            load_tensors(path)


def test_another_size_is_refused_before_a_network_takes_memory() -> None:
    made: list[Toy] = []
    with pytest.raises(ValueError, match="sizes"):
        filled(lambda: made.append(Toy(1 << 40)) or made[-1], weights(4))  # type: ignore[func-returns-value]
    assert [tensor.device.type for tensor in made[0].state_dict().values()] == ["meta"] * 7
