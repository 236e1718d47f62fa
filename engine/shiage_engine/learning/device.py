"""Where to compute."""

from __future__ import annotations

import torch

from ..errors import InputError


def device_of(name: str) -> torch.device:
    """The device of a name; "auto" is the GPU where there is one. Raises InputError for one that is not there."""
    has_gpu = torch.cuda.is_available()
    if name not in ("auto", "cpu", "cuda"):
        raise InputError(f"There is no device {name!r}: choose auto, cpu or cuda.")
    if name == "cuda" and not has_gpu:
        raise InputError("There is no GPU that can be used: choose the device auto or cpu.")
    return torch.device("cuda" if has_gpu and name != "cpu" else "cpu")
