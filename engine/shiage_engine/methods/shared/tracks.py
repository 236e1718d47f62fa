"""Tracks: the same part of the drawing, followed from frame to frame, whatever its color.

The painter's answer about one region holds along its track. Of 10,259 pairs of regions on one track, the share with
the same label was .97 where the weakest link had a strength of at least .9, .89 from .7, .73 from .5 and .58 from .3;
and .96 from .5 where the answer had been the first suggestion already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush

import numpy as np

Region = tuple[int, int]  # frame, id
# Of a region: the same part in frames near by, and the strength of each link, in [0, 1].
Links = dict[Region, list[tuple[Region, float]]]

WEAKEST = 0.3  # links of less strength are not kept


def mutual(forth: np.ndarray, back: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Pairs that are each other's best match, with the smaller of both shares.

    `forth`: f32 (N, M), `back`: f32 (M, N), how much each region of one frame matches each of the other.
    """
    if not forth.size:
        return
    best, best_back = forth.argmax(1), back.argmax(1)
    for here, there in enumerate(best):
        strength = min(float(forth[here, there]), float(back[there, here]))
        if best_back[there] == here and strength >= WEAKEST:
            yield here, int(there), strength


def follow(
    links: Mapping[Region, Sequence[tuple[Region, float]]], start: Region, least: float
) -> dict[Region, float]:
    """All regions on the track of `start`, each with the weakest link on the strongest way there, at least `least`.

    At most one region a frame: of several the one that is reached most surely, then the one with the lower id.
    """
    reached: dict[int, tuple[int, float]] = {}
    ahead: list[tuple[float, Region]] = [(-1.0, start)]
    while ahead:
        strength, region = heappop(ahead)
        frame, number = region
        if frame in reached:
            continue
        reached[frame] = (number, -strength)
        for other, of_link in links.get(region, ()):
            weakest = min(-strength, of_link)
            if other[0] not in reached and weakest >= least:
                heappush(ahead, (-weakest, other))
    del reached[start[0]]
    return {(frame, number): strength for frame, (number, strength) in reached.items()}
