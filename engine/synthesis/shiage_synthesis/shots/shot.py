"""One shot: who plays in it, how it is drawn, and its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from ..creatures.choice import choose_creature
from ..effects.choice import choose_effect
from ..page.canvas import Canvas, Frame
from ..page.curves import Points
from ..page.flaws import with_flaws
from ..page.motion import drift, warp, wave
from ..page.paints import Paints, TaggedPaints
from ..page.parts import Figure, Part, affine, joined, moved, renamed
from ..page.shading import Shading
from ..page.style import choose_style
from ..page.surfaces import Surfaces
from ..people.person import Person
from ..scenery.choice import choose_scenery
from ..things.choice import choose_prop
from .camera import camera

SHARE_FRAMED = 0.7  # of the shots, whose players are seen whole when the camera rests
MEASURE = 640  # pixels of the page that line widths are meant for


class Shot:
    """A shot of its own for every seed."""

    def __init__(self, seed: int, size: int, frames: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.seed, self.size, self.frames = seed, size, frames
        self.style = choose_style(self._rng)
        self.paints = Paints(self._rng)
        self._surfaces = Surfaces(self.paints.shade)
        self._shading = Shading(self._rng, self.style)
        self.cast: list[str] = []
        self._players = self._draw_players()
        self._framed = self._framing()
        self._camera = camera(self._rng, frames)
        self._scene = choose_scenery(self._rng, self.paints)
        self._jumps = self._rng.random() < 0.5  # the wobble is new in every drawing, or slow

    def draw(self) -> Iterator[Frame]:
        """The frames in order."""
        moods = np.random.default_rng([self.seed, 1])
        slow = warp(moods, self.style.wobble * self.size / MEASURE, self.size / 4)
        for frame in range(self.frames):
            fresh = warp(moods, self.style.wobble * self.size / MEASURE, self.size / 5)
            drawn = self._frame(frame, fresh if self._jumps else slow)
            yield with_flaws(drawn, moods, self.style.gaps, self.style.specks)

    def _frame(self, frame: int, wobble: Callable[[Points], Points]) -> Frame:
        parts = list(self._scene)
        for player in self._players:
            parts += moved(player(frame), self._framed)
        matrix = joined(affine(0, 0, self.size), self._camera[frame])
        width = max(self.style.pen.width * self.size / MEASURE, 1.0)
        canvas = Canvas(self.size, self.size, self.style.pen._replace(width=width), self._surfaces)
        page = [self._shading.apply(part, 5 * width + 6, frame) for part in moved(parts, matrix)]
        canvas.draw([_wobbled(part, wobble) for part in page] if self.style.wobble else page)
        return canvas.finish()

    def _framing(self) -> np.ndarray:
        """A map (2, 3) that fits all players, as far as some frames show them, into the page; or none."""
        rng = self._rng
        chosen, margin, x, y = rng.random(), rng.uniform(0.02, 0.15), *rng.random(2)
        if chosen > SHARE_FRAMED:
            return affine(0, 0, 1)
        places = [
            piece
            for frame in {0, self.frames // 3, 2 * self.frames // 3, self.frames - 1}
            for player in self._players
            for part in player(frame)
            for piece in part.pieces
        ]
        if not places:  # speed lines have no area
            return affine(0, 0, 1)
        low = np.min([piece.min(0) for piece in places], 0)
        high = np.max([piece.max(0) for piece in places], 0)
        room = 1 - 2 * margin
        scale = room / float(max(high - low))
        shift = margin + (room - (high - low) * scale) * (x, y) - low * scale
        return affine(shift[0], shift[1], scale)

    def _draw_players(self) -> list[Figure]:
        rng = self._rng
        kind = rng.choice(
            ["person", "people", "creature", "both", "effect", "props"], p=[0.6, 0.1, 0.16, 0.06, 0.03, 0.05]
        )
        players: list[Figure] = []
        count = {"person": 1, "people": int(rng.choice([2, 2, 3, 3, 5])), "both": 1}.get(str(kind), 0)
        for index in range(count):
            players.append(self._person(index, count))
        if kind in {"creature", "both"}:
            for index in range(int(rng.choice([1, 1, 2, 3])) if kind == "creature" else 1):
                players.append(
                    self._thing(
                        index,
                        choose_creature(rng, self.paints, self.frames),
                        "creature",
                        0.55 if count else 0.8,
                    )
                )
        if kind == "props":
            for index in range(int(rng.integers(2, 6))):
                players.append(self._thing(index, choose_prop(rng, self.paints), "prop", 0.09))
        if kind == "effect" or rng.random() < 0.15:
            players.append(
                self._thing(0, choose_effect(rng, self.paints, self.frames), "effect", rng.uniform(0.25, 0.5))
            )
        return players

    def _person(self, index: int, count: int) -> Figure:
        rng = self._rng
        self.cast.append("person")
        person = Person(
            rng,
            self.paints if index == 0 or rng.random() < 0.4 else self._tagged(index),
            self.style,
            self.frames,
        )
        height = rng.uniform(0.7, 0.95) if rng.random() < 0.75 else rng.uniform(1.0, 2.2)
        height *= 1 if count == 1 else 0.8
        x = (index + 0.5) / count + rng.normal(0, 0.05)
        foot = 0.95 if height < 1 else 0.1 + height * 0.9
        flip = rng.random() < 0.5
        place = affine(x, foot - person.low * height, height, 0, flip=flip)
        return lambda frame: moved(renamed(person.parts(frame), f"person {index} "), place, 20.0 * index)

    def _thing(self, index: int, actor: Figure, kind: str, size: float) -> Figure:
        rng = self._rng
        self.cast.append(kind)
        size *= rng.uniform(0.6, 1.2)
        x = np.clip(rng.uniform(0.2, 0.8) + drift(rng, self.frames, 0.15), -0.2, 1.2)
        y = rng.uniform(0.35, 0.75) + wave(rng, self.frames, rng.choice([0, 0.05]))
        turn = drift(rng, self.frames, rng.choice([0, 0.3, 1.5]))
        flip, rise = rng.random() < 0.5, float(rng.choice([-15, 15, 300]))
        squash = 1 + wave(rng, self.frames, rng.choice([0, 0.1]))
        return lambda frame: moved(
            renamed(actor(frame), f"{kind} {index} "),
            affine(x[frame], y[frame], size, turn[frame], flip=flip, squash=squash[frame]),
            rise + index,
        )

    def _tagged(self, index: int) -> Paints:
        return TaggedPaints(self.paints, f"{index} ")


def _wobbled(part: Part, wobble: Callable[[Points], Points]) -> Part:
    return replace(
        part,
        pieces=[wobble(piece) for piece in part.pieces],
        folds=[wobble(fold) for fold in part.folds],
        inlays=[replace(inlay, shape=wobble(inlay.shape)) for inlay in part.inlays],
    )
