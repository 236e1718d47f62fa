"""Tensors on disk: safetensors files, written atomically; what is read is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..errors import InputError
from ..files.saving import write_bytes

N = TypeVar("N", bound=nn.Module)
LARGEST_FILE = 1 << 30  # bytes; our weights are far smaller


FILLING = frozenset(("zero_", "fill_", "uniform_", "normal_", "kaiming_uniform_"))  # of tensors, or nn.init


class _WithoutValues(TorchFunctionMode):
    """Leaves tensors of new networks unfilled: on the meta device, torch would import 800 modules to fill nothing."""

    def __torch_function__(
        self, func: Callable[..., object], types: object, args: tuple = (), kwargs: dict | None = None
    ) -> object:
        kwargs = kwargs or {}
        if getattr(func, "__name__", "") in FILLING:
            return args[0] if args else kwargs["tensor"]
        return func(*args, **kwargs)


def filled(make: Callable[[], N], tensors: Mapping[str, Tensor]) -> N:
    """The network that `make` returns, with `tensors` as its weights, ready to use.

    Raises ValueError where names or shapes differ, before memory for the network is taken.
    """
    with torch.device("meta"), _WithoutValues():  # takes no memory
        wanted = {name: value.shape for name, value in make().state_dict().items()}
    if wanted != {name: value.shape for name, value in tensors.items()}:
        raise ValueError("sizes")
    network = make()
    network.load_state_dict({name: value.float() for name, value in tensors.items()})
    return network.eval()


def save_tensors(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Write a safetensors file, replacing an old one atomically. Raises InputError where it cannot be written."""
    whole = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    write_bytes(path, save(whole, dict(metadata)))


def load_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of a safetensors file; raises InputError where there is none that can be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path} is far too large for weights: choose another file.")
        with safe_open(path, "pt") as file:
            names = list(file.keys())  # the file object cannot be iterated
            return {name: file.get_tensor(name) for name in names}, dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise InputError(
            f"{path} holds no weights that can be read: install Shiage again, or choose another file."
        ) from error


def load_metadata(path: Path) -> dict[str, str]:
    """The metadata of a safetensors file, without its tensors; raises InputError where it cannot be read."""
    try:
        with safe_open(path, "pt") as file:
            return dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise InputError(f"{path} cannot be read: remove it, and train again.") from error


def under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose names begin with `prefix`, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
