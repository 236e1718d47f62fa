"""One shot: who plays in it, how it is drawn, and its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from ..creatures.choice import draw_creature
from ..effects.effects import draw_effect
from ..page.canvas import Canvas, Frame
from ..page.curves import Points
from ..page.motion import Rng, drift, keyed, warp, wave
from ..page.paints import Paints, TaggedPaints
from ..page.parts import Part, affine, joined, moved, renamed
from ..page.shading import Shading
from ..page.style import draw_style
from ..page.surfaces import Surfaces
from ..people.person import Character
from ..scenery.choice import draw_scenery
from ..things.props import draw_prop

SHARE_FRAMED = 0.7  # of the shots, whose players are seen whole when the camera rests
MEASURE = 640  # pixels of the page that line widths are meant for
Player = Callable[[int], list[Part]]  # the parts of a frame, on a page of 0 .. 1 each way


class Shot:
    """A shot of its own for every seed."""

    def __init__(self, seed: int, size: int, frames: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.seed, self.size, self.frames = seed, size, frames
        self.style = draw_style(self._rng)
        self.paints = Paints(self._rng)
        self._surfaces = Surfaces(self.paints.shade)
        self._shading = Shading(self._rng, self.style)
        self.cast: list[str] = []
        self._players = self._draw_players()
        self._framed = self._framing()
        self._camera = _camera(self._rng, frames)
        self._scene = draw_scenery(self._rng, self.paints)
        self._jumps = self._rng.random() < 0.5  # the wobble is new in every drawing, or slow

    def draw(self) -> Iterator[Frame]:
        """The frames in order."""
        moods = np.random.default_rng([self.seed, 1])
        slow = warp(moods, self.style.wobble * self.size / MEASURE, self.size / 4)
        for frame in range(self.frames):
            fresh = warp(moods, self.style.wobble * self.size / MEASURE, self.size / 5)
            drawn = self._frame(frame, fresh if self._jumps else slow)
            yield _mishaps(drawn, moods, self.style.gaps, self.style.specks)

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

    def _draw_players(self) -> list[Player]:
        rng = self._rng
        kind = rng.choice(
            ["person", "people", "creature", "both", "effect", "props"], p=[0.6, 0.1, 0.16, 0.06, 0.03, 0.05]
        )
        players: list[Player] = []
        count = {"person": 1, "people": int(rng.choice([2, 2, 3, 3, 5])), "both": 1}.get(str(kind), 0)
        for index in range(count):
            players.append(self._person(index, count))
        if kind in {"creature", "both"}:
            for index in range(int(rng.choice([1, 1, 2, 3])) if kind == "creature" else 1):
                players.append(
                    self._thing(
                        index,
                        draw_creature(rng, self.paints, self.frames),
                        "creature",
                        0.55 if count else 0.8,
                    )
                )
        if kind == "props":
            for index in range(int(rng.integers(2, 6))):
                players.append(self._thing(index, draw_prop(rng, self.paints), "prop", 0.09))
        if kind == "effect" or rng.random() < 0.15:
            players.append(
                self._thing(0, draw_effect(rng, self.paints, self.frames), "effect", rng.uniform(0.25, 0.5))
            )
        return players

    def _person(self, index: int, count: int) -> Player:
        rng = self._rng
        self.cast.append("person")
        person = Character(
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

    def _thing(self, index: int, actor: Player, kind: str, size: float) -> Player:
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


def _camera(rng: Rng, frames: int) -> list[np.ndarray]:
    """A map of the page onto itself for every frame: still, or pan, zoom, tilt and cuts."""
    keys = np.zeros((2, 4))
    kind = rng.choice(["still", "move", "close", "cuts", "shake"], p=[0.6, 0.18, 0.06, 0.06, 0.1])
    if kind == "move":
        keys = rng.normal(0, (0.12, 0.12, 0.15, 0.1), (2, 4))
    elif kind == "close":
        keys = np.repeat(rng.normal((0, 0.5, 0.7, 0), (0.15, 0.2, 0.2, 0.05), (1, 4)), 2, 0)
    elif kind == "cuts":
        keys = rng.normal(0, (0.15, 0.15, 0.25, 0.15), (int(rng.integers(2, 5)), 4))
    track = keyed(keys, frames, kind == "cuts")
    if kind == "shake":
        track = track + rng.normal(0, (0.02, 0.02, 0.02, 0.02), (frames, 4))
    middle = affine(-0.5, -0.5, 1)
    return [joined(affine(0.5 + x, 0.5 + y, float(np.exp(zoom)), tilt), middle) for x, y, zoom, tilt in track]


def _wobbled(part: Part, wobble: Callable[[Points], Points]) -> Part:
    return replace(
        part,
        pieces=[wobble(piece) for piece in part.pieces],
        folds=[wobble(fold) for fold in part.folds],
        inlays=[replace(inlay, shape=wobble(inlay.shape)) for inlay in part.inlays],
    )


def _mishaps(drawn: Frame, rng: Rng, gaps: int, specks: int) -> Frame:
    """`drawn` with holes in its lines, and specks of ink and of bare paper; only `gaps` open a line."""
    if not gaps and not specks:
        return drawn
    line, shown = drawn.line, drawn.label.copy()
    below, places = labels_below(drawn), np.argwhere(drawn.label == 0)
    for index in range(gaps + specks):
        is_gap, in_ink = index < gaps, rng.random() < 0.5
        place, anywhere = rng.random(), rng.integers(0, len(line), 2)
        y, x = places[int(place * len(places))] if len(places) and (is_gap or in_ink) else anywhere
        spot = np.zeros(shown.shape, np.uint8)
        cv2.circle(spot, (int(x), int(y)), int(rng.integers(is_gap, 2 + is_gap)), 1, -1)
        around = cv2.dilate(spot, np.ones((3, 3), np.uint8)) > 0
        if is_gap or not shown[around].any():
            line[spot > 0] = 255
            shown[spot > 0] = below[spot > 0]
        else:
            line[spot > 0] = 0
            shown[spot > 0] = 0
    return drawn._replace(label=shown)


def labels_below(drawn: Frame) -> np.ndarray:
    """u8 (H, W): the label of the nearest painted place, for pixels of the line."""
    ink = (drawn.label == 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(ink, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    of_pixel = np.zeros(int(nearest.max()) + 1, np.uint8)
    of_pixel[nearest[ink == 0]] = drawn.label[ink == 0]
    return np.asarray(of_pixel[nearest])
