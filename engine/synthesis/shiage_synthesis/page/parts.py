"""What every figure is made of: closed parts, one over the other, with painted areas inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .curves import Points

PAPER, BLACK, BLUE, RED = 0, 1, 2, 3  # kinds of ink in a pixel
BACKGROUND = 1  # the label of what is not painted
BEHIND = -1000.0  # z of scenery
SIDES = ((-1, "left"), (1, "right"))  # sign of x, and name


@dataclass(frozen=True)
class Inlay:
    """A painted area inside a part and cut off at its border; `outside`: all of the part but this shape."""

    key: str
    shape: Points
    label: int
    edge: int = BLACK  # the pen of its border; PAPER: no line where the labels are one
    outside: bool = False
    is_shade: bool = False  # darkens what lies below it instead of having one label


@dataclass(frozen=True)
class Part:
    """A closed area, the union of `pieces`, with a line around it. `key` names it in all frames of a shot."""

    key: str
    pieces: Sequence[Points]
    label: int
    z: float = 0.0  # larger is nearer
    inlays: Sequence[Inlay] = ()
    folds: Sequence[Points] = ()  # open pen lines over it; a part without pieces has nothing else
    pen: float = 1.0  # line width, in widths of the shot; 0: no outline
    edge: int = BLACK
    hidden: Sequence[tuple[float, float, float]] = field(default=())  # discs x, y, radius without outline
    solid: bool = False  # filled with ink
    shaded: bool = True  # may have a shadow and a highlight


Figure = Callable[[int], list[Part]]  # a moving thing: its parts by the number of the frame


def reshaped(part: Part, change: Callable[[Points], Points]) -> Part:
    """`part` with `change` applied to all its points."""
    return replace(
        part,
        pieces=[change(piece) for piece in part.pieces],
        folds=[change(fold) for fold in part.folds],
        inlays=[replace(inlay, shape=change(inlay.shape)) for inlay in part.inlays],
    )


def moved(parts: Iterable[Part], matrix: np.ndarray, rise: float = 0.0) -> list[Part]:
    """`parts` through an affine map (2, 3), and `rise` nearer."""
    turn, shift = matrix[:, :2].T, matrix[:, 2]
    scale = float(np.sqrt(abs(np.linalg.det(turn))))
    return [
        replace(
            reshaped(part, lambda points: points @ turn + shift),
            hidden=[(*(np.array([x, y]) @ turn + shift), radius * scale) for x, y, radius in part.hidden],
            z=part.z + rise,
        )
        for part in parts
    ]


def renamed(parts: Iterable[Part], prefix: str) -> list[Part]:
    """`parts` with `prefix` before every key, so that two figures of a kind have different keys."""
    return [
        replace(
            part,
            key=prefix + part.key,
            inlays=[replace(inlay, key=prefix + inlay.key) for inlay in part.inlays],
        )
        for part in parts
    ]


def affine(
    x: float, y: float, scale: float, turn: float = 0.0, *, flip: bool = False, squash: float = 1.0
) -> np.ndarray:
    """The map (2, 3) that flips, scales (y by `squash` more, x by as much less), turns and then shifts."""
    cos, sin = np.cos(turn), np.sin(turn)
    sizes = np.diag([scale * (-1 if flip else 1) / squash, scale * squash])
    return np.column_stack([np.array([[cos, -sin], [sin, cos]]) @ sizes, [x, y]])


def joined(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """The map (2, 3) that applies `inner`, then `outer`."""
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])
