"""A shot on disk, and what is made of it.

In: SHOT/line/NNNN.png and SHOT/color/NNNN.png. Out: NNNN.png in OUT/color, full, withdrawn and confidence,
and OUT/report.json.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np
from PIL import Image

from .errors import InputError
from .lazy import Lazy
from .pipeline import Painted, Report

PLANES = ("color", "full", "withdrawn", "confidence")
REPORT = "report.json"


@dataclass(frozen=True)
class ShotFiles:
    """The frames of a shot folder: by time the file's name, and the pictures, decoded when asked for."""

    names: Mapping[int, str]  # time -> "0007"
    lines: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4)
    colors: Mapping[int, np.ndarray]  # u8 RGBA (H, W, 4) of the reference frames


def open_shot(folder: Path, references: Sequence[str] | None = None) -> ShotFiles:
    """The shot in `folder`; its references are the frames named, or every frame that has a color file.

    Raises InputError where there is no such shot.
    """
    if not (folder / "line").is_dir():
        raise InputError(
            f"There is no folder {folder / 'line'}: put the line art there, as 0000.png, 0001.png ..."
        )
    lines, colors = _numbered(folder / "line"), _numbered(folder / "color")
    if not lines:
        raise InputError(
            f"There is no line art in {folder / 'line'}: put it there, as 0000.png, 0001.png ..."
        )
    if references is not None:
        colors = {_time(name): _reference(folder, name, colors) for name in references}
    for time in sorted(colors.keys() - lines.keys()):
        raise InputError(
            f"{colors[time]} has no line art: put {colors[time].name} into {folder / 'line'} as well."
        )
    return ShotFiles(
        {time: path.stem for time, path in lines.items()},
        Lazy(lines, lambda time: read_image(lines[time])),
        Lazy(colors, lambda time: read_image(colors[time])),
    )


def read_image(path: Path) -> np.ndarray:
    """A PNG of any depth and kind (gray, palette, 16 bit, with or without alpha) as u8 RGBA (H, W, 4).

    Raises InputError where `path` is no such picture, or cannot be read.
    """
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
        pixels = cv2.imdecode(content, cv2.IMREAD_UNCHANGED) if content.size else None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except cv2.error:  # OpenCV's way to say that a picture has too many pixels
        pixels = None
    if pixels is None:
        raise InputError(f"{path} cannot be read as a picture: save it again as PNG.")
    if pixels.dtype == np.uint16:
        pixels = ((pixels.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    if pixels.ndim == 2:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGBA)
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGBA if pixels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA)


def read_ids(path: Path, size: tuple[int, ...] | None = None) -> np.ndarray:
    """A picture with one number a pixel, as it is stored (a palette's are its indices): (H, W).

    Raises InputError where `path` is no such picture, or not of the `size` (H, W).
    """
    try:
        with Image.open(path) as picture:
            ids = np.asarray(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        why = getattr(error, "strerror", None) or "it is no picture, or broken"
        raise InputError(f"{path} cannot be read: {why}.") from error
    if ids.ndim != 2 or ids.dtype.kind not in "bui":
        raise InputError(f"{path} is no picture of ids: it must have one whole number a pixel.")
    if size is not None and ids.shape != tuple(size):
        raise InputError(f"{path} is not of the size of the line art.")
    return ids


class Output:
    """The folder of a result. It grows beside its place and moves there when whole, instead of a former.

    Use with `with`; leaving before `finish` leaves nothing behind. Raises InputError where `folder` holds
    anything that is no former result.
    """

    def __init__(self, folder: Path, names: Mapping[int, str]) -> None:
        self._folder = Path(
            os.path.realpath(folder)
        )  # where `folder` is a link, what it points to is replaced
        self._names = names
        _check_replaceable(self._folder)
        self._growing = self._folder.with_name(f".{self._folder.name}.{os.getpid()}.growing")

    def __enter__(self) -> Output:
        try:
            for plane in PLANES:
                (self._growing / plane).mkdir(parents=True)
        except OSError as error:
            raise InputError(f"Cannot write into {self._folder.parent}: {error.strerror}.") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._growing, ignore_errors=True)

    def write(self, painted: Painted) -> None:
        """Add one frame."""
        name = self._names[painted.time]
        visible = painted.color.copy()
        visible[painted.withdrawn] = 0
        pictures = (visible, painted.color, painted.withdrawn.astype(np.uint8) * 255, painted.confidence)
        for plane, pixels in zip(PLANES, pictures, strict=True):
            write_image(self._growing / plane / f"{name}.png", pixels)

    def finish(self, report: Report) -> None:
        """Add the report and move the whole to its place."""
        text = json.dumps(_report(report, self._names), indent=1)
        (self._growing / REPORT).write_text(text + "\n", encoding="utf-8")
        former = self._growing.with_suffix(".former")
        if self._folder.exists():
            self._folder.rename(former)
        self._growing.rename(self._folder)
        shutil.rmtree(former, ignore_errors=True)


def _numbered(folder: Path) -> dict[int, Path]:
    """The PNG files of a folder by the number that is their name, in order; none where there is no folder."""
    if not folder.is_dir():
        return {}
    files: dict[int, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".png" and not path.name.startswith("."):
            other = files.setdefault(_time(path.stem, path), path)
            if other != path:
                raise InputError(f"{other.name} and {path.name} in {folder} are the same frame: remove one.")
    return dict(sorted(files.items()))


def _time(name: str, where: object = "") -> int:
    if not (name.isascii() and name.isdigit()):
        raise InputError(f"{str(where) or repr(name)} is no frame number: name frames 0000, 0001 ...")
    return int(name)


def _reference(folder: Path, name: str, colors: Mapping[int, Path]) -> Path:
    if _time(name) not in colors:
        raise InputError(
            f"Reference frame {name} is not in {folder / 'color'}: color it first or leave it out."
        )
    return colors[_time(name)]


def _check_replaceable(folder: Path) -> None:
    """Raise InputError unless `folder` is missing, empty or a former result, which may be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file: choose another folder for the result.")
    entries = {path.name for path in folder.iterdir()}
    if entries and not (REPORT in entries and entries <= {*PLANES, REPORT}):
        raise InputError(
            f"{folder} holds files that are no result of Shiage: choose another folder for the result."
        )


def write_image(path: Path, pixels: np.ndarray) -> None:
    """Write u8 (H, W), RGB (H, W, 3) or RGBA (H, W, 4) as PNG."""
    if pixels.ndim == 3:
        to_file = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, to_file)
    encoded = cv2.imencode(".png", pixels)[1]
    path.write_bytes(encoded.tobytes())


def _report(report: Report, names: Mapping[int, str]) -> dict[str, object]:
    """The report as JSON has it: frames by their file's name."""
    return {
        "method": report.method,
        "palette": report.palette.tolist(),
        "frames": {
            names[frame.time]: {
                "regions": frame.regions,
                "coverage": round(frame.coverage, 4),
                "seconds": round(frame.seconds, 3),
            }
            for frame in report.frames
        },
    }
