"""Tensors on disk: safetensors files, written atomically; what is read is checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ..errors import InputError, is_shortage
from ..files.reading import check_file
from ..files.saving import put_ours, write_bytes
from ..limits import WEIGHTS_BYTES

N = TypeVar("N", bound=nn.Module)

OURS = (torch.float16, torch.float32)
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

    Raises ValueError where names or shapes differ, or values are not of 16 or 32 bits, before memory for the network
    is taken.
    """
    check_types(tensors)
    with torch.device("meta"), _WithoutValues():  # takes no memory
        wanted = {name: value.shape for name, value in make().state_dict().items()}
    if wanted != {name: value.shape for name, value in tensors.items()}:
        raise ValueError("sizes")
    network = make()
    network.load_state_dict({name: value.float() for name, value in tensors.items()})
    return network.eval()


def save_tensors(
    path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str], *, is_named: bool = False
) -> None:
    """Write a safetensors file, replacing an old one atomically. Raises InputError where it cannot be written.

    `is_named`: where the user said, so that only weights of Shiage are replaced, see `saving.put_ours`.
    """
    whole = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    content = save(whole, dict(metadata))
    if is_named:
        put_ours(path, content, is_ours)
    else:
        write_bytes(path, content)


def is_ours(path: Path) -> bool:
    """Whether a file holds weights of a network of Shiage, by their kind."""
    try:
        return load_metadata(path).get("kind", "").startswith("shiage-")
    except InputError:
        return False


def load_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and metadata of a safetensors file; raises InputError where there is none that can be read."""
    try:
        check_file(path, WEIGHTS_BYTES)
        with safe_open(path, "pt") as file:
            names = list(file.keys())  # the file object cannot be iterated
            return {name: file.get_tensor(name) for name in names}, dict(file.metadata() or {})
    except Exception as error:  # whatever the libraries make of a hostile file
        if is_shortage(error):
            raise
        raise InputError(
            f"{path} holds no weights that can be read: install Shiage again, or choose another file."
        ) from error


def check_types(tensors: Mapping[str, Tensor], types: Collection[torch.dtype] = OURS) -> None:
    """Raise ValueError unless all are of one of `types`, by default those of saved networks."""
    if not {value.dtype for value in tensors.values()} <= {*types}:
        raise ValueError("types")


def load_metadata(path: Path) -> dict[str, str]:
    """The metadata of a safetensors file, without its tensors; raises InputError where it cannot be read."""
    check_file(path, WEIGHTS_BYTES)
    try:
        with safe_open(path, "pt") as file:
            return dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise InputError(f"{path} cannot be read: remove it, and train again.") from error


def under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors whose names begin with `prefix`, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
