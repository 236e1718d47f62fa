"""Hint-guided: frames are colored one after the other, outward from the references, by a network that answers with a
picture (Thasarathan and Ebrahimi 2019). It sees the line art, its own answer for the frame before, and a dab of color
wherever a region's color is known; where nothing is painted it begins with dabs alone.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch

from ...drawing.letterbox import Letterbox
from ...drawing.paint import packed_colors
from ...drawing.shot import Position, Shot
from ...errors import InputError
from ...learning.precision import quick
from ...limits import SHOWN_BYTES
from ...progress import Progress
from ..pictures.colorizer import PictureColorizer
from ..pictures.hints import dabs
from ..pictures.small import SmallFrame
from ..pictures.snapping import in_palette, snap
from ..pictures.tensors import gray_tensor, line_tensor, picture_array, picture_tensor
from ..shared.settling import keep_known
from .network import HINTS, TIME
from .places import PLACE
from .store import Trained, load_hinted

# Bytes that the network takes for each pixel, as measured: about so many a channel, and besides.
OF_CHANNEL, OF_PIXEL = 20, 250
ORIGIN = Position(0, 0, 0, 0)  # where all frames are of one size


@dataclass(frozen=True)
class HintedOptions:
    """How a trained network is used."""

    weights: Path | None = None  # a file; None: what was trained here, or is shipped
    size: int | None = None  # of the longer side of a frame for the network; None: of what it learned from
    has_codes: bool = True  # else the palette's own colors are what the network sees
    # It is fed its answer snapped to the palette, not raw; None: as in training.
    is_snapped: bool | None = None
    # By time: u8 RGBA (H, W, 4), the true paint spread under the lines, for networks that see it in gray.
    truth: Mapping[int, np.ndarray] | None = None


@dataclass
class HintGuided(PictureColorizer):
    """See `methods.colorizer.Colorizer`."""

    options: HintedOptions = field(default_factory=HintedOptions)
    _trained: Trained | None = None
    _scores: dict[int, np.ndarray] = field(default_factory=dict)  # by target
    # By target: u8 RGB (h, w, 3), in codes; as many as may be kept.
    _answers: dict[int, np.ndarray] = field(default_factory=dict)

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Color all frames, each from the answer before: they depend on one another."""
        made = self.trained()
        is_snapped = made.is_snapped if self.options.is_snapped is None else self.options.is_snapped
        self.choose_codes(shot, self.options.has_codes)
        scores: dict[int, np.ndarray] = {}
        answers: dict[int, np.ndarray] = {}
        free = SHOWN_BYTES
        for chain in chains([*shot.finished], len(shot.in_time)):
            last, before = None, np.zeros(0, np.uint8)
            for frame in chain:
                box = self.box(shot, frame)
                before = _blank(box) if last is None else self._moved(shot, last, frame, before)
                last = frame
                small = SmallFrame.of(shot.frames[frame], box)
                if frame in shot.labels:
                    before = self.painted(small.labels(shot.labels[frame]))
                    continue
                yield Progress(len(scores) / len(shot.targets), "Coloring one frame after the other")
                answer = self._answer(shot, frame, small, before)
                scores[frame] = snap(answer, self.codes, box.shares(shot.frames[frame].regions))
                before = (255 * answer).round().astype(np.uint8)
                free -= before.nbytes
                if free >= 0:
                    answers[frame] = before[: box.inside[0], : box.inside[1]]
                if is_snapped:
                    before = self.painted(small.labels(keep_known(shot, frame, scores[frame]).argmax(1)))
        self._scores, self._answers = scores, answers

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row the mean of the votes under a region's pixels."""
        yield Progress(0, "Coloring")
        return self._scores[frame]

    def picture(self, shot: Shot, frame: int) -> np.ndarray | None:
        """The raw answer of one frame in the shot's colors: u8 RGB (h, w, 3), of the working size."""
        answer = self._answers.get(frame)
        if answer is None:
            return None
        return in_palette(answer.astype(np.float32) / 255, self.codes, shot.palette)

    def size(self) -> int:
        return self.options.size or self.trained().size

    def bytes_of(self, side: int) -> float:
        return side**2 * (OF_CHANNEL * self.trained().network.params.width + OF_PIXEL)

    def trained(self) -> Trained:
        """The network, read at the first call; raises InputError where its weights cannot be used."""
        if self._trained is None:
            self._trained = load_hinted(PLACE.found(self.options.weights))
        return self._trained

    def _answer(self, shot: Shot, frame: int, small: SmallFrame, before: np.ndarray) -> np.ndarray:
        """The picture that the network answers with, in code colors: f32 (h, w, 3) in [0, 1]."""
        made, known = self.trained(), shot.partial.get(frame)
        hints = np.zeros((*small.cells.shape, 3), np.uint8)
        if known is not None and HINTS not in made.without:
            hints = dabs(known, small.cells, self.codes)
        if TIME in made.without:
            before = np.zeros_like(before)
        line = line_tensor(small.ink)
        if made.is_gray:
            line = gray_tensor(picture_tensor(self._truth(shot, frame, small.box)), line)
        given = line, picture_tensor(hints), picture_tensor(before)
        with torch.inference_mode(), quick("cpu"):
            answer = made.network(*(part[None] for part in given))
        return picture_array(answer[0])

    def _moved(self, shot: Shot, old: int, new: int, picture: np.ndarray) -> np.ndarray:
        """A picture of one frame, u8 (h, w, 3), where it lies beside another; its edge goes on around it."""
        box, beside = self.box(shot, old), self.box(shot, new)
        before, after = (shot.frames[one].position or ORIGIN for one in (old, new))
        left, top = before.left - after.left, before.top - after.top
        if box == beside and not left and not top:
            return picture
        down, across = np.divide(box.inside, box.frame)  # pixels here of one there
        matrix = np.array([[1, 0, left * across], [0, 1, top * down]])
        inside = picture[: box.inside[0], : box.inside[1]]
        return cv2.warpAffine(
            inside, matrix, box.size[::-1], flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
        )

    def _truth(self, shot: Shot, frame: int, box: Letterbox) -> np.ndarray:
        """The true paint of a frame in code colors, u8 (h, w, 3); colors that the palette lacks stay as they are."""
        if self.options.truth is None:
            raise InputError("These weights see paint in gray, not lines: they are for evaluation alone.")
        paint = np.ascontiguousarray(self.options.truth[shot.frames[frame].time])
        small = box.shrink(paint, 0, cv2.INTER_NEAREST)
        result, numbers = small[..., :3].copy(), packed_colors(small)
        for color, code in zip(packed_colors(shot.palette), self.codes, strict=True):
            result[numbers == color] = code
        return result


def _blank(box: Letterbox) -> np.ndarray:
    """What a frame is fed that has none before it: black, u8 (h, w, 3)."""
    return np.zeros((*box.size, 3), np.uint8)


def chains(sources: Sequence[int], count: int) -> list[list[int]]:
    """The order in which `count` frames are colored: outward from each source, up to halfway to the next.

    Each chain begins with its source; without any there is one, from the first frame on.
    """
    if not sources:
        return [[*range(count)]]
    found = []
    for number, source in enumerate(sources):
        first = 0 if number == 0 else (sources[number - 1] + source) // 2 + 1
        last = count - 1 if number + 1 == len(sources) else (source + sources[number + 1]) // 2
        found += [[*range(source, last + 1)], [*range(source, first - 1, -1)]]
    return [chain for chain in found if len(chain) > 1]
