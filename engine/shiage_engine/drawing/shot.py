"""A shot: the frames of one cut in order, some of them colored by the painter, and model sheets of who is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .line_art import LineArt
from .packed import Packed, PackedRuns
from .paint import spread
from .regions import areas

UNKNOWN = -1  # the label of a reference region whose paint is no single color; nothing is learned from it

FAR = 6  # frames between a model sheet and any frame, for the matcher; by experiment (docs/experiments.md)

MUCH = 0.25  # a partly painted frame is learned from if at least this share of its regions is known


class Position(NamedTuple):
    """Where a frame lies in the area that all frames of a shot cover: pixels."""

    left: int
    top: int
    width: int  # of the area
    height: int


@dataclass(frozen=True)
class Frame:
    """One drawing of a shot. Its arrays are compressed, since a long shot at 1080p would not fit in memory."""

    # Its time in the animation, and the name of its files; below 0 for a model sheet, which has none.
    time: int
    packed_ink: PackedRuns | Packed
    packed_kind: PackedRuns | Packed
    packed_regions: PackedRuns | Packed
    count: int  # R, the number of regions
    # Regions from this id on are suspects of a leak, see `segmentation.segment_with_suspects`.
    suspect: int | None = None
    opening: int = 0  # pixels, see `segmentation.Segmented`
    merged: tuple[int, ...] = ()  # see `segmentation.Segmented`
    position: Position | None = None  # where frames are of several sizes
    as_drawn: Frame | None = None  # where the frame's paint parted regions: the frame without regard to it

    @classmethod
    def of(
        cls,
        time: int,
        line_art: LineArt,
        regions: np.ndarray,
        suspect: int | None = None,
        opening: int = 0,
        *,
        merged: tuple[int, ...] = (),
    ) -> Frame:
        """`regions`: i32 (H, W), 0 the line, 1..R consecutive."""
        ink, kind, packed_regions = map(PackedRuns.of, (line_art.ink, line_art.kind, regions))
        return cls(time, ink, kind, packed_regions, int(regions.max(initial=0)), suspect, opening, merged)

    def parted(self, regions: np.ndarray) -> Frame:
        """The frame with more regions, of which those that are new are suspects of a leak."""
        packed, count = PackedRuns.of(regions), int(regions.max(initial=0))
        return replace(self, packed_regions=packed, count=count, suspect=self.first_suspect, as_drawn=self)

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        own = self.packed_ink.nbytes + self.packed_kind.nbytes + self.packed_regions.nbytes
        return own + (0 if self.as_drawn is None else self.as_drawn.packed_regions.nbytes)

    @property
    def line_art(self) -> LineArt:
        return LineArt(self.packed_ink.unpack(), self.packed_kind.unpack())

    @property
    def regions(self) -> np.ndarray:
        """i32 (H, W): 0 the line, 1..R."""
        return self.packed_regions.unpack()

    @property
    def first_suspect(self) -> int:
        """The id from which on regions are suspects of a leak: beyond all where there are none."""
        return self.count + 1 if self.suspect is None else self.suspect

    @cached_property
    def areas(self) -> np.ndarray:
        """The pixels of each region, i64 (R + 1,), the line's first."""
        return areas(self.regions)

    @property
    def spread(self) -> np.ndarray:
        """The regions spread over the lines, i32 (H, W), see `paint.spread`; kept after the first call."""
        return self._packed_spread.unpack()

    @cached_property
    def _packed_spread(self) -> PackedRuns | Packed:
        return PackedRuns.of(spread(self.regions))


def placed(frames: Sequence[Frame], offsets: Mapping[int, tuple[int, int]]) -> list[Frame]:
    """The frames, of which those of the cut know their places where these differ.

    `offsets`: (x, y) of the top left of frames, by time, in pixels from that of all others.
    """
    boxes = {
        frame.time: (*offsets.get(frame.time, (0, 0)), *frame.packed_ink.shape[::-1])
        for frame in frames
        if frame.time >= 0
    }
    if len(set(boxes.values())) < 2:
        return [*frames]
    x, y, width, height = np.array([*boxes.values()]).T
    left, top = int(x.min()), int(y.min())
    area = int((x + width).max()) - left, int((y + height).max()) - top
    return [
        replace(frame, position=Position(boxes[frame.time][0] - left, boxes[frame.time][1] - top, *area))
        if frame.time in boxes
        else frame
        for frame in frames
    ]


@dataclass(frozen=True)
class Shot:
    """The frames of one cut in order of time, the palette, and what the painter painted.

    In a finished frame each region's label is known, also of those left unpainted; in a partly painted one only of
    those that are painted. A partly painted frame is a target as well. Model sheets are references that are no frame
    of the cut: they may be of any size, have no neighbors in time, and are never targets.
    """

    frames: Sequence[Frame]  # those of the cut, then the model sheets
    palette: np.ndarray  # u8 (K, 4) RGBA, row 0 transparent
    # Of finished frames and of model sheets, by index: i32 (R + 1,), label or UNKNOWN; [0] is 0.
    labels: Mapping[int, np.ndarray]
    purity: np.ndarray | None = None  # f32 (K,), see `palette.read_references`; None: 1 for all
    partial: Mapping[int, np.ndarray] = field(default_factory=dict)  # partly painted frames: the same
    # By index of painted frames: how many pixels beside the lines are painted, also in regions of another label.
    painted: Mapping[int, int] = field(default_factory=dict)
    sheets: Sequence[str] = ()  # the name of each model sheet; they are the last of `frames`

    @property
    def in_time(self) -> range:
        """Indices, in order of time, of the frames of the cut."""
        return range(len(self.frames) - len(self.sheets))

    @property
    def finished(self) -> dict[int, np.ndarray]:
        """The labels of the finished frames of the cut, by index in order of time."""
        return {i: self.labels[i] for i in self.in_time if i in self.labels}

    def away(self, one: int, other: int) -> int:
        """How many frames lie between two frames, by index; FAR where one is a model sheet."""
        return abs(one - other) if one in self.in_time and other in self.in_time else FAR

    @cached_property
    def label_of(self) -> dict[tuple[int, ...], int]:
        """The label of each color of the palette, RGBA; of equal ones the first."""
        return {tuple(color): label for label, color in reversed([*enumerate(self.palette.tolist())])}

    @property
    def known(self) -> dict[int, np.ndarray]:
        """The labels of all frames that are painted, finished or in part, by index in order of time."""
        return dict(sorted({**self.partial, **self.labels}.items()))

    @property
    def references(self) -> list[int]:
        """Indices of the frames to learn from, in order of time, then of the sheets; their labels are in `known`.

        The finished frames, the sheets, and partly painted frames of which much is known. Where there are no others,
        those of which little is known: it is all there is. Frames of which nothing is known teach nothing.
        """
        known = {i: _known_share(labels) for i, labels in self.known.items()}
        much = [i for i, share in known.items() if share > 0 and (i in self.labels or share >= MUCH)]
        return much or [i for i, share in known.items() if share > 0]

    @property
    def examples(self) -> list[int]:
        """The references in time; the model sheets where there are none: what frames tell, no sheet has to."""
        return [i for i in self.references if i in self.in_time] or self.references

    @property
    def targets(self) -> list[int]:
        """Indices of the frames to color, in order of time."""
        return [i for i in self.in_time if i not in self.labels]

    def with_references(self, references: Sequence[int]) -> Shot:
        """The same shot with only these of its finished frames and model sheets, by index."""
        return replace(self, labels={i: self.labels[i] for i in references})

    def with_colors(self, colors: np.ndarray) -> Shot:
        """The same shot; colors of `colors`, u8 (N, 4) RGBA, that its palette lacks are appended to it."""
        more = [color for color in colors if tuple(color.tolist()) not in self.label_of]
        if not more:
            return self
        palette = np.concatenate([self.palette, np.array(more, np.uint8)])
        purity = None if self.purity is None else np.append(self.purity, np.ones(len(more), np.float32))
        return replace(self, palette=palette, purity=purity)


def _known_share(labels: np.ndarray) -> float:
    """The share of a frame's regions whose label is known."""
    return float((labels[1:] != UNKNOWN).mean()) if len(labels) > 1 else 0.0
