"""Matcher: the shipped network finds, for each region, the region of the references that it is.

It learned on generated shots, once, what becomes of regions from drawing to drawing; of the shot at hand it learns
nothing. The frames to color first look at the references alone, then also at what their neighbors in time believe.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ..drawing.descriptors import Described, describe
from ..drawing.regions import SPECK
from ..drawing.shot import Shot
from ..learning.store import SHIPPED, load_matcher
from ..networks.matcher import Encoded
from ..networks.seen import sure
from ..progress import Progress
from .voices import Known, Voices

HEARD = 4  # frames that a frame is matched to, as a rule: two references and two neighbors
MOST_SPOKEN = 2_000_000  # pairs, by both voices together; in larger frames the first alone is heard
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
    _voices: Voices | None = None
    # By frame: ids, and regions as each voice knows them.
    _encoded: dict[int, tuple[np.ndarray, tuple[Encoded, ...]]] = field(default_factory=dict)
    scores: list[np.ndarray] = field(default_factory=list)  # of all frames, once learned

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Match the wanted frames of the shot, and those near them: their scores depend on one another."""
        targets = [i for i in shot.targets if wanted is None or any(abs(i - j) <= NEAR for j in wanted)]
        seen_frames = [*shot.references, *targets]
        for number, i in enumerate(seen_frames):
            yield Progress(0.5 * number / len(seen_frames), "Looking at regions")
            self._encode(shot, i)
        colors = len(shot.palette)
        given = {i: self._reference(shot, i) for i in shot.references}
        believed: dict[int, Known] = {}
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

    def voices(self) -> Voices:
        """Those of the network, read when first asked for; raises InputError where its weights are not sound."""
        if self._voices is None:
            self._voices = Voices(load_matcher(SHIPPED / "matcher.safetensors"))
        return self._voices

    def use(self, voices: Voices) -> None:
        """Match with voices other than those of the shipped network."""
        self._voices = voices
        self._encoded = {}

    def _encode(self, shot: Shot, number: int) -> None:
        if number in self._encoded:
            return
        frame = shot.frames[number]
        art, regions = frame.line_art, frame.regions
        if number not in self.described:
            self.described[number] = describe(art, regions)
        described = self.described[number]
        count = int((described.area > SPECK).sum())
        affordable = max(MOST_SPOKEN // max(HEARD * count * count, 1), 1)
        self._encoded[number] = self.voices().encode(art, regions, described, affordable)

    def _reference(self, shot: Shot, number: int) -> Known:
        ids, encoded = self._encoded[number]
        return Known(encoded, sure(shot.labels[number][ids], len(shot.palette)), number, False)

    def _match(self, target: int, given: Sequence[Known], colors: int) -> Known:
        """What the target's regions are, by the frames given."""
        encoded = self._encoded[target][1]
        count = len(encoded[0].tokens)
        near = _fitting(given, target, count)
        if not near:  # a crowd too large to be matched at all
            return Known(encoded, encoded[0].tokens.new_zeros(count, colors), target, True)
        return Known(encoded, self.voices().match(encoded, target, near), target, True)

    def _by_region(self, shot: Shot, frame: int, known: Known | None) -> np.ndarray:
        """Scores of all regions, f32 (R + 1, K); those that were not matched have none, as those too small for it."""
        described = self.described.get(frame)
        rows = len(described.area) if described else int(shot.frames[frame].regions.max(initial=0)) + 1
        scores = np.zeros((rows, len(shot.palette)), np.float32)
        if known:
            scores[self._encoded[frame][0]] = known.labels.numpy()
        return scores


def _fitting(given: Sequence[Known], target: int, count: int) -> list[Known]:
    """Those of the frames given, nearest in time first, that make no more pairs with `count` regions than fit."""
    fitting, pairs = [], 0
    for one in sorted(given, key=lambda one: abs(one.time - target)):
        pairs += count * len(one.labels)
        if pairs > MOST_AT_ONCE:
            break
        fitting.append(one)
    return fitting
