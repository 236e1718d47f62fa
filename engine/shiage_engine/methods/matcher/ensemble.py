"""Ensemble: the network matches each drawing as it is and mirrored, and the two answers are averaged.

A mirror image is a plausible drawing too, but the network makes other errors on it (test-time augmentation).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...drawing.descriptors import Described
from ...drawing.line_art import LineArt
from ...drawing.shot import FAR
from .network import Given, Matcher, gather
from .pairs import Encoded, Pairs, similarities
from .tensors import view_tensors
from .view import mirror, view

CANDIDATES = 24  # of each region in each given frame; 48 change nothing that can be told from noise


class LabeledFrame(NamedTuple):
    """A frame whose labels are known or predicted, encoded by each member."""

    encoded: tuple[Encoded, ...]  # by member of the ensemble
    labels: Tensor  # f32 (N, K), as in `network.Given`
    time: int  # the number of the frame
    is_predicted: bool
    is_sheet: bool = False  # a model sheet, or matched to one: outside time
    is_turned: bool = False  # its mirror image, see `turned`
    rows: tuple[int, ...] = ()  # which of the frame's encoded regions these are; empty: all
    dabbed: tuple[
        int, ...
    ] = ()  # the only ones, by their place in these, that others are matched to; empty: all

    def turned(self) -> LabeledFrame:
        """The mirror image of the frame: where the target is as it is drawn, this one is mirrored."""
        return self._replace(encoded=self.encoded[::-1], is_turned=True)

    def to(self, time: int, member: int) -> Given:
        """The frame as one member of the ensemble matches the frame at `time` to it."""
        away = FAR if self.is_sheet else self.time - time
        return Given(self.encoded[member], self.labels, away, self.is_predicted)


class Ensemble:
    """One network, applied to each drawing and to its mirror image: two members."""

    def __init__(self, network: Matcher, has_mirror: bool = True) -> None:
        self.network = network
        self._has_mirror = has_mirror

    def encode(
        self, art: LineArt, regions: np.ndarray, described: Described, is_mirrored: bool = True
    ) -> tuple[np.ndarray, tuple[Encoded, ...]]:
        """The ids, i32 (N,), of the regions that are encoded, and these as each member encodes them.

        `is_mirrored`: whether by all members, or by the first alone.
        """
        plain = view(art, regions, described)
        with torch.inference_mode():
            encoded = self.network.encode(view_tensors(plain))
            if not (is_mirrored and self._has_mirror):
                return plain.ids, (encoded,)
            mirrored = self.network.encode(view_tensors(mirror(plain, described)))
        # Mirrored, regions have the same borders, and as many samples of their maps meet: these are kept once.
        shared = {"black": encoded.black, "trace": encoded.trace, "grids": encoded.grids}
        return plain.ids, (encoded, mirrored._replace(**shared))

    def compare(self, target: Sequence[Encoded], time: int, given: LabeledFrame) -> tuple[Pairs, ...]:
        """The regions of the frame at `time` compared with their candidates in a given frame, by member.

        All members have the candidates of the first; in a frame that is given for its dabs, these.
        """
        pairs: list[Pairs] = []
        with torch.inference_mode():
            for member, encoded in enumerate(target):
                candidates = pairs[0].candidates if pairs else _candidates(encoded, given)
                pairs.append(self.network.compare(encoded, given.to(time, member), CANDIDATES, candidates))
        return tuple(pairs)

    def match(
        self,
        target: Sequence[Encoded],
        time: int,
        given: Sequence[LabeledFrame],
        pairs: Sequence[Sequence[Pairs]],
    ) -> Tensor:
        """How well each label fits the regions of the frame at `time`: f32 (N, K), rows sum to at most one.

        Averaged over the members. `given`: at least one frame; `pairs`: for each, as from `compare`.
        """
        answers = []
        with torch.inference_mode():
            for member, encoded in enumerate(target):
                frames = [
                    one.to(time, member)._replace(pairs=of_frame[member])
                    for one, of_frame in zip(given, pairs, strict=True)
                ]
                groups = self.network.together(encoded, frames)
                if member == 0:
                    # Borders and candidates are those of the first member, in the mirror image too.
                    evidence = gather(encoded, groups)
                for answer in self.network.rounds(encoded, groups, evidence):
                    last = answer  # those of earlier rounds are not kept
                answers.append(last[:, :-1])
            return torch.stack(answers).mean(0)


def _candidates(target: Encoded, given: LabeledFrame) -> Tensor | None:
    """The dabbed regions of a frame given for them, of many the most similar ones: i64 (N, C); else None."""
    if not given.dabbed:
        return None
    rows, all_of = torch.tensor(given.dabbed), given.encoded[0]
    dabs = all_of._replace(tokens=all_of.tokens[rows], projected=all_of.projected[rows])
    return rows[similarities(target, dabs, CANDIDATES)[0]]
