"""Who and what is in a shot, each with its place and its path over the page."""

from __future__ import annotations

import numpy as np

from ..creatures.choice import choose_creature
from ..effects.choice import choose_effect
from ..page.chance import Rng
from ..page.motion import drift, wave
from ..page.paints import Paints, TaggedPaints
from ..page.parts import Figure, affine, moved, renamed
from ..page.style import Style
from ..people.person import Person
from ..things.choice import choose_prop

# Shares of the shots.
KINDS = {"person": 0.6, "people": 0.1, "creature": 0.16, "both": 0.06, "effect": 0.03, "props": 0.05}


class Cast:
    """The figures of a shot, on a page of 0 .. 1 each way."""

    def __init__(self, rng: Rng, paints: Paints, style: Style, frames: int) -> None:
        self._rng, self._paints, self._style, self._frames = rng, paints, style, frames
        self.names: list[str] = []  # what each figure is: "person", "creature", "prop" or "effect"
        self.figures: list[Figure] = []
        kind = str(rng.choice([*KINDS], p=[*KINDS.values()]))
        people = {"person": 1, "people": int(rng.choice([2, 2, 3, 3, 5])), "both": 1}.get(kind, 0)
        for index in range(people):
            self._add_person(index, people)
        self._add_things(kind, people)

    def _add_person(self, index: int, count: int) -> None:
        """The person `index` of `count` from left to right, as high as the page or closer to the camera."""
        rng, paints = self._rng, self._paints
        if index > 0 and rng.random() >= 0.4:
            paints = TaggedPaints(paints, f"{index} ")
        person = Person(rng, paints, self._style, self._frames)
        height = rng.uniform(0.7, 0.95) if rng.random() < 0.75 else rng.uniform(1.0, 2.2)
        height *= 1 if count == 1 else 0.8
        x = (index + 0.5) / count + rng.normal(0, 0.05)
        foot = 0.95 if height < 1 else 0.1 + height * 0.9
        flip = rng.random() < 0.5
        place = affine(x, foot - person.low * height, height, 0, flip=flip)
        self.names.append("person")
        self.figures.append(
            lambda frame: moved(renamed(person.parts(frame), f"person {index} "), place, 20.0 * index)
        )

    def _add_things(self, kind: str, people: int) -> None:
        """Creatures, props and effects in a shot of this kind, which has so many people."""
        rng, paints, frames = self._rng, self._paints, self._frames
        if kind in {"creature", "both"}:
            for index in range(int(rng.choice([1, 1, 2, 3])) if kind == "creature" else 1):
                creature = choose_creature(rng, paints, frames)
                self._add_thing(index, creature, "creature", 0.55 if people else 0.8)
        if kind == "props":
            for index in range(int(rng.integers(2, 6))):
                self._add_thing(index, choose_prop(rng, paints), "prop", 0.09)
        if kind == "effect" or rng.random() < 0.15:
            effect = choose_effect(rng, paints, frames)
            self._add_thing(0, effect, "effect", rng.uniform(0.25, 0.5))

    def _add_thing(self, index: int, thing: Figure, name: str, size: float) -> None:
        """`thing` on a random path, turning and being squashed a little on the way."""
        rng, frames = self._rng, self._frames
        size *= rng.uniform(0.6, 1.2)
        x = np.clip(rng.uniform(0.2, 0.8) + drift(rng, frames, 0.15), -0.2, 1.2)
        y = rng.uniform(0.35, 0.75) + wave(rng, frames, rng.choice([0, 0.05]))
        turn = drift(rng, frames, rng.choice([0, 0.3, 1.5]))
        flip, rise = rng.random() < 0.5, float(rng.choice([-15, 15, 300]))
        squash = 1 + wave(rng, frames, rng.choice([0, 0.1]))
        self.names.append(name)
        self.figures.append(
            lambda frame: moved(
                renamed(thing(frame), f"{name} {index} "),
                affine(x[frame], y[frame], size, turn[frame], flip=flip, squash=squash[frame]),
                rise + index,
            )
        )
