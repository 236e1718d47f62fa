"""From numpy's views and labels to the tensors of the matcher."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from .network import ViewTensors
from .view import View


def view_tensors(view: View, device: torch.device | str = "cpu") -> ViewTensors:
    """The fields of a view as tensors."""
    count = len(view.features)
    smallest = np.min_scalar_type(-max(count, 1))  # grids are most of what is kept of a frame of few regions
    black, trace = (
        _sparse(view.borders[:, of_kind], view.border_share[of_kind], count, device)
        for of_kind in (~view.is_trace, view.is_trace)
    )
    return ViewTensors(
        torch.from_numpy(view.features).to(device),
        torch.from_numpy(view.crops).to(device),
        black,
        trace,
        torch.from_numpy(view.grids.reshape(len(view.grids), -1).astype(smallest)).to(device),
    )


def certain(labels: np.ndarray, colors: int, device: torch.device | str = "cpu") -> Tensor:
    """Labels i32 (N,), negative where unknown, as probabilities: f32 (N, K), a row of zeros where unknown."""
    shares = np.zeros((len(labels), colors), np.float32)
    known = np.flatnonzero(labels >= 0)
    shares[known, labels[known]] = 1
    return torch.from_numpy(shares).to(device)


def _sparse(pairs: np.ndarray, values: np.ndarray, count: int, device: torch.device | str) -> Tensor:
    at = torch.from_numpy(np.ascontiguousarray(pairs, dtype=np.int64))
    matrix = torch.sparse_coo_tensor(
        at, torch.from_numpy(np.ascontiguousarray(values)), (count, count), check_invariants=True
    )
    return matrix.coalesce().to(device)
