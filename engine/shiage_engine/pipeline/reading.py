"""From a request to a shot: line art is segmented, the references' paint becomes palette and labels."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from ..drawing import line_art, palette, segmentation
from ..drawing.shot import UNKNOWN, Frame, Shot
from ..drawing.strokes import lines
from ..errors import InputError
from ..lazy import Lazy
from ..limits import check_frame, check_shot
from ..progress import Progress
from .request import Request


def read_shot(
    request: Request, frames: Sequence[Frame] = (), paint: palette.ReadBefore | None = None
) -> Generator[Progress, None, Shot]:
    """The shot of a request, segmented, with its palette and the labels of its reference frames.

    `frames`, `paint`: those of its drawings, where they were read before; what is read of their paint is added.
    """
    if not frames:
        frames = yield from _read_frames(request)
    shot = _read_references(request, frames, paint)
    check_fits(shot)
    return shot


def check_fits(shot: Shot) -> None:
    """Raise InputError where a shot is too large, see `limits.check_shot`."""
    check_shot(len(shot.frames), sum(frame.count for frame in shot.frames), len(shot.palette))


def _read_frames(request: Request) -> Generator[Progress, None, list[Frame]]:
    """The frames of the shot in order of time, segmented."""
    frames: list[Frame] = []
    for number, time in enumerate(sorted(request.lines)):
        yield Progress(number / len(request.lines), "Reading the line art")
        rgba = request.lines[time]
        art = line_art.read(rgba)
        strokes = read_closings(request.closings.get(time), time, art)
        parted, suspect = segmentation.segment_with_suspects(art, request.options.largest_gap, strokes)
        frames.append(Frame.of(time, art, parted, suspect))
        check_frame(time, frames[-1].count)
        check_shot(len(request.lines), sum(frame.count for frame in frames), 1)
    return frames


def read_closings(rgba: np.ndarray | None, time: int, art: line_art.LineArt) -> np.ndarray | None:
    """Where the painter drew strokes that close regions of frame `time`: bool (H, W); None where there are none."""
    if rgba is None:
        return None
    _check_size(f"The picture of closing strokes of frame {time}", rgba, art.ink.shape)
    return lines(line_art.read(rgba)).line


def _read_references(request: Request, frames: Sequence[Frame], paint: palette.ReadBefore | None) -> Shot:
    """The shot with its palette and the labels of its reference frames."""
    if not request.colors:
        return Shot(frames, np.zeros((1, 4), np.uint8), {})
    index = {frame.time: i for i, frame in enumerate(frames)}

    def color(time: int) -> np.ndarray:
        rgba = request.colors[time]
        _check_size(f"The paint of frame {time}", rgba, frames[index[time]].packed_ink.shape)
        return rgba

    times = sorted(request.colors)
    read = palette.read_references(
        Lazy(times, color),
        Lazy(times, lambda time: frames[index[time]].line_art),
        Lazy(times, lambda time: frames[index[time]].regions),
        {**dict.fromkeys(request.finished, True), **dict.fromkeys(request.partial, False)},
        paint,
    )
    if len(read.palette) == 1 or all((of_region[1:] == UNKNOWN).all() for of_region in read.labels.values()):
        raise InputError(_why_nothing_is_known(request, frames))
    finished, partial = (
        {
            index[time]: labels
            for time, labels in read.labels.items()
            if (time in read.finished) == is_finished
        }
        for is_finished in (True, False)
    )
    painted = {index[time]: pixels for time, pixels in read.painted.items()}
    return Shot(frames, read.palette, finished, read.purity, partial, painted)


def _why_nothing_is_known(request: Request, frames: Sequence[Frame]) -> str:
    """A sentence that says why no reference frame tells the color of any region."""
    painted = [
        frame for frame in frames if frame.time in request.colors and request.colors[frame.time][..., 3].any()
    ]
    if not painted:
        return "The reference frames hold no paint: color at least one frame of this shot first."
    frame = painted[0]
    if not frame.line_art.ink.any():
        return (
            f"No lines were found in frame {frame.time}: draw them darker, or lighter, than what they lie on."
        )
    start = f"Frame {frame.time} has paint, but "
    if frame.count < 2:
        return start + "its lines close no region: close them, or let wider gaps be closed."
    return start + "no region of it has one clear color: paint it flat, one color a region."


def _check_size(what: str, rgba: np.ndarray, size: tuple[int, ...]) -> None:
    if rgba.shape[:2] != tuple(size):
        (height, width), (right_height, right_width) = rgba.shape[:2], size
        raise InputError(
            f"{what} is {width} x {height} pixels, but its line art is {right_width} x "
            f"{right_height}: make both one size."
        )
