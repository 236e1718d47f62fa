"""The similarity layer of LAVC: for each place of the target, the colors of the reference places that look like it.

Shi et al. 2020, section 3.3. Every sum over places of references goes through one softmax over all references, in
chunks of places of the target, so that memory is bounded whatever their size and number.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# Numbers of the matching matrix that are in memory at a time: of the processor's, and of a GPU's.
AT_ONCE, ON_GPU_AT_ONCE = 1 << 24, 1 << 28
EVEN = 8  # channels
SHRINK = 8  # times fewer channels are carried over than there are, as in the paper


class Known(NamedTuple):
    """What the similarity layer needs of K references. Sides are a quarter of the pictures'."""

    fields: Tensor  # f32 (B, K, C, h, w), features of the distance fields
    keys: Tensor  # f32 (B, K, E, h, w), what their places are compared by
    colors: Tensor  # f32 (B, K, C, h, w), features of the colors


class Similarity(nn.Module):
    """Mixes the colors of matching places of the references with those that lie in the same place."""

    def __init__(self, width: int) -> None:
        """`width`: channels C of features."""
        super().__init__()
        carried = max(width // SHRINK, 1)
        self.color = nn.Conv2d(width, carried, 1)
        self.widen = nn.Conv2d(carried, width, 1)  # equation 5 adds features of C channels
        self.select = nn.Conv2d(2 * width, width, 3, padding=1)  # m of equation 3
        self.mix = nn.Conv2d(2 * width, width, 3, padding=1)  # n of equation 4

    def forward(
        self, field: Tensor, key: Tensor, known: Known, carried: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """f_sim of equation 5, f32 (B, C, h, w), and what was `carried` over from the references.

        `field`, `key`: of the target, f32 (B, C, h, w) and (B, E, h, w). `carried`: f32 (B, K, L, h, w), anything
        else that the references have at their places; at each place of the target comes back its mean over the
        places that match, f32 (B, L, h, w).
        """
        both = torch.cat([known.fields, field[:, None].expand_as(known.fields)], 2).flatten(0, 1)
        selected = known.colors * torch.sigmoid(self.select(both)).view_as(known.colors)
        mix = torch.sigmoid(self.mix(both)).view_as(known.colors)
        values = self.color(selected.flatten(0, 1)).unflatten(0, known.fields.shape[:2])
        features = values.shape[2]
        if carried is not None:
            values = torch.cat([values, carried.to(values.dtype)], 2)
        found = matched(key, known.keys, values)
        match = self.widen(found[:, :features])[:, None]
        return ((1 - mix) * match + mix * selected).mean(1), found[:, features:]


def matched(own: Tensor, others: Tensor, values: Tensor, at_once: int | None = None) -> Tensor:
    """At each place of a target the mean of `values` over all places of all references, weighed by likeness.

    `own`: f32 (B, E, h, w); `others`: (B, K, E, h, w); `values`: (B, K, V, h, w). Weights are the softmax of the
    scalar products of `own` and `others`. Returns f32 (B, V, h, w). At most about `at_once` weights are in memory.
    """
    if at_once is None:
        at_once = ON_GPU_AT_ONCE if own.is_cuda else AT_ONCE
    batch, channels, height, wide = own.shape
    carried = values.shape[2]
    # Kernels that never hold the weights want as many channels of all three, of any multiple of EVEN.
    room = -(-max(channels, carried) // EVEN) * EVEN
    # The products are large: half precision would round them.
    with torch.autocast(own.device.type, enabled=False):
        queries, keys, of_place = (_places(one, room) for one in (own[:, None], others, values))
        rows = max(at_once // (batch * keys.shape[2]), 1)
        parts = torch.split(queries, rows, 2)
        found = [F.scaled_dot_product_attention(part, keys, of_place, scale=1.0) for part in parts]
        result: Tensor = torch.cat(found, 2)[:, 0, :, :carried].transpose(1, 2)
        return result.reshape(batch, carried, height, wide)


def _places(x: Tensor, room: int) -> Tensor:
    """All places of K drawings in rows, f32 (B, 1, K h w, room), of (B, K, C, h, w); channels beyond C are zero."""
    rows = x.float().movedim(2, 4).flatten(1, 3)
    return F.pad(rows, (0, room - rows.shape[2])).contiguous()[:, None]
