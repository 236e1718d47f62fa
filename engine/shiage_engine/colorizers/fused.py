"""Fused: the matcher and the few-shot learner answer together, and their answers are settled.

The matcher knows how drawings change from one to the next, and nothing of this shot; few-shot knows this shot's
references, and nothing else. Where they agree they are right far more often than either is alone. Of a character
whose finished shots a network has learned, that one is asked too.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ..drawing.regions import specks
from ..drawing.shot import Shot
from ..progress import Progress, finish, scaled
from .few_shot import Evidence, FewShot
from .known_character import Record, heard, vouched, with_new
from .matching import Match
from .relaxation import DARK, RelaxationParams, softmax
from .settling import SettlingParams, settle, weighed
from .trust import Answers, features, trust
from .unet import ByPixel

ASKED = 0.3  # share of learning that asking who knows the character is, at most


@dataclass(frozen=True)
class FusedParams:
    """How much each answer counts, in log scores; chosen by experiment (see docs/experiments.md)."""

    few_shot: float = 0.25
    matcher: float = 1.0
    settling: SettlingParams = field(
        default_factory=lambda: SettlingParams(space=RelaxationParams(neighborhood=2.0))
    )


@dataclass
class Fused:
    """The colorizer of this module (see `colorizers.base.Colorizer`)."""

    needs: ClassVar[frozenset[str]] = frozenset({"references"})
    is_quick: ClassVar[bool] = True
    params: FusedParams = field(default_factory=FusedParams)
    few_shot: FewShot = field(default_factory=FewShot)
    match: Match = field(default_factory=Match)
    known: ByPixel | None = None  # who knows the character, if any does
    features: list[np.ndarray] = field(default_factory=list)  # of all frames, as `trust` has them
    _scores: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.match.described = self.few_shot.described  # each frame is described once

    def palette(self) -> np.ndarray:
        """The colors that are known of the character, u8 (K, 4) RGBA, row 0 transparent."""
        return np.zeros((1, 4), np.uint8) if self.known is None else self.known.palette()

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Learn the shot and settle the scores of all its frames: they depend on one another."""
        self.match.voices()  # weights that cannot be read are to be known of before the work
        asked = 0 if self.known is None else ASKED
        votes = yield from scaled(self._ask_known(shot), 0, asked)
        found = yield from scaled(self.few_shot.gather(shot), asked, 0.6)
        yield from scaled(self.match.learn(shot, wanted), 0.6, 0.95)
        yield Progress(0.95, "Settling neighbors")
        matched = self.match.scores
        own = [self._together(*answers) for answers in zip(found.own, matched, strict=True)]
        answers = [(votes[reference], shot.labels[reference]) for reference in shot.references if votes]
        record = Record.of(answers, len(shot.palette))
        settled = self._settle(shot, found, own, votes, record)
        self.features = [_features(shot, found, matched, settled, i) for i in range(len(shot.frames))]
        self._scores = [
            weighed(of_frame, vouched(trust(of_regions), of_frame, record))
            for of_frame, of_regions in zip(settled, self.features, strict=True)
        ]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to how far it is trusted."""
        yield Progress(0, "Coloring")
        return self._scores[frame]

    def _ask_known(self, shot: Shot) -> Generator[Progress, None, list[np.ndarray]]:
        """What who knows the character says of each frame, (R + 1, K), but nothing of specks; none if nobody does."""
        votes: list[np.ndarray] = []
        if self.known is None:
            return votes
        for number, frame in enumerate(shot.frames):
            yield Progress(number / len(shot.frames), f"Asking who knows {self.known.character}")
            says = finish(self.known.colorize(shot, number))
            votes.append(says * ~specks(frame.regions)[:, None])
        return votes

    def _settle(
        self, shot: Shot, found: Evidence, own: list[np.ndarray], votes: list[np.ndarray], record: Record
    ) -> list[np.ndarray]:
        """The answers of all frames, each (R + 1, K) with rows that sum to one, once neighbors were heard."""
        if votes:
            own = [heard(of_frame, says, record) for of_frame, says in zip(own, votes, strict=True)]
        settled = settle(shot, found.described, found.links, own, self.params.settling)
        for target in shot.targets if votes else ():
            settled[target] = with_new(settled[target], votes[target], record)
        return settled

    def _together(self, few_shot: np.ndarray, matched: np.ndarray) -> np.ndarray:
        """Both answers in one, (R + 1, K), rows sum to one. Regions that were not matched keep the first."""
        alone = np.log(few_shot + DARK)
        both = self.params.few_shot * alone + self.params.matcher * np.log(matched + DARK)
        return softmax(np.where(matched.any(1, keepdims=True), both, alone))


def _features(
    shot: Shot, found: Evidence, matched: list[np.ndarray], settled: list[np.ndarray], i: int
) -> np.ndarray:
    """What `trust` goes by, of frame `i`."""
    away = max(min(abs(i - reference) for reference in shot.references), 1)
    answers = Answers(settled[i], matched[i], found.own[i], found.familiar[i], away, found.described[i])
    return features(answers, found.links[i], settled)
