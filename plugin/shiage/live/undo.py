"""Undo steps for what the painter says without painting, so that Ctrl+Z takes that back as well.

Krita lets a plugin add no undo step of its own, but changing the blending mode of a layer is one. So a result has an
empty hidden layer, whose blending mode tells which of these acts hold now.
"""

from typing import Callable, List, NamedTuple, Optional, Protocol

# Krita's names. Undoing several steps at once is understood as long as they are fewer than the modes.
MODES = (
    "normal", "add", "burn", "color", "darken", "difference", "divide", "dodge", "exclusion", "hard_light", "hue",
    "lighten", "luminize", "multiply", "negation", "overlay", "saturation", "screen", "soft_light", "subtract",
)  # fmt: skip
LONGEST = len(MODES) - 1


class Act(NamedTuple):
    """Something the painter has said: how to say it again, and how to take it back."""

    do: Callable[[], None]
    undo: Callable[[], None]


class Marked(Protocol):
    """What is needed of `scene.ResultLayers`."""

    def is_idle(self) -> bool: ...

    def undo_mark(self) -> Optional[str]: ...

    def set_undo_mark(self, mode: str) -> None: ...


class Acts:
    """The acts about one result. The mode of its layer follows them, and they follow it."""

    def __init__(self) -> None:
        self._done: List[Act] = []
        self._undone: List[Act] = []
        self._mode: Optional[str] = None  # as it was seen last
        self._unmarked = 0  # acts that have no undo step yet

    def add(self, act: Act, layers: Marked) -> None:
        """Do it; its undo step is made by the next `follow`.

        So it comes after what else the command changes, such as the frame in view, and is the first to be undone.
        """
        self.follow(layers)
        act.do()
        self._done = [*self._done, act][-LONGEST:]
        self._undone = []
        self._unmarked += 1

    @property
    def is_due(self) -> bool:
        """Is there an undo step to be made?"""
        return self._unmarked > 0

    def follow(self, layers: Marked) -> None:
        """Make the undo steps that are due; take back what Krita has undone, and do again what it has redone.

        Where the painter is drawing, the steps come at the end of the stroke, which they would cut off.
        """
        mode = layers.undo_mark()
        if mode not in MODES:  # the layer is gone, or another one: what was said holds without an undo step
            self._unmarked = 0
            return
        if self._mode is not None and mode != self._mode:
            self._go(MODES.index(mode) - MODES.index(self._mode))
        self._mode = mode
        while self._unmarked and layers.is_idle():
            self._unmarked -= 1
            self._mode = MODES[(MODES.index(self._mode) + 1) % len(MODES)]
            layers.set_undo_mark(self._mode)

    def _go(self, steps: int) -> None:
        """The mode has gone so many places on, or back; which of both, what can be done again or undone tells."""
        on, back = steps % len(MODES), -steps % len(MODES)
        if on <= len(self._undone):
            for _ in range(on):
                self._done.append(self._undone.pop())
                self._done[-1].do()
        else:
            for _ in range(min(back, len(self._done))):
                self._undone.append(self._done.pop())
                self._undone[-1].undo()
