"""Export to the folder layout of the PaintBucket-Character data set (Dai et al. 2024).

A character's folder holds gt/ (paint with the line in black, RGBA), line/ (RGBA, transparent paper), seg/ (the id of
each region as a color), label/ (likewise an id that a thing keeps in all frames), json_color/ (the color of each
region, also beside seg/) and json_index/ (pixels and label of each region). An id is R * 256^2 + G * 256 + B; 0 is
the line, -1 transparent background.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from pathlib import Path

import numpy as np

from ..files.images import write_image
from ..files.labelled_shots import BACKGROUND, LINE, NO_TRUTH
from ..files.saving import naming, new_folder
from ..progress import Progress, scaled
from .judging import majority
from .truth import PAPER_LEVEL, TruthShot, open_truth, paper_regions, shot_folders

UNPAINTED = (255, 255, 255, 0)  # the color of the background
FOLDERS = ("gt", "line", "seg", "label", "json_color", "json_index")
KEPT = ("palette.json", "meta.json")  # files of ours that go along, so that nothing is lost on the way back


def export(source: Path, out: Path) -> Generator[Progress, None, int]:
    """Write all shots of the set `source` into `out`, a folder a shot; returns how many.

    Regions whose truth is not known become a part of the line, since the layout cannot mark them.
    """
    shots = shot_folders(source)
    with new_folder(out) as growing:
        for number, shot in enumerate(shots):
            start, end = number / len(shots), (number + 1) / len(shots)
            yield from scaled(_export_shot(open_truth(shot, "first"), growing / shot.name), start, end)
    return len(shots)


def encode(ids: np.ndarray) -> np.ndarray:
    """Ids, i32 (H, W), -1 or more, as colors: u8 RGBA (H, W, 4)."""
    rgba = np.stack([ids >> 16, ids >> 8, ids, np.full_like(ids, 255)], 2).astype(np.uint8)
    rgba[ids < 0] = UNPAINTED
    return rgba


def decode(rgba: np.ndarray) -> np.ndarray:
    """The ids, i32 (H, W), that colors, u8 RGBA (H, W, 4), stand for."""
    red, green, blue, alpha = np.moveaxis(rgba.astype(np.int32), 2, 0)
    return np.where(alpha == 0, -1, red << 16 | green << 8 | blue)


def _export_shot(shot: TruthShot, out: Path) -> Generator[Progress, None, None]:
    for folder in FOLDERS:
        (out / folder).mkdir(parents=True)
    for name in KEPT:
        if (shot.folder / name).is_file():
            with naming(out / name):
                shutil.copyfile(shot.folder / name, out / name)
    for number, time in enumerate(shot.times):
        yield Progress(number / len(shot.times), shot.folder.name)
        _export_frame(shot, time, out)


def _export_frame(shot: TruthShot, time: int, out: Path) -> None:
    name, line = shot.names[time], shot.lines[time]
    label = shot.label(time, line.shape[:2])
    regions = paper_regions(line, PAPER_LEVEL[shot.kind])
    truth = majority(regions, label, ignored=LINE)
    known = (truth != LINE) & (truth != NO_TRUTH)
    known[0] = False
    ids = np.zeros(len(truth), np.int32)
    ids[known] = np.arange(1, known.sum() + 1)
    seg = ids[regions]
    colors = shot.color_of[truth[known]].view(np.uint8).reshape(-1, 4).copy()
    colors[truth[known] == BACKGROUND] = UNPAINTED
    part = shot.part(time, line.shape[:2])
    thing = label.astype(np.int32) if part is None else part.astype(np.int32) + BACKGROUND
    thing[label == BACKGROUND] = -1
    thing[seg == 0] = 0
    things = majority(seg, thing)[1:]
    pixels = np.bincount(seg.ravel(), minlength=len(colors) + 1)[1:]
    of_seg = np.vstack([[(0, 0, 0, 255)], colors]).astype(np.uint8)
    write_image(out / "gt" / f"{name}.png", of_seg[seg])
    write_image(out / "line" / f"{name}.png", _transparent(line))
    write_image(out / "seg" / f"{name}.png", np.ascontiguousarray(encode(seg)[..., :3]))
    write_image(out / "label" / f"{name}.png", encode(thing))
    color_of = {str(i): color for i, color in enumerate(colors.tolist(), 1)}
    index_of = {str(i): [int(n), int(of)] for i, (n, of) in enumerate(zip(pixels, things, strict=True), 1)}
    for path, content in (("seg", color_of), ("json_color", color_of), ("json_index", index_of)):
        file = out / path / f"{name}.json"
        with naming(file):
            file.write_text(json.dumps(content), encoding="utf-8")


def _transparent(line: np.ndarray) -> np.ndarray:
    """Line art on transparent paper, u8 RGBA, that over white paper looks as `line` does, to one step."""
    ink = 255 - line[..., :3].min(2).astype(np.int32)
    full = np.maximum(ink, 1)[..., None]
    color = np.clip((line[..., :3].astype(np.int32) - 255) * 255 // full + 255, 0, 255)
    return np.dstack([np.where(ink[..., None] > 0, color, 255), ink]).astype(np.uint8)
