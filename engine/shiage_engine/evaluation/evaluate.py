"""How well a method colors shots whose truth is known.

A set is a folder of shots, each with line/, color/ (all frames), label/ and palette.json; some also with ink/, the
raw drawings, part/ and meta.json.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import process_time
from typing import Protocol

import numpy as np

from ..drawing.packed import Packed
from ..drawing.paint import spread
from ..errors import InputError
from ..files.images import encoded
from ..files.labelled_shots import NO_TRUTH
from ..files.saving import check_place, naming, write_ours
from ..files.seals import is_sealed, sealed
from ..lazy import Lazy
from ..methods.method import Method
from ..pipeline import Base, Request, color_base
from ..progress import Progress, finish
from ..protocol.options import Options
from ..registry import METHODS
from ..results import FrameResult
from . import workers
from .baselines import BASELINES
from .cutting import cut
from .hints import NO_HINTS, Hints, draw_hints
from .ink import InkFigures, PixelJudge, Pixels
from .judging import RegionJudge
from .metrics import Figures, Regions, mean
from .model_sheets import find_sheets
from .perception import FrameFeatures, Viewer, viewer
from .pictures import PictureFigures, Pictures
from .sheet import Row, contact_sheet
from .truth import PAPER_LEVEL, TruthShot, open_truth, shot_folders

NO_PICTURES = PictureFigures()
NO_PAINT = (214, 226, 240)  # RGB on sheets; not white, which is a color of many shots


class Judge(Protocol):
    """Compares frames with their truth, in order of time."""

    def judge(self, painted: FrameResult, raw: np.ndarray | None = None) -> Regions | Pixels: ...


@dataclass(frozen=True)
class Settings:
    """How to color and judge a shot."""

    references: str = "first-last"  # as for `reference_times`
    options: Options = field(default_factory=Options)  # the method may also be one of BASELINES
    paper: int | None = None  # least darkest channel of a region's pixels; by the shot's kind if not given
    lines: str = "line"  # what is colored, one of LINE_FOLDERS; "ink" is judged by pixels
    hints: Hints = NO_HINTS  # drawn from the truth on the frames to color; their regions are not judged
    is_told: bool = True  # else the method gets none of these hints: for comparison on the same regions
    contact_sheets: Path | None = None  # folder for a contact sheet of each shot
    opening: int = 0  # pixels: the width of openings that are cut into the lines
    is_perceptual: bool = False  # the figures of `perception` as well
    # How many model sheets are given, as of `model_sheets.find_sheets`; shots that have none are left out.
    model_sheets: int = 0
    # The shot that they are from, which is left out; the others of the same character if empty.
    sheets_from: str = ""


@dataclass(frozen=True)
class JudgedFrame:
    """One frame that was colored and judged."""

    name: str
    distance: int  # frames from the nearest reference; 0 where there is none
    judged: Regions | Pixels
    pictures: PictureFigures = NO_PICTURES
    features: FrameFeatures | None = None  # where perceptual figures were wanted


@dataclass(frozen=True)
class ShotResult:
    """How well a method colored one shot."""

    shot: str
    kind: str
    method: str  # its name, never "auto"
    frames: tuple[JudgedFrame, ...]  # that were colored
    seconds: float  # of processor time per frame of the shot, with learning, without judging
    memory: float  # peak MiB of the process since its start; NaN where the system does not report it

    @property
    def figures(self) -> Figures | InkFigures:
        """Means over the frames."""
        return mean([frame.judged.figures for frame in self.frames])

    @property
    def pictures(self) -> PictureFigures:
        """The same of the pictures."""
        return mean([frame.pictures for frame in self.frames])


def evaluate(
    folder: Path, settings: Settings, processes: int = 1
) -> Generator[Progress, None, list[ShotResult]]:
    """Color and judge all shots of a set, in order of name, `processes` at a time; 0: in this process."""
    tasks = [(shot, settings) for shot in shot_folders(folder, settings.lines) if _has_sheets(shot, settings)]
    if not tasks:
        raise InputError(
            f"No shot in {folder} has another of the same character: evaluate without model sheets."
        )
    names = [shot.name for shot, _ in tasks]
    return (yield from workers.run(color_shot, tasks, names, processes))


def _has_sheets(shot: Path, settings: Settings) -> bool:
    """Whether a shot has the model sheets that are wanted, and is not where they are from."""
    if not settings.model_sheets:
        return True
    if settings.options.method in BASELINES:
        raise InputError("Baselines know no model sheets: evaluate them without.")
    return shot.name != settings.sheets_from and bool(
        find_sheets(shot, settings.model_sheets, settings.sheets_from)
    )


def color_shot(folder: Path, settings: Settings, methods: Mapping[str, Method] | None = None) -> ShotResult:
    """Color the shot in `folder` and judge every frame that was no reference.

    `methods`: to choose from, if not Shiage's and the baselines.
    """
    if settings.contact_sheets:
        _check_sheet(settings.contact_sheets, folder)
    shot = open_truth(folder, settings.references, settings.lines)
    if len(shot.given) == len(shot.times):
        raise InputError(f"With the references {settings.references} nothing is left to color in {folder}.")
    paper = settings.paper or PAPER_LEVEL[shot.kind]
    hints = _hints(shot, settings.hints, paper)
    request = _request(folder, settings, shot, hints if settings.is_told else {})
    judge: Judge = PixelJudge(shot)
    if settings.lines == "line":
        judge = RegionJudge(shot, paper, hints)
    eyes = viewer() if settings.is_perceptual else None  # weights that are missing are told before the work
    frames, panels, start = [], {}, process_time()
    base = finish(color_base(request, methods or {**METHODS, **BASELINES}))
    seconds = process_time() - start
    work = base.results(())
    while True:
        start = process_time()
        try:
            step = next(work)
        except StopIteration as stop:
            method = stop.value.method
            break
        finally:
            seconds += process_time() - start
        if isinstance(step, FrameResult):
            frames.append(_judged(shot, base, judge, eyes, step))
            if settings.contact_sheets:
                panels[step.time] = (Packed.of(step.color()), Packed.of(step.withdrawn_pixels()))
    if settings.contact_sheets:
        picture = sealed(encoded(_sheet(shot, panels)))
        write_ours(_sheet_file(settings.contact_sheets, folder), picture, is_sealed)
    return ShotResult(
        folder.name, shot.kind, method, tuple(frames), seconds / len(shot.times), _peak_memory()
    )


def _judged(
    shot: TruthShot, base: Base, judge: Judge, eyes: Viewer | None, colored: FrameResult
) -> JudgedFrame:
    """A frame that was colored, compared with its truth."""
    paint, time = colored.color(), colored.time
    raw = base.colorizer.picture(base.shot, shot.times.index(time))
    pictures = Pictures.of(paint, raw, _truth(shot, time, paint), shot.lines[time])
    return JudgedFrame(
        shot.names[time],
        shot.distance(time),
        judge.judge(colored, raw),
        pictures.figures(eyes),
        None if eyes is None else pictures.features(eyes),
    )


def _check_sheet(sheets: Path, shot: Path) -> None:
    """Raise InputError where the contact sheet of a shot cannot be written, before the work."""
    with naming(sheets):
        sheets.mkdir(parents=True, exist_ok=True)
    check_place(_sheet_file(sheets, shot), is_sealed)


def _sheet_file(sheets: Path, shot: Path) -> Path:
    return sheets / f"{shot.name}.png"


def _truth(shot: TruthShot, time: int, paint: np.ndarray) -> np.ndarray:
    """The true paint of a frame, spread under its lines; where no truth is known it is `paint`."""
    label = shot.label(time)
    ids = spread(label.astype(np.int32))
    truth = shot.color_of[ids].view(np.uint8).reshape(*label.shape, 4)
    truth[ids == NO_TRUTH] = paint[ids == NO_TRUTH]
    return truth


def _request(folder: Path, settings: Settings, shot: TruthShot, hints: Mapping[int, np.ndarray]) -> Request:
    """What is asked of the engine: the shot with openings in its lines, and model sheets, as the settings say."""
    drawings = shot.lines
    if settings.opening:
        drawings = Lazy(
            shot.times, lambda time: cut(shot.lines[time], settings.opening, f"{folder.name} {time}")
        )
    sheets = find_sheets(folder, settings.model_sheets, settings.sheets_from) if settings.model_sheets else {}
    return Request(
        drawings, shot.colors, settings.options, finished=[*shot.colors], hints=hints, sheets=sheets
    )


def _hints(shot: TruthShot, hints: Hints, paper: int) -> Mapping[int, np.ndarray]:
    """The hints of all frames that are no references, drawn at each access."""
    targets = [time for time in shot.times if time not in shot.given] if hints != NO_HINTS else []
    return Lazy(targets, lambda time: draw_hints(shot, time, hints, paper))


def at_distance(result: ShotResult, least: int, most: int) -> ShotResult | None:
    """The result on frames `least` to `most` frames from the nearest reference; None where there are none."""
    frames = tuple(frame for frame in result.frames if least <= frame.distance <= most)
    return replace(result, frames=frames) if frames else None


def _sheet(shot: TruthShot, panels: dict[int, tuple[Packed, Packed]]) -> np.ndarray:
    rows = []
    for time in shot.times:
        line, name = shot.lines[time], shot.names[time]
        if time in panels:
            color, withdrawn = (packed.unpack() for packed in panels[time])
            truth, is_unknown = shot.paint(time), shot.label(time) == NO_TRUTH
            truth[is_unknown] = color[is_unknown]  # shows no error
            rows.append(Row(name, line, color, withdrawn, truth))
        else:
            rows.append(Row(f"{name}  reference", line, shot.colors[time]))
    return contact_sheet(rows, unpainted=NO_PAINT)


def _peak_memory() -> float:
    """The peak memory of this process so far, in MiB."""
    try:
        import resource  # noqa: PLC0415 - missing on Windows
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak / 2**20 if sys.platform == "darwin" else peak / 2**10)  # macOS counts bytes, Linux KiB
