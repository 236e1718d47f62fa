"""Import from the folder layout of the PaintBucket-Character data set; see `paintbucket`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ..errors import InputError
from ..files.images import read_image, write_image
from ..files.labelled_shots import BACKGROUND, LINE, NO_TRUTH
from ..files.reading import read_text
from ..files.saving import naming, new_folder
from ..progress import Progress, scaled
from ..protocol.json_text import parse_json
from .paintbucket import KEPT, decode
from .sheet import on_paper
from .truth import color_numbers, read_palette

MOST_COLORS = NO_TRUTH - BACKGROUND - 1  # label ids between BACKGROUND and NO_TRUTH


@dataclass(frozen=True)
class _Clip:
    """Frames of a character that become a shot."""

    name: str
    folder: Path
    frames: Sequence[str]  # "0000"


def import_set(source: Path, out: Path, length: int = 0) -> Generator[Progress, None, int]:
    """Write the characters, or clips, in `source` as a set of shots into `out`; returns how many shots.

    A shot has at most `length` frames, 0: as many as there are. Colors are taken from seg/ with its JSON, or that of
    json_color/; a frame without is taken from gt/. Raises InputError where the layout is another.
    """
    clips = _clips(source, length)
    with new_folder(out) as growing:
        for number, clip in enumerate(clips):
            start, end = number / len(clips), (number + 1) / len(clips)
            yield from scaled(_import_clip(clip, growing / clip.name), start, end)
    return len(clips)


def _clips(source: Path, length: int) -> list[_Clip]:
    folders = (
        [source]
        if (source / "line").is_dir()
        else sorted(path.parent for path in source.glob("*/line") if not path.parent.name.startswith("."))
    )
    if not folders:
        raise InputError(
            f"There is no character in {source}: it must hold folders with line/ and gt/ or seg/."
        )
    clips = []
    for folder in folders:
        frames = sorted(path.stem for path in (folder / "line").glob("*.png"))
        wrong = [name for name in frames if not (name.isascii() and name.isdigit())]
        if not frames or wrong:
            what = f"{wrong[0]}.png is no frame" if wrong else "there is no frame"
            raise InputError(f"In {folder / 'line'} {what}: name frames 0000.png, 0001.png ...")
        step = length or len(frames)
        parts = [frames[i : i + step] for i in range(0, len(frames), step)]
        name = folder.resolve().name
        clips += [_Clip(name if len(parts) == 1 else f"{name}_{part[0]}", folder, part) for part in parts]
    return clips


def _import_clip(clip: _Clip, out: Path) -> Generator[Progress, None, None]:
    has_label = (clip.folder / "label").is_dir()
    for name in ("line", "color", "label", *(("part",) if has_label else ())):
        (out / name).mkdir(parents=True)
    entries = _palette_of(clip)
    for number, name in enumerate(clip.frames):
        yield Progress(number / len(clip.frames), clip.name)
        line = read_image(clip.folder / "line" / f"{name}.png")
        write_image(out / "line" / f"{name}.png", on_paper(line))
        paint = _paint(clip.folder, name, line)
        if paint is None:
            continue
        color, is_line = paint
        write_image(out / "color" / f"{name}.png", color)
        write_image(out / "label" / f"{name}.png", _labels(color, is_line, entries, clip.folder))
        if has_label:
            _import_part(clip.folder / "label" / f"{name}.png", out / "part" / f"{name}.png")
    labels = [{"id": LINE, "rgb": [0, 0, 0], "name": "line"}]
    labels += [{"id": BACKGROUND, "rgb": [255, 255, 255], "name": "background"}]
    labels += [
        {"id": label, "rgb": _rgba(value)[:3], "name": f"color_{label - 1}"}
        for value, label in entries.items()
    ]
    with naming(out / "palette.json"):
        (out / "palette.json").write_text(json.dumps({"labels": labels}), encoding="utf-8")
    for name in KEPT:
        if (clip.folder / name).is_file():
            with naming(out / name):
                shutil.copyfile(clip.folder / name, out / name)


def _paint(folder: Path, name: str, line: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The paint of a frame, u8 RGBA (H, W, 4), and where the line is, bool (H, W); None where there is none."""
    seg = folder / "seg" / f"{name}.png"
    gt = folder / "gt" / f"{name}.png"
    if seg.is_file():
        ids = decode(read_image(seg))
        is_line, color = ids == 0, _colors(folder, name)
        missing = np.setdiff1d(ids[~is_line], [*color])
        if len(missing):
            raise InputError(f"The colors of frame {name} in {folder} lack region {missing[0]} of {seg}.")
        known = np.array([0, *color], np.int32)
        table = np.array([(0, 0, 0, 0), *color.values()], np.uint8)
        order = np.argsort(known)
        paint = table[order][np.searchsorted(known[order], ids)]
    elif gt.is_file():
        paint, is_line = read_image(gt), on_paper(line).min(2) < 255
    else:
        return None
    if paint.shape != line.shape:
        raise InputError(f"The paint and the line art of frame {name} in {folder} are not of one size.")
    paint[is_line | (paint[..., 3] == 0)] = 0
    return paint, is_line


def _colors(folder: Path, name: str) -> dict[int, list[int]]:
    """The color of each region of a frame, RGBA."""
    paths = [folder / "seg" / f"{name}.json", folder / "json_color" / f"{name}.json"]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise InputError(
            f"There is no {paths[0]} and no {paths[1]}: the regions of a frame need their colors."
        )
    try:
        content = parse_json(read_text(path))
        colors = {int(region): [*map(int, [*color, 255][:4])] for region, color in content.items()}
        np.array([[0, 0, 0, 0], *colors.values()], np.uint8)
        np.array([*colors], np.int32)
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise InputError(f'{path} holds no colors of regions, as {{"1": [255, 255, 255, 0]}}.') from error
    return colors


def _palette_of(clip: _Clip) -> dict[int, int]:
    """The label id of each color of a clip, packed as one number: as palette.json has them, else in order met."""
    known = clip.folder / "palette.json"
    if known.is_file():
        return {_number((*rgb, 255)): label for label, rgb in read_palette(known).items()}
    found: dict[int, int] = {}
    for name in clip.frames:
        line = read_image(clip.folder / "line" / f"{name}.png")
        paint = _paint(clip.folder, name, line)
        for value in np.unique(color_numbers(paint[0])) if paint else ():
            if value:
                found.setdefault(int(value), BACKGROUND + 1 + len(found))
    if not found:
        raise InputError(f"No frame of {clip.folder} is painted: put the paint into gt/.")
    if len(found) > MOST_COLORS:
        raise InputError(
            f"{clip.folder} has {len(found)} colors, more than {MOST_COLORS}: paint must be flat."
        )
    return found


def _labels(color: np.ndarray, is_line: np.ndarray, entries: dict[int, int], folder: Path) -> np.ndarray:
    """The label map of a frame, u8 (H, W)."""
    values, index = np.unique(color_numbers(color), return_inverse=True)
    stray = [value for value in values.tolist() if value and value not in entries]
    if stray:
        raise InputError(
            f"The color {_rgba(stray[0])} in {folder} is not in its palette.json: remove that file."
        )
    ids = np.array([entries[value] if value else BACKGROUND for value in values.tolist()], np.uint8)
    return np.where(is_line, LINE, ids[index.reshape(is_line.shape)]).astype(np.uint8)


def _import_part(label: Path, out: Path) -> None:
    """Write the id that a thing keeps in all frames as our part, u16: background 0."""
    if label.is_file():
        ids = decode(read_image(label))
        Image.fromarray(np.clip(ids - BACKGROUND, 0, np.iinfo(np.uint16).max).astype(np.uint16)).save(out)


def _number(rgba: Sequence[int]) -> int:
    return int(np.array(rgba, np.uint8).view(np.uint32)[0])


def _rgba(value: int) -> list[int]:
    return np.array([value], np.uint32).view(np.uint8).tolist()
