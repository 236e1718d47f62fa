"""From a request to a shot: line art is segmented, the references' paint becomes palette and labels."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..drawing import line_art, open_shots, palette, segmentation
from ..drawing.model_sheets import figures
from ..drawing.packed import Packed
from ..drawing.parting import part_by_paint
from ..drawing.shot import UNKNOWN, Frame, Shot, placed
from ..drawing.strokes import lines
from ..errors import InputError
from ..lazy import Lazy
from ..limits import FRAME_REGIONS, check_frame, check_shot
from ..progress import Progress
from .request import Request

NOTE = "Reading the line art"


class _Figure(NamedTuple):
    """One figure of a model sheet, compressed."""

    sheet: str  # its name
    line: Packed  # u8 RGBA (H, W, 4)
    color: Packed  # u8 RGBA (H, W, 4)


@dataclass
class ReadPaint:
    """What was read of references' paint, to be read again only where the paint is another now. By time."""

    colors: palette.ReadBefore = field(default_factory=dict)
    # Of open drawings: a digest of the paint, and the frame as it parts it.
    parted: dict[int, tuple[bytes, Frame]] = field(default_factory=dict)


def read_shot(
    request: Request, frames: Sequence[Frame] = (), paint: ReadPaint | None = None
) -> Generator[Progress, None, Shot]:
    """The shot of a request, segmented, with its palette and the labels of its references.

    `frames`, `paint`: those of its drawings, model sheets among them, where they were read before; what is read of
    their paint is added.
    """
    sheets = _sheet_figures(request)
    if not frames:
        frames = yield from _read_frames(request, sheets)
    shot = _read_references(request, sheets, frames, paint or ReadPaint())
    check_fits(shot)
    return shot


def check_fits(shot: Shot) -> None:
    """Raise InputError where a shot is too large, see `limits.check_shot`."""
    check_shot(len(shot.frames), sum(frame.count for frame in shot.frames), len(shot.palette))


def _sheet_figures(request: Request) -> list[_Figure]:
    """The figures of all model sheets, in order of name; a page of several views has several."""
    found: list[_Figure] = []
    for name in sorted(request.sheets):
        sheet = request.sheets[name]
        if sheet.line is not None:
            _check_size(f"The paint of model sheet {name}", sheet.color, sheet.line.shape[:2])
        found += [_Figure(name, *map(Packed.of, figure)) for figure in figures(sheet)]
    return found


def _sheet_time(number: int) -> int:
    """What stands for the time of a figure of a model sheet: no frame has it."""
    return -1 - number


def _read_frames(request: Request, sheets: Sequence[_Figure]) -> Generator[Progress, None, list[Frame]]:
    """The frames of the shot in order of time, then those of its model sheets, segmented."""
    frames: dict[int, Frame] = {}
    times, count = sorted(request.lines), len(request.lines) + len(sheets)

    def read(time: int) -> tuple[line_art.LineArt, np.ndarray | None]:
        art = frames[time].line_art if time in frames else None
        return line_art_of(request.lines, request.closings, time, art)

    yield Progress(0, NOTE)
    for turn in open_shots.segmented(times, read, request.options.largest_gap):
        frames[turn.time] = _frame(turn.time, f"Frame {turn.time}", turn.art, turn.found)
        check_shot(count, sum(frame.count for frame in frames.values()), 1)
        yield Progress(turn.done * len(times) / count, NOTE)
    for number, one in enumerate(sheets):
        yield Progress((len(times) + number) / count, NOTE)
        art, time = line_art.read(one.line.unpack()), _sheet_time(number)
        found = segmentation.segment_and_tell(art, request.options.largest_gap)
        frames[time] = _frame(time, f"Model sheet {one.sheet}", art, found)
        check_shot(count, sum(frame.count for frame in frames.values()), 1)
    return placed([*frames.values()], request.offsets)


def _frame(time: int, name: str, art: line_art.LineArt, found: segmentation.Segmented) -> Frame:
    """The frame; raises InputError where it has too many regions. `name`: as that sentence calls it."""
    frame = Frame.of(time, art, found.regions, found.suspect, found.opening, merged=found.merged)
    check_frame(name, frame.count)
    return frame


def line_art_of(
    drawings: Mapping[int, np.ndarray],
    closings: Mapping[int, np.ndarray],
    time: int,
    art: line_art.LineArt | None = None,
) -> tuple[line_art.LineArt, np.ndarray | None]:
    """The line art of frame `time`, and where the painter drew strokes that close its regions.

    `drawings`, `closings`: u8 RGBA (H, W, 4) by time; `art`: where it was read before. The strokes: bool (H, W); None
    where there are none.
    """
    art, rgba = art or line_art.read(drawings[time]), closings.get(time)
    if rgba is None:
        return art, None
    _check_size(f"The picture of closing strokes of frame {time}", rgba, art.ink.shape)
    return art, lines(line_art.read(rgba)).line


def _read_references(
    request: Request, sheets: Sequence[_Figure], frames: Sequence[Frame], paint: ReadPaint
) -> Shot:
    """The shot with its palette and the labels of its references."""
    frames = [frame.as_drawn or frame for frame in frames]
    if not request.colors and not sheets:
        return Shot(frames, np.zeros((1, 4), np.uint8), {})
    index = {frame.time: i for i, frame in enumerate(frames)}

    def color(time: int) -> np.ndarray:
        if time < 0:
            return sheets[-1 - time].color.unpack()
        rgba = request.colors[time]
        _check_size(f"The paint of frame {time}", rgba, frames[index[time]].packed_ink.shape)
        return rgba

    of_sheets = [_sheet_time(number) for number in range(len(sheets))]
    times = [*sorted(request.colors), *of_sheets]
    for time in paint.parted.keys() - {*times}:
        del paint.parted[time]
    for time in times:
        if frames[index[time]].opening:
            frames[index[time]] = _parted(frames[index[time]], color(time), paint)
    read = palette.read_references(
        Lazy(times, color),
        Lazy(times, lambda time: frames[index[time]].line_art),
        Lazy(times, lambda time: frames[index[time]].regions),
        {**dict.fromkeys(request.finished, True), **dict.fromkeys(request.partial, False)},
        paint.colors,
    )
    if len(read.palette) == 1 or all((of_region[1:] == UNKNOWN).all() for of_region in read.labels.values()):
        raise InputError(_why_nothing_is_known(request, frames))
    # What is left unpainted in a model sheet is no question.
    finished, partial = (
        {
            index[time]: labels
            for time, labels in read.labels.items()
            if (time in read.finished or time < 0) == is_finished
        }
        for is_finished in (True, False)
    )
    painted = {index[time]: pixels for time, pixels in read.painted.items()}
    names = tuple(one.sheet for one in sheets)
    return Shot(frames, read.palette, finished, read.purity, partial, painted, names)


def _parted(frame: Frame, color: np.ndarray, paint: ReadPaint) -> Frame:
    """A reference frame whose lines are open, as its paint, u8 RGBA (H, W, 4), parts it."""
    digest, (before, parted) = palette.digest(color), paint.parted.get(frame.time, (b"", frame))
    if before != digest:
        parted = _parted_anew(frame, color)
        paint.parted[frame.time] = digest, parted
    return parted


def _parted_anew(frame: Frame, color: np.ndarray) -> Frame:
    regions = frame.regions
    parted = part_by_paint(regions, palette.packed_paint(color, regions), frame.opening)
    has_more = frame.count < parted.max(initial=0) <= FRAME_REGIONS
    return frame.parted(parted) if has_more else frame


def _why_nothing_is_known(request: Request, frames: Sequence[Frame]) -> str:
    """A sentence that says why no reference frame tells the color of any region."""
    painted = [
        frame for frame in frames if frame.time in request.colors and request.colors[frame.time][..., 3].any()
    ]
    if not painted and request.sheets:
        return "The model sheets hold no region of one clear color: paint them flat, with closed lines."
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
