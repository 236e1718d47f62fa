"""Hands, bare or in gloves."""

from __future__ import annotations

from ...page.curves import Points, across, capsule, oval, unit
from ...page.parts import Part
from ..body.skeleton import Body


def hands(body: Body, name: str, bones: tuple[Points, ...], z: float, label: int, kind: str) -> list[Part]:  # noqa: PLR0917
    """A hand at the end of the lower arm `bones`: a ball, a mitten with a thumb, or four fingers."""
    size, (joint, end) = body.build.hand, bones
    along = unit(end - joint)
    aside = across(along) * (1 if name == "left" else -1) * (1 if body.cos > 0 else -1)
    palm = end + along * size * 0.7
    thumb = capsule(palm, palm + (aside + 0.6 * along) * size * 1.1, size * 0.7, size * 0.5)
    if kind == "ball":
        return [Part(f"hand {name}", [oval(palm, size, size)], label, z)]
    if kind == "mitten":
        return [Part(f"hand {name}", [oval(palm, size, size), *thumb], label, z)]
    drawn = []
    for index in range(4):
        start = palm + aside * size * (0.55 - 0.37 * index)
        tip = start + (along + aside * (0.25 - 0.2 * index)) * size * 1.5
        pieces, key = capsule(start, tip, size * 0.48, size * 0.4), f"finger {name} {index}"
        drawn.append(Part(key, pieces, label, z - 0.01, shaded=False, hidden=[(*start, size * 0.7)], pen=0.8))
    hidden = [(*(palm + along * size * 0.7), size * 0.6)]
    return [
        *drawn,
        Part(f"hand {name}", [oval(palm, size, size * 0.95), *thumb], label, z - 0.005, hidden=hidden),
    ]
