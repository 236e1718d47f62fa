"""Matcher: the shipped network finds, for each region, the region of the references that it is.

It learned on generated shots, once, what becomes of regions from drawing to drawing; of the shot at hand it learns
nothing. The frames to color first look at the references alone, then also at what their neighbors in time believe.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import torch

from ..drawing.descriptors import Described, describe
from ..drawing.shot import Shot
from ..drawing.view import view
from ..learning.store import SHIPPED, load_matcher
from ..networks.matcher import Encoded, Given, Matcher
from ..networks.seen import seen, sure
from ..progress import Progress

MOST_PAIRS = 2_000_000  # with more, frames do not hear their neighbors: it would take too long
MOST_AT_ONCE = 4_000_000  # pairs, about 200 bytes each; of more, the references farthest in time are left out
NEAR = 2  # frames; those farther from a wanted one hardly change its scores
NOTE = "Matching regions"


@dataclass
class Match:
    """The colorizer of this module (see `colorizers.base.Colorizer`)."""

    needs: ClassVar[frozenset[str]] = frozenset({"references"})
    is_quick: ClassVar[bool] = True
    described: dict[int, Described] = field(
        default_factory=dict
    )  # by frame; may be shared with other methods
    sweeps: int = 1  # through the shot and back, in which frames hear their neighbors
    _network: Matcher | None = None
    _encoded: dict[int, tuple[np.ndarray, Encoded]] = field(default_factory=dict)  # by frame; ids and regions
    scores: list[np.ndarray] = field(default_factory=list)  # of all frames, once learned

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Match the wanted frames of the shot, and those near them: their scores depend on one another."""
        targets = [i for i in shot.targets if wanted is None or any(abs(i - j) <= NEAR for j in wanted)]
        seen_frames = [*shot.references, *targets]
        for number, i in enumerate(seen_frames):
            yield Progress(0.5 * number / len(seen_frames), "Looking at regions")
            self._encode(shot, i)
        colors = len(shot.palette)
        given = {
            i: Given(self._encoded[i][1], sure(shot.labels[i][self._encoded[i][0]], colors), i, False)
            for i in shot.references
        }
        believed: dict[int, Given] = {}
        for number, i in enumerate(targets):
            yield Progress(0.5 + 0.2 * number / len(targets), NOTE)
            believed[i] = self._match(i, list(given.values()), colors)
        order = [*targets, *reversed(targets)] * self.sweeps
        for number, i in enumerate(order):
            yield Progress(0.7 + 0.3 * number / len(order), NOTE)
            neighbors = [believed[j] for j in (i - 1, i + 1) if j in believed]
            heard = [*given.values(), *neighbors]
            pairs = len(believed[i].labels) * sum(len(one.labels) for one in heard)
            if neighbors and pairs <= MOST_PAIRS:
                believed[i] = self._match(i, heard, colors)
        known = believed | given
        self.scores = [self._by_region(shot, i, known.get(i)) for i in range(len(shot.frames))]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to how surely any region matches."""
        yield Progress(0, "Coloring")
        return self.scores[frame]

    def network(self) -> Matcher:
        """The network, read when it is first asked for; raises InputError where its weights are not sound."""
        if self._network is None:
            self._network = load_matcher(SHIPPED / "matcher.safetensors")
        return self._network

    def use(self, network: Matcher) -> None:
        """Match with a network other than the shipped one."""
        self._network = network
        self._encoded = {}

    def _encode(self, shot: Shot, number: int) -> None:
        if number in self._encoded:
            return
        frame = shot.frames[number]
        art, regions = frame.line_art, frame.regions
        if number not in self.described:
            self.described[number] = describe(art, regions)
        of_frame = view(art, regions, self.described[number])
        fields = {name: value for name, value in vars(of_frame).items() if name != "ids"}
        with torch.inference_mode(), _out_of_memory():
            encoded = self.network().encode(seen(**fields))
        no_crops = encoded.seen._replace(
            crops=encoded.seen.crops[:0]
        )  # they are large, and have been looked at
        self._encoded[number] = (of_frame.ids, encoded._replace(seen=no_crops))

    def _match(self, target: int, given: Sequence[Given], colors: int) -> Given:
        """What the target's regions are, by the frames given; their `away` is when they are."""
        encoded = self._encoded[target][1]
        from_here = _fitting([one._replace(away=one.away - target) for one in given], len(encoded.tokens))
        if not from_here:  # a crowd too large to be matched at all
            return Given(encoded, encoded.tokens.new_zeros(len(encoded.tokens), colors), target, True)
        with torch.inference_mode(), _out_of_memory():
            answer = self.network().match(encoded, from_here)[-1]
        return Given(encoded, answer[:, :-1], target, True)

    def _by_region(self, shot: Shot, frame: int, known: Given | None) -> np.ndarray:
        """Scores of all regions, f32 (R + 1, K); those that were not matched have none, as those too small for it."""
        described = self.described.get(frame)
        rows = len(described.area) if described else int(shot.frames[frame].regions.max(initial=0)) + 1
        scores = np.zeros((rows, len(shot.palette)), np.float32)
        if known:
            scores[self._encoded[frame][0]] = known.labels.numpy()
        return scores


def _fitting(given: Sequence[Given], count: int) -> list[Given]:
    """Those of the frames given, nearest in time first, that make no more pairs with `count` regions than fit."""
    fitting, pairs = [], 0
    for one in sorted(given, key=lambda one: abs(one.away)):
        pairs += count * len(one.labels)
        if pairs > MOST_AT_ONCE:
            break
        fitting.append(one)
    return fitting


@contextmanager
def _out_of_memory() -> Iterator[None]:
    """Torch has no error of its own for it on a processor."""
    try:
        yield
    except RuntimeError as error:
        if "allocate memory" in str(error):
            raise MemoryError from error
        raise
