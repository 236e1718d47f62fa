"""Fused: the matcher and the few-shot learner answer together, and their answers are settled.

The matcher knows how drawings change from one to the next, and nothing of this shot; few-shot knows this shot's
references, and nothing else. Where they agree they are right far more often than either is alone. Of a
character that a U-net was trained on, its answer is added.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, field

import numpy as np

from ...drawing.regions import specks
from ...drawing.shot import Shot
from ...progress import Progress, finish, scaled
from ..colorizer import Colorizer
from ..few_shot.colorizer import Evidence, FewShot
from ..matcher.colorizer import Matching
from ..shared.relaxation import DARK, RelaxationParams, softmax
from ..shared.settling import SettlingParams, settle, weighed
from ..unet.colorizer import CharacterUNet
from .character import Agreement, add_known_colors, add_new_colors, override_new
from .trust import Answers, features, trust

UNET_SHARE = 0.3  # of the time of learning, at most


@dataclass(frozen=True)
class FusedParams:
    """How much each answer counts, in log scores; chosen by experiment (see docs/experiments.md)."""

    few_shot: float = 0.25
    matcher: float = 1.0
    settling: SettlingParams = field(
        default_factory=lambda: SettlingParams(space=RelaxationParams(neighborhood=2.0))
    )


@dataclass
class Fused(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    params: FusedParams = field(default_factory=FusedParams)
    few_shot: FewShot = field(default_factory=FewShot)
    matching: Matching = field(default_factory=Matching)
    unet: CharacterUNet | None = None  # of the character, if one was trained
    features: list[np.ndarray] = field(default_factory=list)  # of all frames, as `trust` has them
    _scores: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.matching.described = self.few_shot.described  # each frame is described once

    def palette(self) -> np.ndarray:
        """The colors of the character's U-net, u8 (K, 4) RGBA, row 0 transparent."""
        return np.zeros((1, 4), np.uint8) if self.unet is None else self.unet.palette()

    def learn(self, shot: Shot, wanted: Collection[int] | None = None) -> Generator[Progress, None, None]:
        """Learn the shot and settle the scores of all its frames: they depend on one another."""
        self.matching.ensemble()  # weights that cannot be read are to be known of before the work
        asked = 0 if self.unet is None else UNET_SHARE
        votes = yield from scaled(self._ask_unet(shot), 0, asked)
        found = yield from scaled(self.few_shot.gather(shot), asked, 0.6)
        yield from scaled(self.matching.learn(shot, wanted), 0.6, 0.95)
        yield Progress(0.95, "Settling neighbors")
        matched = self.matching.scores
        own = [self._together(*answers) for answers in zip(found.own, matched, strict=True)]
        answers = [(votes[reference], shot.labels[reference]) for reference in shot.references if votes]
        agreement = Agreement.of(answers, len(shot.palette))
        settled = self._settle(shot, found, own, votes, agreement)
        self.features = [_features(shot, found, matched, settled, i) for i in range(len(shot.frames))]
        self._scores = [
            weighed(of_frame, override_new(trust(of_regions), of_frame, agreement))
            for of_frame, of_regions in zip(settled, self.features, strict=True)
        ]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to how far it is trusted."""
        yield Progress(0, "Coloring")
        return self._scores[frame]

    def _ask_unet(self, shot: Shot) -> Generator[Progress, None, list[np.ndarray]]:
        """The U-net's answer for each frame, (R + 1, K), rows of zeros for specks; an empty list without a U-net."""
        votes: list[np.ndarray] = []
        if self.unet is None:
            return votes
        for number, frame in enumerate(shot.frames):
            yield Progress(number / len(shot.frames), f"Asking the U-net of {self.unet.character}")
            answer = finish(self.unet.colorize(shot, number))
            votes.append(answer * ~specks(frame.regions)[:, None])
        return votes

    def _settle(
        self,
        shot: Shot,
        found: Evidence,
        own: list[np.ndarray],
        votes: list[np.ndarray],
        agreement: Agreement,
    ) -> list[np.ndarray]:
        """The answers of all frames once neighbors are taken into account: each (R + 1, K), rows sum to one."""
        if votes:
            own = [
                add_known_colors(of_frame, answer, agreement)
                for of_frame, answer in zip(own, votes, strict=True)
            ]
        settled = settle(shot, found.described, found.links, own, self.params.settling)
        for target in shot.targets if votes else ():
            settled[target] = add_new_colors(settled[target], votes[target], agreement)
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
