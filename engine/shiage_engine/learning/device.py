"""The device to compute on."""

from __future__ import annotations

import torch

from ..errors import InputError


def device_of(name: str) -> torch.device:
    """The device called "auto", "cpu" or "cuda"; "auto" is the GPU if there is one. Raises InputError
    where there is no such device.
    """
    has_gpu = torch.cuda.is_available()
    if name not in ("auto", "cpu", "cuda"):
        raise InputError(f"There is no device {name!r}: choose auto, cpu or cuda.")
    if name == "cuda" and not has_gpu:
        raise InputError("There is no GPU that can be used: choose the device auto or cpu.")
    return torch.device("cuda" if has_gpu and name != "cpu" else "cpu")
