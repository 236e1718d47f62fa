"""Following regions from frame to frame, for methods that match none: what is known of one tells of the others."""

from __future__ import annotations

from collections.abc import Generator

from ...drawing.descriptors import Described
from ...drawing.shot import Shot
from ...progress import Progress
from ..shared.tracks import Links
from .colorizer import Matching


def matched_links(
    shot: Shot, described: dict[int, Described] | None = None
) -> Generator[Progress, None, Links]:
    """The matcher's links of a shot, whatever colors it. `described`: what is known already, by frame."""
    return (yield from Matching({} if described is None else described).links(shot))
