"""Voices: the network looks at a drawing as it is and at its mirror image, and what it says of both is averaged.

It knows left from right no better than its mirror image does, but errs at other places there.
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
    """The voices of a network: the first looks at drawings as they are, the second at their mirror images."""

    def __init__(self, network: Matcher, mirror: bool = True) -> None:
        self.network = network
        self._looks = (False, True) if mirror else (False,)  # is the drawing mirrored?

    def encode(
        self, art: LineArt, regions: np.ndarray, described: Described, count: int
    ) -> tuple[np.ndarray, tuple[Encoded, ...]]:
        """A frame as the first `count` voices know it, with the ids, i32 (N,), of its regions in `regions`."""
        views = [
            _mirrored_view(art, regions) if is_mirrored else view(art, regions, described)
            for is_mirrored in self._looks[:count]
        ]
        with torch.inference_mode(), _out_of_memory():
            return views[0].ids, tuple(_encode(self.network, of_voice) for of_voice in views)

    def match(self, target: Sequence[Encoded], time: int, given: Sequence[Known]) -> Tensor:
        """How well each label fits the regions of the frame at `time`: f32 (N, K), rows sum to at most one.

        `given`: at least one frame. The voices that know all of these frames answer.
        """
        count = min(len(encoded) for encoded in (target, *(one.encoded for one in given)))
        answers = []
        with torch.inference_mode(), _out_of_memory():
            for voice in range(count):
                heard = [
                    Given(one.encoded[voice], one.labels, one.time - time, one.believed) for one in given
                ]
                answers.append(self.network.match(target[voice], heard)[-1][:, :-1])
            return torch.stack(answers).mean(0)


def _encode(network: Matcher, of_frame: View) -> Encoded:
    fields = {name: value for name, value in vars(of_frame).items() if name != "ids"}
    encoded = network.encode(seen(**fields))
    # Crops are large, and have been looked at.
    return encoded._replace(seen=encoded.seen._replace(crops=encoded.seen.crops[:0]))


def _mirrored_view(art: LineArt, regions: np.ndarray) -> View:
    ink, kind, flipped = (np.ascontiguousarray(of[:, ::-1]) for of in (art.ink, art.kind, regions))
    mirrored = LineArt(ink, kind)
    return view(mirrored, flipped, describe(mirrored, flipped))


@contextmanager
def _out_of_memory() -> Iterator[None]:
    """Torch has no error of its own for it on a processor."""
    try:
        yield
    except RuntimeError as error:
        if "allocate memory" in str(error):
            raise MemoryError from error
        raise
