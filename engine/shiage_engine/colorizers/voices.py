"""Voices: several networks, each of which looks at a drawing as it is and at its mirror image, answer as one.

Trained apart they err apart, and none of them knows left from right better than its mirror image does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..drawing.descriptors import Described, describe
from ..drawing.line_art import LineArt
from ..drawing.view import View, view
from ..networks.matcher import Encoded, Given, Matcher
from ..networks.seen import seen


class Known(NamedTuple):
    """A frame whose labels are known, or believed."""

    encoded: tuple[Encoded, ...]  # by voice
    labels: Tensor  # f32 (N, K), see `networks.matcher.Given`
    time: int  # the number of the frame
    believed: bool


class Voices:
    """The voices of some networks: first each with the drawing as it is, then each with its mirror image."""

    def __init__(self, networks: Sequence[Matcher], mirror: bool = True) -> None:
        self.networks = tuple(networks)
        looks = (False, True) if mirror else (False,)
        self._voices = [(network, mirrored) for mirrored in looks for network in networks]

    def __len__(self) -> int:
        return len(self._voices)

    def encode(
        self, art: LineArt, regions: np.ndarray, described: Described, count: int
    ) -> tuple[np.ndarray, tuple[Encoded, ...]]:
        """A frame as the first `count` voices know it, with the ids, i32 (N,), of its regions in `regions`."""
        voices = self._voices[:count]
        views = {False: view(art, regions, described)}
        if any(mirrored for _, mirrored in voices):
            other, flipped = _mirrored(art), np.ascontiguousarray(regions[:, ::-1])
            views[True] = view(other, flipped, describe(other, flipped))
        with torch.inference_mode(), _out_of_memory():
            encoded = tuple(_encode(network, views[mirrored]) for network, mirrored in voices)
        return views[False].ids, encoded

    def match(self, target: Sequence[Encoded], time: int, given: Sequence[Known]) -> Tensor:
        """How well each label fits the regions of the frame at `time`: f32 (N, K), rows sum to at most one.

        `given`: at least one frame. The voices that know all of these frames answer.
        """
        count = min(len(encoded) for encoded in (target, *(one.encoded for one in given)))
        answers = []
        with torch.inference_mode(), _out_of_memory():
            for voice, (network, _) in enumerate(self._voices[:count]):
                heard = [
                    Given(one.encoded[voice], one.labels, one.time - time, one.believed) for one in given
                ]
                answers.append(network.match(target[voice], heard)[-1][:, :-1])
            return torch.stack(answers).mean(0)


def _encode(network: Matcher, of_frame: View) -> Encoded:
    fields = {name: value for name, value in vars(of_frame).items() if name != "ids"}
    encoded = network.encode(seen(**fields))
    # Crops are large, and have been looked at.
    return encoded._replace(seen=encoded.seen._replace(crops=encoded.seen.crops[:0]))


def _mirrored(art: LineArt) -> LineArt:
    return LineArt(np.ascontiguousarray(art.ink[:, ::-1]), np.ascontiguousarray(art.kind[:, ::-1]))


@contextmanager
def _out_of_memory() -> Iterator[None]:
    """Torch has no error of its own for it on a processor."""
    try:
        yield
    except RuntimeError as error:
        if "allocate memory" in str(error):
            raise MemoryError from error
        raise
