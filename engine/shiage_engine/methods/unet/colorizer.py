"""U-net: colors a character that it was trained on, without any reference frame.

Ishii et al. 2020: the network predicts the label of each pixel (section 2.1); a region takes the label of most of its
pixels, and their share is its confidence (section 2.2).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Generator
from dataclasses import dataclass, field

import cv2
import numpy as np
import torch

from ...drawing.inks import inks, shrunk_size
from ...drawing.line_art import LineArt
from ...drawing.regions import tally
from ...drawing.shot import Shot
from ...errors import InputError
from ...learning.kept import is_kept, path_of
from ...learning.precision import quick
from ...limits import LOGITS
from ...progress import Progress
from ..colorizer import Colorizer
from ..matcher.following import matched_links
from ..shared.tracks import Links
from .store import METHOD, Learned, load_unet
from .variants import ALIKE, Variants, apart

WIDTH = 64  # channels of the network itself, at full size, about: with fewer labels these fill the memory


@dataclass
class CharacterUNet(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    character: str
    _learned: Learned | None = None
    _votes: dict[int, np.ndarray] = field(default_factory=dict)  # by frame

    def palette(self) -> np.ndarray:
        """The colors of the character, u8 (K, 4) RGBA; raises InputError where nothing was learned of it."""
        return self.learned().palette

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Load the weights: all learning was done before."""
        yield Progress(0, "Reading what was learned of the character")
        self.learned()

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame, f32 (R + 1, K): the share of a region's pixels that has each color."""
        yield Progress(0, "Coloring")
        known = self.learned()
        if frame not in self._votes:
            of_frame = shot.frames[frame]
            self._votes[frame] = votes(
                labels_of_pixels(known, of_frame.line_art), of_frame.regions, known.variants.labels
            )
        own = self._votes[frame]
        return own @ color_probabilities(shot, known.palette, known.variants)

    def forget(self, frames: Collection[int]) -> None:
        """See `methods.colorizer.Colorizer`."""
        for i in frames:
            self._votes.pop(i, None)

    def links(self, shot: Shot) -> Generator[Progress, None, Links]:
        """Those of the matcher."""
        return (yield from matched_links(shot))

    def learned(self) -> Learned:
        """What was learned of the character, read at the first call; raises InputError where nothing was."""
        if self._learned is None:
            path = path_of(METHOD, self.character)
            if not path.exists():
                raise InputError(
                    f"Nothing was learned of {self.character} yet: train it with shiage train unet --shots DIR "
                    f"--character {self.character!r}."
                )
            self._learned = load_unet(path)
        return self._learned


def trained_unet(character: str) -> CharacterUNet | None:
    """The U-net of the character; None without a name, or where none was trained."""
    return CharacterUNet(character) if is_kept(METHOD, character) else None


def labels_of_pixels(known: Learned, art: LineArt) -> np.ndarray:
    """The label of each pixel of a drawing, i32 (H, W), lines included."""
    height, width = art.ink.shape
    fold, labels_at_once = known.network.params.fold, max(known.variants.labels, WIDTH)
    fitting = math.sqrt(LOGITS * fold**2 / labels_at_once / max(art.ink.size, 1))
    small = inks(art, shrunk_size(art.ink.shape, min(known.shrink, fitting)))
    line = torch.from_numpy(small).permute(2, 0, 1)[None].float() / 255
    with torch.inference_mode(), quick("cpu"):
        logits = known.network(line.to(memory_format=torch.channels_last))[0].numpy()
    best = np.full((height, width), -np.inf, np.float32)
    labels = np.zeros((height, width), np.int32)
    for label, of_label in enumerate(logits):  # one by one: all at full size would fill the memory
        grown = cv2.resize(of_label, (width, height), interpolation=cv2.INTER_LINEAR)
        is_better = grown > best
        best[is_better] = grown[is_better]
        labels[is_better] = label
    return labels


def votes(labels: np.ndarray, regions: np.ndarray, count: int) -> np.ndarray:
    """The share of each region's pixels that has each of `count` labels: f32 (R + 1, count), the line's row is 0."""
    pairs = tally(regions, labels, (int(regions.max(initial=0)) + 1, count))
    pairs[0] = 0
    return (pairs / np.maximum(pairs.sum(1, keepdims=True), 1)).astype(np.float32)


def color_probabilities(shot: Shot, palette: np.ndarray, variants: Variants) -> np.ndarray:
    """The probability of each color of the shot given a label of the character: f32 (C, K of the shot).

    `palette`: the character's, u8 (K, 4), part of the shot's. Of a label's colors, those that the shot's references
    have are equally likely, and the others impossible. Where the references have none of them, it is a similar color
    of theirs that the character never had; where there is none either, each of its colors with the probability that
    the training shots give it, see `Variants.share`.
    """
    distance = apart(palette[:, None], shot.palette[None])  # (K, K of the shot)
    place = distance.argmin(1)  # of each color of the character in the shot's palette
    used = np.unique(np.concatenate([np.zeros(0, int), *(labels[1:] for labels in shot.known.values())]))
    used = used[used > 0]
    new = np.setdiff1d(used, place)
    result = np.zeros((variants.labels, len(shot.palette)), np.float32)
    result[variants.label_of, place] = variants.share
    nearest = variants.label_of[distance[:, new].argmin(0)]  # the label most similar to each new color
    is_alike = distance[:, new].min(0) <= ALIKE
    for label in range(1, variants.labels):
        found = np.intersect1d(place[variants.label_of == label], used)
        if not len(found):
            found = new[is_alike & (nearest == label)]
        if len(found):
            result[label] = 0
            result[label, found] = 1 / len(found)
    return result
