"""Bangs, and the shadow they cast on the face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...page.chance import Rng
from ...page.curves import Points, at, points, smooth
from ...page.paints import Paints
from ...page.parts import BLUE, PAPER, RED, Inlay, Part
from ..head.head import Head, HeadFeature


@dataclass(frozen=True)
class Bangs:
    """Locks of hair over the forehead, placed by longitude and height on the head."""

    paints: Paints
    ends: np.ndarray  # f64 (locks + 1,): longitudes where one ends and the next begins
    tips: np.ndarray  # f64 (locks,): heights
    notches: np.ndarray  # f64 (locks + 1,): heights of the ends
    lean: float
    puff: float  # distance from the skull, relative to its radius
    strands: bool  # each lock is a part of its own
    pen_top: bool  # the outline of a lock goes up to its root
    label: int
    other: int  # label of the striped lock
    striped: int  # index of the lock of another color; -1: none
    lines: np.ndarray  # f64 (L,): longitudes of pen lines
    shine: bool
    shine_y: float
    merged: float  # no outline within this distance of the back hair, in head sizes

    def draw(self, head: Head) -> list[Part]:
        shown = [index for index in range(len(self.tips)) if head.depth(self._middle(index)) > -0.15]
        if not shown:
            return []
        shown.sort(key=lambda index: float(head.surface(self._middle(index), 0)[0, 0]))
        dome, borders = self._dome(head), [self._lock(head, index) for index in shown]
        low = [border[[0, -1]] for border in borders] if self.strands else borders
        folds = [
            smooth(head.surface([x, x * 1.25, x * 1.3], [-0.85, -0.6, -0.3]), False)
            for x in self.lines
            if head.depth(x) > 0.2
        ]
        hidden = [(x, y, self.merged * head.size) for x, y in (dome[[0, -1]] if self.merged else ())]
        cap, inlays = np.concatenate([dome, *low]), self._inlays(head, shown)
        drawn = [Part("bangs", [cap], self.label, 3.0, inlays, folds, hidden=hidden)]
        if self.strands:
            pairs = zip(shown, borders, strict=True)
            drawn += [self._strand(head, index, border) for index, border in pairs]
        return drawn

    def _middle(self, index: int) -> float:
        """The longitude of a lock."""
        return float((self.ends[index] + self.ends[index + 1]) / 2)

    def _dome(self, head: Head) -> Points:
        """The upper outline, from one side to the other."""
        right = [(1.0, -0.25), (0.85, -0.72), (0.35, -1.02)]
        dome = smooth(points(*right, *[(-x, y) for x, y in right[::-1]]), False)
        return head.page(dome * (head.width * self.puff, self.puff * 0.97))

    def _lock(self, head: Head, index: int) -> Points:
        """The lower outline of a lock, from end to tip to end."""
        longitude = self._middle(index) + self.lean + head.sway * 0.6
        tip = head.surface(longitude, self.tips[index] - head.lift * 0.2, 1.03)[0]
        first, last = head.surface(self.ends[index : index + 2], self.notches[index : index + 2], 1.06)
        bow = (first - last) * 0.05 + at(0, 0.1 * head.size)
        left = smooth(np.stack([first, (first + tip) / 2 + bow, tip]), False)
        right = smooth(np.stack([tip, (last + tip) / 2 - bow, last]), False)
        return np.concatenate([left, right[1:]])

    def _inlays(self, head: Head, shown: list[int]) -> list[Inlay]:
        inlays = []
        if self.shine:
            x = np.linspace(-1, 1, 9)
            upper = np.stack([x, self.shine_y - 0.15 * x**2 - 0.06 * (np.arange(9) % 2)], 1)
            lower = np.stack([x[::-1], self.shine_y + 0.1 - 0.15 * x**2], 1)
            ring = head.page(np.concatenate([upper, lower]) * (head.width, 1))
            inlays.append(Inlay("hair shine", ring, self.paints("hair shine"), RED))
        if self.striped in shown:
            inlays.append(Inlay("hair stripe", self._lock(head, self.striped), self.other))
        return inlays

    def _strand(self, head: Head, index: int, border: Points) -> Part:
        top = head.surface(self._middle(index), -0.75, 0.9)
        hidden = [(*top[0], head.size * (0.2 if self.pen_top else 0.55))]
        label, z = self.other if index == self.striped else self.label, 3.05 + 0.01 * self.tips[index]
        return Part(f"bang {index}", [np.concatenate([top, border])], label, z, hidden=hidden)


def bangs(rng: Rng, paints: Paints) -> HeadFeature:
    """Random bangs."""
    count = int(rng.integers(2, 9))
    reach = rng.uniform(1.2, 1.9)
    return Bangs(
        paints=paints,
        ends=np.linspace(-reach, reach, count + 1) + rng.normal(0, 0.06, count + 1),
        tips=rng.uniform(-0.25, 0.45, count),
        notches=rng.uniform(-0.55, -0.15, count + 1),
        lean=rng.uniform(-0.25, 0.25),
        puff=rng.uniform(1.06, 1.22),
        strands=rng.random() < 0.4,
        pen_top=rng.random() < 0.3,
        label=paints("hair"),
        other=paints("hair stripe"),
        striped=int(rng.integers(count)) if rng.random() < 0.15 else -1,
        lines=rng.uniform(-0.9, 0.9, int(rng.integers(0, 5))),
        shine=rng.random() < 0.3,
        shine_y=rng.uniform(-0.75, -0.5),
        merged=rng.choice([0.0, 0.0, rng.uniform(0.2, 0.6)]),
    ).draw


def fringe_shadow(head: Head, drop: float) -> Inlay:
    """The shadow that bangs cast on the face, `drop` lower than their mean height (head coordinates)."""
    x = np.linspace(-1.3, 1.3, 9)
    low = np.stack([x, -0.15 + drop + 0.12 * np.cos(x * 6)], 1)
    shape = np.concatenate([points((1.3, -1.5), (-1.3, -1.5)), low])
    return Inlay("dark", head.page(shape * (head.width, 1)), 0, BLUE if drop > 0 else PAPER, is_shade=True)
