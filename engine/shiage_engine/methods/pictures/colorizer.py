"""What methods have in common whose network answers with a picture."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...drawing.codes import code_colors, own_colors
from ...drawing.letterbox import STRIDE, Letterbox
from ...drawing.shot import Shot
from ...limits import LOGITS, NETWORK_BYTES
from ...progress import Progress
from ..colorizer import Colorizer
from ..matcher.following import matched_links
from ..shared.tracks import Links
from .small import box_of
from .snapping import in_palette, snap

CODE_SEED = 0  # of the code colors that a shot is colored in


@dataclass
class PictureColorizer(Colorizer):
    """A colorizer by a network that answers with pictures in code colors; see `methods.colorizer.Colorizer`."""

    # Of the palette's colors, u8 RGB (K, 3); by `choose_codes`.
    codes: np.ndarray = field(init=False, default_factory=lambda: np.zeros((0, 3), np.uint8))

    @abstractmethod
    def size(self) -> int:
        """Pixels of the longer side of a frame for the network, if memory allows for it."""

    @abstractmethod
    def bytes_of(self, side: int) -> float:
        """How much memory the network takes for a frame of `side` x `side` pixels, about; it grows with the side."""

    def fitting_size(self) -> int:
        """`size`, or the largest that memory allows for."""
        side = self.size()
        while side > STRIDE and self.bytes_of(side) > NETWORK_BYTES:
            side -= STRIDE
        return side

    def choose_codes(self, shot: Shot, has_codes: bool) -> None:
        """Choose the codes of a shot's palette, or take its own colors."""
        self.codes = own_colors(shot.palette)
        if has_codes:
            self.codes = code_colors(len(shot.palette), np.random.default_rng(CODE_SEED))

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Those of the matcher."""
        return (yield from matched_links(shot))

    def painted(self, labels: np.ndarray) -> np.ndarray:
        """Labels of pixels, i32 (h, w), in their codes: u8 RGB (h, w, 3); black where no color is known."""
        colors: np.ndarray = np.concatenate([self.codes, np.zeros((1, 3), np.uint8)])[labels]
        return colors

    def box(self, shot: Shot, frame: int) -> Letterbox:
        """Where a frame lies at the working size, see `box_of`."""
        return box_of(shot.frames[frame], shot.frames, self.fitting_size())


@dataclass
class FrameColorizer(PictureColorizer):
    """One that colors each frame by itself, from the references alone."""

    references: tuple[int, ...] = field(init=False, default=())  # in order of time; by `read`

    def voted(
        self, shot: Shot, frame: int, box: Letterbox, picture: np.ndarray | None, match: Tensor | None
    ) -> np.ndarray:
        """The scores of a frame by what is there of two, the mean of both: f32 (R + 1, K).

        `picture`: in code colors, f32 RGB (h, w, 3) in [0, 1]; `match`: of the references' places that look like a
        place of the frame, the share of each label, f32 (1, K, ...) of any size. Where they differ no label has most.
        """
        shares, found = box.shares(shot.frames[frame].regions), []
        if picture is not None:
            found.append(snap(picture, self.codes, shares))
        if match is not None:
            at_once = max(LOGITS // (box.size[0] * box.size[1]), 1)  # labels
            votes = [shares @ _of_pixels(some, box) for some in torch.split(match, at_once, 1)]
            found.append(np.concatenate(votes, 1))
        mean: np.ndarray = np.mean(found, 0)
        return mean

    @abstractmethod
    def answer(self, shot: Shot, frame: int, box: Letterbox) -> np.ndarray:
        """What the network answers for one frame in a box, in code colors: f32 RGB (h, w, 3) in [0, 1]."""

    def read(self, shot: Shot, has_codes: bool) -> None:
        """Choose the codes of a shot's palette, see `choose_codes`, and note its references.

        Partly painted frames are none beside whole ones: black stands where no color is known, and would be painted.
        """
        self.choose_codes(shot, has_codes)
        whole = [one for one in shot.references if one in shot.labels]
        self.references = tuple(sorted(whole or shot.references))

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row the mean of the votes under a region's pixels."""
        yield Progress(0, "Coloring")
        box = self.box(shot, frame)
        return snap(self.answer(shot, frame, box), self.codes, box.shares(shot.frames[frame].regions))

    def picture(self, shot: Shot, frame: int) -> np.ndarray | None:
        """The raw answer of one frame in the shot's colors: u8 RGB (h, w, 3), of the working size."""
        if not self.references:
            return None
        box = self.box(shot, frame)
        height, width = box.inside
        return in_palette(self.answer(shot, frame, box)[:height, :width], self.codes, shot.palette)


def _of_pixels(match: Tensor, box: Letterbox) -> np.ndarray:
    """The share of each label at each pixel: f32 (pixels, L), of (1, L, ...) of any size."""
    of_pixels: np.ndarray = F.interpolate(match, size=box.size, mode="bilinear")[0].flatten(1).T.numpy()
    return of_pixels
