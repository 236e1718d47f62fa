"""FrameLinks between frames near each other in time: regions that are clearly the same, by the shot's metric."""

from __future__ import annotations

from collections.abc import Sequence

from ...drawing.descriptors import Described
from ..shared.settling import FrameLinks, lasting
from .metric import Metric, link


def link_frames(described: Sequence[Described], metric: Metric, reach: int) -> FrameLinks:
    """The links of a shot. `described`: its frames in order of time; `reach`: the most frames between two linked."""
    ids = [lasting(one) for one in described]
    placed = [metric.transform(one.features[of]) for one, of in zip(described, ids, strict=True)]
    links: FrameLinks = [[] for _ in described]
    for i in range(len(described)):
        for j in range(i + 1, min(i + reach + 1, len(described))):
            here, there = link(placed[i], placed[j])
            links[i].append((j, ids[i][here], ids[j][there]))
            links[j].append((i, ids[j][there], ids[i][here]))
    return links
