"""LAVC: each frame is colored from the references alone, by a network that answers with a picture (Shi et al. 2020).

A similarity layer looks for each place of the drawing in the references, an embedder tells their style, and a second
network refines the answer between the references in order of time. Nothing goes from frame to frame, so that no
error does. For a character with a name the first network goes on learning from the references, and is kept.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from ...drawing.distance_field import distance_field
from ...drawing.letterbox import Letterbox
from ...drawing.shot import Frame, Shot
from ...learning.kept import WEIGHTS, Kept, describe, path_of, writing
from ...learning.precision import quick
from ...progress import Progress
from ..patch.continual import digest
from ..pictures.colorizer import FrameColorizer
from ..pictures.matching import known_shares
from ..pictures.small import SmallFrame
from ..pictures.snapping import in_palette
from ..pictures.tensors import line_tensor, picture_array, picture_tensor
from .network import FOLD, Answer, References, Remembered
from .similarity import AT_ONCE
from .store import ANSWER, BY_MATCH, BY_PICTURE, METHOD, NO_COLORS, Trained, load_for, load_lavc, save_lavc
from .temporal import TemporalConstraint
from .tuning import TuningParams, tune

MOST_REFERENCES = 5  # that a frame is colored by: the nearest in time, then sheets
LARGER = 2  # a frame is seen so many times as large as in training: small regions are found better
# Bytes that the networks take for each pixel, as measured: of a channel, of a channel of the second network in each
# frame that it sees, and of a label in each reference; the match takes some numbers of each two places besides.
OF_CHANNEL, OF_REFINING, OF_LABEL, OF_PAIR = 60, 42, 0.75, 12


@dataclass(frozen=True)
class LavcOptions:
    """How trained networks are used."""

    weights: Path | None = None  # a file; None: what was trained here, or is shipped
    size: int | None = None  # of the longer side of a frame for the network; None: as trained, times LARGER
    has_codes: bool = True  # else the palette's own colors are what the network sees
    is_refined: bool = True  # by the temporal network, where there is one
    answer: str | None = None  # BY_PICTURE, BY_MATCH or BY_BOTH; None: as the weights say


@dataclass(frozen=True)
class _Given:
    """References as the network sees them; f32 (K, channels, h, w)."""

    lines: Tensor
    fields: Tensor
    pictures: Tensor
    shares: Tensor  # f32 (K, L, h / 4, w / 4): of each label in each place; none where a color is not known


@dataclass
class Lavc(FrameColorizer):
    """See `methods.colorizer.Colorizer`."""

    options: LavcOptions = field(default_factory=LavcOptions)
    character: str = ""
    tuning: TuningParams = field(default_factory=TuningParams)
    _trained: Trained | None = None
    # What was remembered last, by frames and working size: neighboring frames have the same references.
    _last: tuple[object, _Given, Remembered] | None = None

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        """Choose code colors; for a character with a name, learn the references too, and keep what was learned.

        Where learning is given up, what was saved last can be used, and is kept.
        """
        yield Progress(0, "Reading the reference frames")
        self.trained()
        self.read(shot, self.options.has_codes)
        self._last = None
        if self.character and self.keeps:
            with writing(METHOD, self.character):  # first: a disk that cannot be written is an error now
                self._trained = None  # another program may have learned since it was read
                yield from self._tune(shot, self.trained(), path_of(METHOD, self.character))
        elif self.character:
            with TemporaryDirectory() as folder:
                yield from self._tune(shot, self.trained(), Path(folder) / WEIGHTS)

    def colorize(self, shot: Shot, frame: int) -> Generator[Progress, None, np.ndarray]:
        """The scores of one frame: f32 (R + 1, K), the mean of votes, or of the match, under a region's pixels."""
        yield Progress(0, "Coloring")
        box, answer = self.box(shot, frame), self._answer
        seen, picture = self._look(shot, frame, box, has_match=answer != BY_PICTURE), None
        if answer != BY_MATCH:
            picture = picture_array(self._refined(shot, frame, box, seen.picture)[0])
        return self.voted(shot, frame, box, picture, None if answer == BY_PICTURE else seen.carried)

    def picture(self, shot: Shot, frame: int) -> np.ndarray | None:
        """The raw answer of one frame in the shot's colors: u8 RGB (h, w, 3); None where the match is the answer."""
        return None if self._answer == BY_MATCH else super().picture(shot, frame)

    def answer(self, shot: Shot, frame: int, box: Letterbox) -> np.ndarray:
        """What the networks answer for one frame, in code colors: f32 RGB (h, w, 3) in [0, 1]."""
        return picture_array(self._refined(shot, frame, box, self._look(shot, frame, box).picture)[0])

    def stages(self, shot: Shot, frame: int) -> dict[str, np.ndarray]:
        """What the networks show of one frame on the way (figure 5), in order: u8 RGB (h, w, 3) each, by name."""
        box = self.box(shot, frame)
        answer = self._look(shot, frame, box)
        steps = {"similarity": answer.similar, "middle": answer.middle, "first network": answer.picture}
        if self._refining is not None:
            steps["with time"] = self._refined(shot, frame, box, answer.picture)
        return {name: self._in_palette(shot, box, picture) for name, picture in steps.items()}

    def _in_palette(self, shot: Shot, box: Letterbox, picture: Tensor) -> np.ndarray:
        """A picture of a frame in a box, f32 (1, 3, h, w) in [-1, 1] at any scale, without the box's rest."""
        height, width = (-(-side * picture.shape[3] // box.size[1]) for side in box.inside)
        return in_palette(picture_array(picture[0])[:height, :width], self.codes, shot.palette)

    def _refined(self, shot: Shot, frame: int, box: Letterbox, picture: Tensor) -> Tensor:
        """The first network's answer, f32 (1, 3, h, w), as the second one has it, where there is one."""
        if self._refining is None:
            return picture
        chosen = nearest(shot, self.references, frame)
        given, _ = self._remember(shot, chosen, box)
        is_alone = chosen[0] == chosen[-1]  # it counts as both ends
        before = 1 if is_alone else sum(reference < frame for reference in chosen)
        own = line_tensor(SmallFrame.of(shot.frames[frame], box).ink)[None], picture
        lines, pictures = (
            torch.cat([known[:before], new, known[before:]])[None]
            for known, new in zip((given.lines, given.pictures), own, strict=True)
        )
        with torch.inference_mode(), quick("cpu"):
            refined: Tensor = self._refining(lines, pictures)[:, before]
        return refined

    def size(self) -> int:
        return self.options.size or LARGER * self.trained().size

    def bytes_of(self, side: int) -> float:
        made, labels = self.trained(), MOST_REFERENCES * len(self.codes)
        width, refining = made.colors.params.width, 0
        if self._refining is not None:
            refining = OF_REFINING * width * (MOST_REFERENCES + 1)
        coloring = side**2 * (OF_CHANNEL * width + OF_LABEL * labels) + OF_PAIR * AT_ONCE
        return max(coloring, side**2 * refining)

    def _tune(self, shot: Shot, before: Trained, path: Path) -> Generator[Progress, None, None]:
        """Learn the references, and write what was learned to `path`."""
        past = describe(path) if path.exists() else None
        drawings = [digest(shot.frames[one].line_art) for one in self.references]
        learned = list(dict.fromkeys([*(past.shots if past else ()), *drawings]))
        done = past.steps if past else 0

        def keep(colors: Mapping[str, Tensor], steps: int) -> None:
            kept = Kept.now(METHOD, self.character, NO_COLORS, learned, done + steps)
            notes = kept.metadata() | {ANSWER: before.answer}
            of_time = None if before.temporal is None else before.temporal.state_dict()
            save_lavc(path, before.colors.params, colors, of_time, size=before.size, notes=notes)
            self._trained, self._last = load_lavc(path), None

        yield from tune(before, shot, self.tuning, keep, size=min(before.size, self.fitting_size()))

    def trained(self) -> Trained:
        """The networks, read at the first call; raises InputError where their weights cannot be used."""
        if self._trained is None:
            self._trained = load_for(self.character, self.options.weights)
        return self._trained

    @property
    def _refining(self) -> TemporalConstraint | None:
        """The second network, where there is one that is to be used."""
        return self.trained().temporal if self.options.is_refined else None

    @property
    def _answer(self) -> str:
        return self.options.answer or self.trained().answer

    def _look(self, shot: Shot, frame: int, box: Letterbox, has_match: bool = False) -> Answer:
        """The color transform network's answer; `has_match`: with the share of the match that looks at each label."""
        small, of_field = SmallFrame.of(shot.frames[frame], box), _field(shot.frames[frame], box)
        given, remembered = self._remember(shot, nearest(shot, self.references, frame), box)
        carried = given.shares[None] if has_match else None
        with torch.inference_mode(), quick("cpu"):
            line = line_tensor(small.ink)[None]
            return self.trained().colors.answer(line, of_field[None], remembered, carried)

    def _remember(self, shot: Shot, chosen: Sequence[int], box: Letterbox) -> tuple[_Given, Remembered]:
        """References as the network sees them, in pictures as large as the target's, and what it makes of them."""
        key = (tuple(chosen), box.size)
        if self._last is None or self._last[0] != key:
            planes = zip(*(self._reference(shot, one) for one in chosen), strict=True)
            given = _Given(*(torch.stack(plane) for plane in planes))
            references = References(given.lines[None], given.fields[None], given.pictures[None])
            with torch.inference_mode(), quick("cpu"):
                self._last = key, given, self.trained().colors.remember(references)
        return self._last[1:]

    def _reference(self, shot: Shot, frame: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Line art, distance field, picture in code colors and shares of labels of a reference."""
        box = self.box(shot, frame)
        small = SmallFrame.of(shot.frames[frame], box)
        field_, labels = _field(shot.frames[frame], box), small.labels(shot.known[frame])
        shares = known_shares(labels, len(self.codes), FOLD)
        return line_tensor(small.ink), field_, picture_tensor(self.painted(labels)), shares


def nearest(shot: Shot, references: Sequence[int], frame: int) -> list[int]:
    """The references that a frame is colored by, in order, sheets last; one counts as both ends (section 4.3)."""
    chosen = sorted(sorted(references, key=lambda one: shot.away(one, frame))[:MOST_REFERENCES])
    return chosen * 2 if len(chosen) == 1 else chosen


def _field(frame: Frame, box: Letterbox) -> Tensor:
    """The distance field of a frame at the working size, in its own box: f32 (1, h, w); 1 around the frame."""
    return torch.from_numpy(box.shrink(distance_field(frame.line_art.ink), 1.0))[None]
