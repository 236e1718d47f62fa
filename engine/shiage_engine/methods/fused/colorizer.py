"""Fused: the scores of matcher and few-shot are combined and settled.

The matcher was trained on how drawings change from one to the next; few-shot learns from this shot's references
alone. Where they agree they are right far more often than either is alone. For a character that a U-net was trained
on, its prediction is added.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
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
from ..shared.tracks import Links
from ..unet.colorizer import CharacterUNet
from .character import Agreement, add_known_colors, add_new_colors, override_new
from .trust import Answers, features, trust

UNET_SHARE = 0.3  # of the time of learning, at most


@dataclass(frozen=True)
class FusedParams:
    """Weights of the log scores, chosen by experiment (docs/experiments.md, "Fusion")."""

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
    features: list[np.ndarray] = field(default_factory=list)  # of all frames, as from `trust.features`
    _scores: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.matching.described = self.few_shot.described  # each frame is described once

    def palette(self) -> np.ndarray:
        """The colors of the character's U-net, u8 (K, 4) RGBA, row 0 transparent."""
        return np.zeros((1, 4), np.uint8) if self.unet is None else self.unet.palette()

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Learn the shot and settle the scores of all its frames: they depend on one another."""
        self.matching.ensemble()  # weights that cannot be read raise an error before the work
        unet_done = 0 if self.unet is None else UNET_SHARE
        votes = yield from scaled(self._ask_unet(shot), 0, unet_done)
        found = yield from scaled(self.few_shot.gather(shot), unet_done, 0.6)
        yield from scaled(self.matching.learn(shot), 0.6, 0.95)
        yield Progress(0.95, "Settling neighbors")
        matched = self.matching.scores
        own = [self._together(*of_frame) for of_frame in zip(found.own, matched, strict=True)]
        references = [(votes[reference], shot.known[reference]) for reference in shot.references if votes]
        agreement = Agreement.of(references, len(shot.palette))
        settled = self._settle(shot, found, own, votes, agreement)
        self.features = [_features(shot, found, matched, settled, i) for i in range(len(shot.frames))]
        self._scores = [
            weighed(of_frame, override_new(trust(of_regions), of_frame, agreement))
            for of_frame, of_regions in zip(settled, self.features, strict=True)
        ]

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row summing to its trust."""
        yield Progress(0, "Coloring")
        return self._scores[frame]

    def forget(self, frames: Collection[int]) -> None:
        """See `methods.colorizer.Colorizer`."""
        self.few_shot.forget(frames)
        self.matching.forget(frames)
        if self.unet is not None:
            self.unet.forget(frames)

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Those of the matcher."""
        return (yield from self.matching.links(shot))

    def same_parts(self, shot: Shot, one: int, other: int) -> Iterator[tuple[int, int, float]]:
        """Those of the matcher."""
        return self.matching.same_parts(shot, one, other)

    def _ask_unet(self, shot: Shot) -> Generator[Progress, None, list[np.ndarray]]:
        """The U-net's shares for each frame, (R + 1, K), zero for specks; an empty list without a U-net."""
        votes: list[np.ndarray] = []
        if self.unet is None:
            return votes
        for number, frame in enumerate(shot.frames):
            yield Progress(number / len(shot.frames), f"Using the U-net of {self.unet.character}")
            of_frame = finish(self.unet.colorize(shot, number))
            votes.append(of_frame * ~specks(frame.regions)[:, None])
        return votes

    def _settle(
        self,
        shot: Shot,
        found: Evidence,
        own: list[np.ndarray],
        votes: list[np.ndarray],
        agreement: Agreement,
    ) -> list[np.ndarray]:
        """The scores of all frames with the U-net's, settled: each (R + 1, K), rows sum to one."""
        if votes:
            own = [
                add_known_colors(of_frame, of_unet, agreement)
                for of_frame, of_unet in zip(own, votes, strict=True)
            ]
        settled = settle(shot, found.described, found.links, own, self.params.settling)
        for target in shot.targets if votes else ():
            settled[target] = add_new_colors(settled[target], votes[target], agreement)
        return settled

    def _together(self, few_shot: np.ndarray, matched: np.ndarray) -> np.ndarray:
        """The weighted log scores of both, (R + 1, K), rows sum to one; few-shot's alone for unmatched regions."""
        alone = np.log(few_shot + DARK)
        both = self.params.few_shot * alone + self.params.matcher * np.log(matched + DARK)
        return softmax(np.where(matched.any(1, keepdims=True), both, alone)).astype(np.float32)


def _features(
    shot: Shot, found: Evidence, matched: list[np.ndarray], settled: list[np.ndarray], i: int
) -> np.ndarray:
    """The features of frame `i` for `trust`."""
    away = max(min(shot.away(i, example) for example in shot.examples), 1)
    answers = Answers(settled[i], matched[i], found.own[i], found.familiar[i], away, found.described[i])
    return features(answers, found.links[i], settled)
