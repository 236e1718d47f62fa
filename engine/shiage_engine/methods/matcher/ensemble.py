"""Ensemble: the network matches each drawing as it is and mirrored, and the two answers are averaged.

A mirror image is a plausible drawing too, but the network makes other errors on it (test-time augmentation).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...drawing.descriptors import Described, describe
from ...drawing.line_art import LineArt
from .network import Encoded, Given, Matcher
from .tensors import view_tensors
from .view import View, view


class LabeledFrame(NamedTuple):
    """A frame whose labels are known or predicted, encoded by each member."""

    encoded: tuple[Encoded, ...]  # by member of the ensemble
    labels: Tensor  # f32 (N, K), as in `network.Given`
    time: int  # the number of the frame
    is_predicted: bool


class Ensemble:
    """One network, applied to each drawing and to its mirror image: two members."""

    def __init__(self, network: Matcher, mirror: bool = True) -> None:
        self.network = network
        self._is_mirrored = (False, True) if mirror else (False,)  # by member

    def encode(
        self, art: LineArt, regions: np.ndarray, described: Described, count: int
    ) -> tuple[np.ndarray, tuple[Encoded, ...]]:
        """A frame encoded by the first `count` members, after the ids, i32 (N,), of its regions in `regions`."""
        views = [
            _mirrored_view(art, regions) if is_mirrored else view(art, regions, described)
            for is_mirrored in self._is_mirrored[:count]
        ]
        with torch.inference_mode(), _out_of_memory():
            return views[0].ids, tuple(_encode(self.network, of_member) for of_member in views)

    def match(self, target: Sequence[Encoded], time: int, given: Sequence[LabeledFrame]) -> Tensor:
        """How well each label fits the regions of the frame at `time`: f32 (N, K), rows sum to at most one.

        `given`: at least one frame. Averaged over the members that encoded all of these frames.
        """
        count = min(len(encoded) for encoded in (target, *(one.encoded for one in given)))
        answers = []
        with torch.inference_mode(), _out_of_memory():
            for member in range(count):
                frames = [
                    Given(one.encoded[member], one.labels, one.time - time, one.is_predicted) for one in given
                ]
                answers.append(self.network.match(target[member], frames)[-1][:, :-1])
            return torch.stack(answers).mean(0)


def _encode(network: Matcher, of_frame: View) -> Encoded:
    fields = {name: value for name, value in vars(of_frame).items() if name != "ids"}
    encoded = network.encode(view_tensors(**fields))
    # Crops are large, and not needed any more.
    return encoded._replace(view=encoded.view._replace(crops=encoded.view.crops[:0]))


def _mirrored_view(art: LineArt, regions: np.ndarray) -> View:
    ink, kind, flipped = (np.ascontiguousarray(of[:, ::-1]) for of in (art.ink, art.kind, regions))
    mirrored = LineArt(ink, kind)
    return view(mirrored, flipped, describe(mirrored, flipped))


@contextmanager
def _out_of_memory() -> Iterator[None]:
    """Raise MemoryError for lack of memory, for which torch has no error of its own on a processor."""
    try:
        yield
    except RuntimeError as error:
        if "allocate memory" in str(error):
            raise MemoryError from error
        raise
