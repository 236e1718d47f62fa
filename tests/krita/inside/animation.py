"""A small animation drawn by code inside Krita: a figure that walks to the right, with holds on the timeline.

Standard library alone. Every frame is drawn as a label map first; paint is `PALETTE[label]`, lines lie on the
borders between labels. So the right color of every pixel is known.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from shiage.host.template import Group, Paint, TemplateLayer, write

# BGRA. 0 is the background, which stays unpainted.
PALETTE = (
    (0, 0, 0, 0),
    (60, 70, 200, 255),
    (180, 210, 250, 255),
    (40, 40, 60, 255),
    (200, 120, 40, 255),
    (80, 190, 90, 255),
    (240, 240, 240, 255),
    (90, 60, 140, 255),
    (30, 160, 220, 255),
)
BAG = 8
SKIN, COAT = {2, 5, 6, 7}, {1, 3, 4}  # labels of two layers of paint, which are all but the bag
INK = (20, 10, 10, 255)
WHITE = (255, 255, 255, 255)
CLEAR = (0, 0, 0, 0)
Color = tuple[int, int, int, int]
Size = tuple[int, int]  # width, height
Planes = Mapping[int, bytes]  # time -> BGRA


def labels(width: int, height: int, step: int, has_bag: bool = False) -> list[bytearray]:
    """Rows of labels (bytearrays) of the figure at a step of its walk, with a bag beside it or without."""
    rows = [bytearray(width) for _ in range(height)]
    unit = height / 48.0
    x = width * 0.28 + step * unit * 1.5

    def box(left: float, top: float, right: float, bottom: float, label: int) -> None:
        for row in rows[int(top * unit) : int(bottom * unit)]:
            a, b = max(0, int(x + left * unit)), min(width, int(x + right * unit))
            row[a:b] = bytes([label]) * max(0, b - a)

    def disc(cx: float, cy: float, rx: float, ry: float, label: int) -> None:
        for y in range(int((cy - ry) * unit), int((cy + ry) * unit) + 1):
            inside = 1 - ((y / unit - cy) / ry) ** 2
            if 0 <= y < height and inside > 0:
                half = rx * inside**0.5
                a, b = max(0, int(x + (cx - half) * unit)), min(width, int(x + (cx + half) * unit))
                rows[y][a:b] = bytes([label]) * max(0, b - a)

    swing = (step % 3) - 1
    box(-5 + swing, 33, -1 + swing, 44, 4)  # legs
    box(1 - swing, 33, 5 - swing, 44, 4)
    box(-5 + swing, 42, 0 + swing, 46, 3)  # shoes
    box(1 - swing, 42, 6 - swing, 46, 3)
    box(-7, 22, 7, 34, 1)  # coat
    box(-2, 22, 2, 34, 5)  # shirt
    disc(0, 14, 8, 8, 2)  # face
    disc(0, 9, 9, 5, 7)  # hair
    disc(-3, 15, 1.6, 1.8, 6)  # eyes
    disc(3, 15, 1.6, 1.8, 6)
    if has_bag:
        box(9, 27, 16, 35, BAG)
    return rows


def paint(rows: Sequence[bytearray]) -> bytes:
    """BGRA bytes of the flat colors, without lines."""
    table = [bytes(color) for color in PALETTE]
    return b"".join(b"".join(table[label] for label in row) for row in rows)


def only(plane: bytes, wanted: Collection[int]) -> bytes:
    """The paint of some labels."""
    kept = {bytes(PALETTE[label]) for label in wanted}
    pixels = (plane[i : i + 4] for i in range(0, len(plane), 4))
    return b"".join(pixel if pixel in kept else bytes(CLEAR) for pixel in pixels)


def lines(rows: Sequence[bytearray], paper: Color = CLEAR) -> bytes:
    """BGRA bytes of the borders between labels, two pixels thick."""
    ink, blank = bytes(INK), bytes(paper)
    out = []
    for y, row in enumerate(rows):
        above = rows[max(0, y - 1)]
        inked = [
            row[i] != row[max(0, i - 1)] or row[i] != above[i] or row[max(0, i - 1)] != above[max(0, i - 1)]
            for i in range(len(row))
        ]
        out.append(b"".join(ink if is_ink else blank for is_ink in inked))
    return b"".join(out)


def enlarge(plane: bytes, width: int, scale: int) -> bytes:
    """A BGRA plane `scale` times as large."""
    stride = width * 4
    out = []
    for start in range(0, len(plane), stride):
        row = plane[start : start + stride]
        wide = b"".join(row[i : i + 4] * scale for i in range(0, stride, 4))
        out.append(wide * scale)
    return b"".join(out)


class Animation:
    """What was drawn: lines and paint by time, of all frames; a document gets paint of the references."""

    def __init__(
        self,
        width: int,
        height: int,
        times: Sequence[int],
        scale: int = 1,
        paper: Color = CLEAR,
        *,
        bag: Collection[int] = (),  # times at which the figure has one
    ) -> None:
        self.size = (width * scale, height * scale)
        self.times = tuple(times)
        self.lines: dict[int, bytes] = {}
        self.paint: dict[int, bytes] = {}
        for step, time in enumerate(times):
            rows = labels(width, height, step, time in bag)
            self.lines[time] = enlarge(lines(rows, paper), width, scale)
            self.paint[time] = enlarge(paint(rows), width, scale)


def layer(document: Any, name: str) -> Any:
    return document.nodeByName(name)


def fill(document: Any, name: str, planes: Planes, size: Size) -> None:
    """Write the planes by time into a layer of the document."""
    node = layer(document, name)
    for time, plane in planes.items():
        document.setCurrentTime(time)
        document.waitForDone()
        node.setPixelData(plane, 0, 0, *size)
    document.waitForDone()


def open_template(app: Any, size: Size, layers: Sequence[TemplateLayer], last_time: int) -> Any:
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "animation.kra")
    write(path, size, layers, last_time)
    app.setBatchmode(True)
    document = app.openDocument(path)
    document.setBatchmode(True)
    return document


def build(
    app: Any, animation: Animation, references: Iterable[int], extra: Iterable[TemplateLayer] = ()
) -> Any:
    """A document with `lines` over `colors` (keyframes at the references) over `paper`."""
    tree = (Paint("lines", animation.times), Paint("colors", tuple(references)), *extra, Paint("paper"))
    document = open_template(app, animation.size, tree, max(animation.times) + 2)
    fill(document, "lines", animation.lines, animation.size)
    fill(document, "colors", {time: animation.paint[time] for time in references}, animation.size)
    width, height = animation.size
    layer(document, "paper").setPixelData(bytes(WHITE) * (width * height), 0, 0, width, height)
    document.setCurrentTime(0)
    document.refreshProjection()
    document.waitForDone()
    return document


def trace_group(animation: Animation) -> Group:
    """The layers of a cel as in Krita's Japanese animation template."""
    names = ("Black", "Red", "Green", "Blue", "Shadow")
    return Group("A", tuple(Paint(name, animation.times) for name in names))
