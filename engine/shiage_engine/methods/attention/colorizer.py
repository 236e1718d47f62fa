"""Attention-aware: each frame is colored by itself, by a network that attends to all places of the references at once
and answers with a picture (Cao, Tian and Mok 2023).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ...drawing.letterbox import Letterbox
from ...drawing.shot import Shot
from ...learning.precision import quick
from ...progress import Progress
from ..pictures.colorizer import FrameColorizer
from ..pictures.matching import known_shares
from ..pictures.small import SmallFrame
from ..pictures.tensors import inked, line_tensor, picture_array, picture_tensor
from .network import Answer, attended_to
from .places import PLACE
from .store import Trained, load_attention

MOST_REFERENCES = 5  # that a frame is colored by: the nearest in time, then sheets
OF_CHANNEL = 140  # bytes that the network takes for each pixel and channel of its full size, as measured
OF_PAIR = 12  # bytes of each two places, of the frame and of a reference: a few numbers


LARGER = 1.5  # a frame is seen so many times as large as in training: small regions are found better


@dataclass(frozen=True)
class AttentionOptions:
    """How a trained network is used."""

    weights: Path | None = None  # a file; None: what was trained here, or is shipped
    size: int | None = None  # of the longer side of a frame for the network; None: as trained, times LARGER
    has_codes: bool = True  # else the palette's own colors are what the network sees
    # Places of so many are attended to together; 1: of the nearest, as the paper.
    references: int = MOST_REFERENCES
    has_match: bool = True  # the labels of the places that it attends to count as much as the picture


@dataclass
class Attention(FrameColorizer):
    """See `methods.colorizer.Colorizer`."""

    options: AttentionOptions = field(default_factory=AttentionOptions)
    _trained: Trained | None = None

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Choose code colors: there is nothing else to learn of references."""
        yield Progress(0, "Reading the reference frames")
        self.trained()
        self.read(shot, self.options.has_codes)

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), of the picture and of the places that were attended to."""
        yield Progress(0, "Coloring")
        box = self.box(shot, frame)
        seen, shares = self._look(shot, frame, box)
        match = attended_to(seen.attended, shares) if self.options.has_match else None
        return self.voted(shot, frame, box, picture_array(seen.picture[0]), match)

    def answer(self, shot: Shot, frame: int, box: Letterbox) -> np.ndarray:
        """What the network answers for one frame, in code colors: f32 RGB (h, w, 3) in [0, 1]."""
        return picture_array(self._look(shot, frame, box)[0].picture[0])

    def _look(self, shot: Shot, frame: int, box: Letterbox) -> tuple[Answer, Tensor]:
        """What the network says of a frame, and the share of each label in the references' places.

        The shares are f32 (1, K, references, h, w).
        """
        line = line_tensor(SmallFrame.of(shot.frames[frame], box).ink)[None]
        near = sorted(self.references, key=lambda one: shot.away(one, frame))[: self.options.references]
        pictures, shares, network = [], [], self.trained().network
        for one in near:
            small = SmallFrame.of(shot.frames[one], self.box(shot, one))
            labels = small.labels(shot.known[one])
            pictures.append(inked(picture_tensor(self.painted(labels)), line_tensor(small.ink)))
            shares.append(known_shares(labels, len(self.codes), network.params.fold))
        with torch.inference_mode(), quick("cpu"):
            return network(line, torch.stack(pictures)[None]), torch.stack(shares, 1)[None]

    def size(self) -> int:
        return self.options.size or int(LARGER * self.trained().size)

    def bytes_of(self, side: int) -> float:
        params = self.trained().network.params
        of_places = OF_PAIR * MOST_REFERENCES * (side / params.fold) ** 4
        return side**2 * OF_CHANNEL * params.widths[0] + of_places

    def trained(self) -> Trained:
        """The network, read at the first call; raises InputError where its weights cannot be used."""
        if self._trained is None:
            self._trained = load_attention(PLACE.found(self.options.weights))
        return self._trained
