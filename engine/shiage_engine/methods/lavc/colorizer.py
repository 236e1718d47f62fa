"""LAVC: each frame is colored from the references alone, by a network that answers with a picture (Shi et al. 2020).

A similarity layer looks for each place of the drawing in the references, an embedder tells their style, and a second
network refines the answer between the references in order of time. Nothing goes from frame to frame, so that no
error does. For a character with a name the first network goes on learning from the references, and is kept.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ...drawing.codes import code_colors, own_colors
from ...drawing.distance_field import distance_field
from ...drawing.letterbox import Letterbox
from ...drawing.shot import UNKNOWN, Shot
from ...errors import InputError
from ...learning.kept import Kept, describe, is_kept, path_of, writing
from ...learning.precision import quick
from ...progress import Progress
from ..colorizer import Colorizer
from ..patch.continual import digest
from ..pictures.small import SmallFrame
from ..pictures.snapping import in_palette, snap
from ..pictures.tensors import line_tensor, picture_array, picture_tensor
from .batch import shares_of
from .network import References, Remembered
from .places import trained, weights
from .store import ANSWER, BY_MATCH, METHOD, Trained, load_lavc, save_lavc
from .tuning import TuningParams, tune

CODE_SEED = 0  # of the code colors that a shot is colored in
TRANSPARENT = (0, 0, 0, 0)  # the palette that is kept: the network knows no colors
MOST_REFERENCES = 5  # that a frame is colored by: the nearest in time


@dataclass(frozen=True)
class LavcOptions:
    """How trained networks are used."""

    weights: Path | None = None  # a file; None: what was trained here, or is shipped
    size: int | None = None  # of the longer side of a frame for the network; None: of what it learned from
    has_codes: bool = True  # else the palette's own colors are what the network sees
    is_refined: bool = True  # by the temporal network, where there is one
    answer: str | None = None  # BY_PICTURE or BY_MATCH; None: as the weights say


@dataclass(frozen=True)
class _Given:
    """Drawings as the network sees them; f32 (K, channels, h, w)."""

    lines: Tensor
    fields: Tensor
    pictures: Tensor
    shares: Tensor  # (K, L, h / 4, w / 4): of each label in each place; none where a color is not known


@dataclass(frozen=True)
class _Answer:
    """What is answered for one frame."""

    picture: np.ndarray  # f32 RGB (h, w, 3) in [0, 1], in code colors
    match: (
        Tensor | None
    )  # f32 (1, L, h, w): how much of the match looks at each label; None where it is not asked


@dataclass
class Lavc(Colorizer):
    """See `methods.colorizer.Colorizer`."""

    options: LavcOptions = field(default_factory=LavcOptions)
    character: str = ""
    tuning: TuningParams = field(default_factory=TuningParams)
    _trained: Trained | None = None
    _codes: np.ndarray = field(default_factory=lambda: np.zeros((0, 3), np.uint8))  # of the palette's colors
    _references: tuple[int, ...] = ()
    # What was remembered last, by frames and working size: neighboring frames have the same references.
    _last: tuple[object, _Given, Remembered] | None = None

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Choose code colors; for a character with a name, learn the references too, and keep what was learned.

        Where learning is given up, what was saved last can be used, and is kept.
        """
        yield Progress(0, "Reading the reference frames")
        self.trained()
        self._codes = own_colors(shot.palette)
        if self.options.has_codes:
            self._codes = code_colors(len(shot.palette), np.random.default_rng(CODE_SEED))
        self._references, self._last = tuple(sorted(shot.references)), None
        if self.character:
            with writing(METHOD, self.character):  # first: a disk that cannot be written is an error now
                self._trained = None  # another program may have learned since it was read
                yield from self._tune(shot, self.trained())

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), each row the mean of the votes under a region's pixels."""
        yield Progress(0, "Coloring")
        box, answer = self._box(shot, frame), self._answer(shot, frame)
        shares = box.shares(shot.frames[frame].regions)
        if answer.match is not None:
            scores: np.ndarray = shares @ answer.match[0].flatten(1).T.numpy()
            return scores
        return snap(answer.picture, self._codes, shares)

    def picture(self, shot: Shot, frame: int) -> np.ndarray | None:
        """The raw answer of one frame in the shot's colors: u8 RGB (h, w, 3), of the working size."""
        if not self._references or self._is_by_match:
            return None
        height, width = self._box(shot, frame).inside
        return in_palette(self._answer(shot, frame).picture[:height, :width], self._codes, shot.palette)

    def _tune(self, shot: Shot, before: Trained) -> Generator[Progress, None, None]:
        path = path_of(METHOD, self.character)
        past = describe(path) if path.exists() else None
        drawings = [digest(shot.frames[one].line_art) for one in self._references]
        learned = list(dict.fromkeys([*(past.shots if past else ()), *drawings]))
        done = past.steps if past else 0

        def keep(colors: Mapping[str, Tensor], steps: int) -> None:
            kept = Kept.now(METHOD, self.character, [TRANSPARENT], learned, done + steps)
            notes = kept.metadata() | {ANSWER: before.answer}
            of_time = None if before.temporal is None else before.temporal.state_dict()
            save_lavc(path, before.colors.params, colors, of_time, size=before.size, notes=notes)
            self._trained, self._last = load_lavc(path), None

        yield from tune(before, shot, self.tuning, keep)

    def trained(self) -> Trained:
        """The networks, read at the first call; raises InputError where their weights cannot be used."""
        if self._trained is None:
            is_known = is_kept(METHOD, self.character)
            path = path_of(METHOD, self.character) if is_known else self.options.weights or weights()
            if not path.exists():
                raise InputError(
                    "There are no weights of LAVC yet: train them with shiage train lavc --shots DIR --out "
                    f"{trained()}."
                )
            self._trained = load_lavc(path)
        return self._trained

    @property
    def _is_by_match(self) -> bool:
        return (self.options.answer or self.trained().answer) == BY_MATCH

    def _box(self, shot: Shot, frame: int) -> Letterbox:
        return Letterbox.of(shot.frames[frame].packed_ink.shape, self.options.size or self.trained().size)

    def _answer(self, shot: Shot, frame: int) -> _Answer:
        made, box = self.trained(), self._box(shot, frame)
        chosen = nearest(self._references, frame)
        with torch.inference_mode(), quick("cpu"):
            given, remembered = self._remember(shot, chosen, box)
            small = SmallFrame.of(shot.frames[frame], box)
            line, of_field = line_tensor(small.ink), _field(shot, frame, box)
            carried = given.shares[None] if self._is_by_match else None
            answer = made.colors.answer(line[None], of_field[None], remembered, carried)
            picture = answer.picture
            if made.temporal is not None and self.options.is_refined:
                before = sum(reference < frame for reference in chosen)
                lines, pictures = (
                    torch.cat([of_references[:before], own, of_references[before:]])[None]
                    for of_references, own in ((given.lines, line[None]), (given.pictures, picture))
                )
                picture = made.temporal(lines, pictures)[:, before]
            match = (
                None if carried is None else F.interpolate(answer.carried, scale_factor=4.0, mode="bilinear")
            )
        return _Answer(picture_array(picture[0]), match)

    def _remember(self, shot: Shot, chosen: Sequence[int], box: Letterbox) -> tuple[_Given, Remembered]:
        """References as the network sees them, in a box of the target's, and what it makes of them."""
        key = (tuple(chosen), box)
        if self._last is None or self._last[0] != key:
            planes = zip(*(self._reference(shot, one, box) for one in chosen), strict=True)
            given = _Given(*(torch.stack(plane) for plane in planes))
            references = References(given.lines[None], given.fields[None], given.pictures[None])
            self._last = key, given, self.trained().colors.remember(references)
        return self._last[1:]

    def _reference(self, shot: Shot, frame: int, box: Letterbox) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Line art, distance field, picture in code colors and shares of labels of a reference."""
        small = SmallFrame.of(shot.frames[frame], box)
        labels = small.labels(shot.known[frame])
        codes = np.concatenate([self._codes, np.zeros((1, 3), np.uint8)])  # UNKNOWN is the last: black
        planes = torch.from_numpy(np.where(labels == UNKNOWN, len(self._codes), labels)).long()
        shares = shares_of(planes, len(codes))[:-1]
        return line_tensor(small.ink), _field(shot, frame, box), picture_tensor(codes[labels]), shares


def nearest(references: Sequence[int], frame: int) -> list[int]:
    """The references that a frame is colored by, in order; one counts as both ends (section 4.3)."""
    chosen = sorted(sorted(references, key=lambda one: abs(one - frame))[:MOST_REFERENCES])
    return chosen * 2 if len(chosen) == 1 else chosen


def _field(shot: Shot, frame: int, box: Letterbox) -> Tensor:
    """The distance field of a frame at the working size: f32 (1, h, w)."""
    whole = distance_field(shot.frames[frame].line_art.ink)
    inside = cv2.resize(whole, box.inside[::-1], interpolation=cv2.INTER_AREA)
    rows, columns = (side - part for side, part in zip(box.size, box.inside, strict=True))
    return torch.from_numpy(cv2.copyMakeBorder(inside, 0, rows, 0, columns, cv2.BORDER_CONSTANT, value=1.0))[
        None
    ]
