"""A person: proportions, a motion, a head with face and hair, clothes, and perhaps a prop in the hand."""

from __future__ import annotations

import numpy as np

from ..page.chance import Rng
from ..page.curves import Points, at, capsule, unit
from ..page.motion import lagging, sometimes
from ..page.paints import Paints
from ..page.parts import Inlay, Part, affine, moved, renamed
from ..page.style import Style
from ..things.choice import choose_prop
from .body.build import choose_build
from .body.poses import POSE, choose_poses
from .body.skeleton import Body
from .clothes.choice import choose_clothes
from .hair.bangs import fringe_shadow
from .hair.choice import choose_hair
from .head.choice import choose_face
from .head.features import face_part, two_tone
from .head.head import Head
from .headwear.choice import choose_headwear


class Person:
    """A random person; the height is 1, and the pelvis is at the origin when standing."""

    def __init__(self, rng: Rng, paints: Paints, style: Style, frames: int) -> None:
        self._paints = paints
        self._build = choose_build(rng)
        self._poses = choose_poses(rng, frames)
        self._yaw = _choose_yaw(rng)
        self._squash = 1 + rng.choice([0, 0.04, 0.15]) * np.sin(
            2 * np.pi * (np.arange(frames) / frames + rng.random())
        )
        self._width, self._chin = rng.uniform(0.78, 1.15), rng.random()
        self._style = style
        self._fringe = float(rng.uniform(0, 0.15)) if rng.random() < style.shadows * 0.7 else 0.0
        wind = rng.choice([0, 0.05, 0.25]) * np.sin(
            2 * np.pi * (np.arange(frames) / frames * rng.integers(1, 3) + rng.random())
        )
        turning = (
            self._poses[:, POSE.index("x")] * 4
            + self._poses[:, POSE.index("turn")]
            + self._poses[:, POSE.index("head turn")]
        )
        self._sway = np.clip(lagging(turning, 0.6) + wind, -0.7, 0.7)
        self._lift = np.clip(lagging(self._poses[:, POSE.index("y")] * 5, 0.5), -0.3, 0.8)
        self._two_tone = two_tone(rng, paints)
        self._on_head = (
            choose_face(rng, paints, frames) + choose_hair(rng, paints) + choose_headwear(rng, paints)
        )
        self._on_body = choose_clothes(rng, paints, style.pattern_edge)
        self._prop = choose_prop(rng, paints) if rng.random() < 0.3 else None
        self._prop_shown = ~sometimes(rng, frames, rng.choice([0, 0.4]))
        self._prop_hand = str(rng.choice(["left", "right"]))
        self._head_lag = rng.uniform(0, 0.25)

    @property
    def low(self) -> float:
        """y of the soles when standing."""
        return self._build.legs

    def parts(self, frame: int) -> list[Part]:
        """The person in one frame; y points down."""
        pose = dict(zip(POSE, self._poses[frame].tolist(), strict=True))
        body = Body(self._build, pose, self._yaw, float(self._squash[frame]))
        head = self._head(body, pose, frame)
        drawn = [self._neck(body, head), face_part(head, self._paints("skin"), self._face_inlays(head))]
        for on_head in self._on_head:
            drawn += on_head(head)
        for on_body in self._on_body:
            drawn += on_body(body, float(self._sway[frame]))
        if self._prop is not None and self._prop_shown[frame]:
            drawn += self._held(body, frame)
        squash = float(self._squash[frame])
        return moved(drawn, affine(pose["x"], pose["y"], 1.0, pose["roll"], squash=squash))

    def _head(self, body: Body, pose: dict[str, float], frame: int) -> Head:
        size = self._build.head / 2
        up = np.array([np.sin(pose["head roll"] + pose["tilt"]), -np.cos(pose["head roll"])])
        forward = at(body.sin * size * 0.2 + self._head_lag * pose["lean"] * body.sin, 0)
        return Head(
            center=body.neck + up * size * 0.95 + forward,
            size=size,
            yaw=body.yaw + pose["head turn"],
            roll=pose["head roll"] + pose["tilt"],
            nod=pose["nod"],
            width=self._width,
            chin=self._chin,
            sway=float(self._sway[frame]) - pose["head roll"] * 0.5,
            lift=float(self._lift[frame]),
            frame=frame,
        )

    def _neck(self, body: Body, head: Head) -> Part:
        wide = min(self._build.head * 0.3, self._build.shoulders)
        low = body.neck * 0.9
        return Part(
            "neck",
            capsule(low, head.center, wide, wide),
            self._paints("skin"),
            0.05 if body.faces(0) < 0 else 0.15,
            hidden=[(*low, wide)],
        )

    def _face_inlays(self, head: Head) -> list[Inlay]:
        inlays = [
            Inlay(key, head.page(shape * (head.width, 1)), label, edge)
            for key, shape, label, edge in self._two_tone
            if head.depth(0) > 0
        ]
        if self._fringe and head.depth(0) > 0:
            inlays.append(fringe_shadow(head, self._fringe))
        return inlays

    def _held(self, body: Body, frame: int) -> list[Part]:
        assert self._prop is not None
        (_, joint, end) = body.arms[self._prop_hand]
        along: Points = (end - joint)[:2]
        angle = float(np.arctan2(along[0], -along[1])) + np.pi / 2
        z = 0.85 if end[2] > -0.1 * self._build.shoulders else -1.2
        place = end[:2] + unit(along) * self._build.hand
        size = self._build.hand * 2.5
        return moved(renamed(self._prop(frame), "prop "), affine(place[0], place[1], size, angle), z)


def _choose_yaw(rng: Rng) -> float:
    """The direction a person faces, in radians: the camera, nearly so, a side, or anywhere."""
    nearly, side = rng.uniform(-0.9, 0.9), rng.choice([-1, 1]) * rng.uniform(1.2, 1.6)
    anywhere = rng.uniform(-np.pi, np.pi)
    return float(rng.choice([0, nearly, side, anywhere], p=[0.25, 0.4, 0.2, 0.15]))
