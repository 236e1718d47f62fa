"""All methods and the baselines on the same shots, side by side."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..colorizers import METHODS
from ..errors import InputError
from ..progress import Progress
from . import cache, workers
from .baselines import BASELINES
from .evaluate import Settings, ShotResult, color_shot
from .summary import Group, summarize
from .truth import LINE_FOLDERS, reference_times, shot_folders


@dataclass(frozen=True)
class Run:
    """One method on the shots of one set."""

    set: str  # the name of its folder
    references: str
    lines: str
    method: str
    shots: tuple[ShotResult, ...]  # in order of name

    @property
    def condition(self) -> str:
        """On what methods are compared: the set, the references and the lines, as "drawn, first, raw ink"."""
        return f"{self.set}, {self.references}" + (", raw ink" if self.lines == "ink" else "")

    @cached_property
    def group(self) -> Group:
        """The figures of all shots, named by the method."""
        return summarize(self.method, self.shots)


@dataclass(frozen=True)
class Plan:
    """What to compare."""

    sets: Sequence[Path]
    references: Sequence[str] = ("first", "first-last")
    lines: Sequence[str] = ("line",)
    methods: Sequence[str] = ()  # all methods that lack nothing, and baselines, if not given
    shots: Sequence[str] = ()  # names; all if not given
    character: str = ""  # who is drawn; without, methods that need one are left out unless named


@dataclass(frozen=True)
class _Piece:
    run: tuple[str, str, str, str]
    folder: Path
    settings: Settings
    result: Path


def benchmark(plan: Plan, out: Path, processes: int = 1) -> Generator[Progress, None, list[Run]]:
    """Run what is planned. Results and contact sheets are kept in `out`, and used again while they are current."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: choose a folder for the page.")
    pieces = _pieces(plan, out)
    keys = [cache.key(piece.folder, piece.settings) for piece in pieces]
    found = [cache.load(piece.result, key) for piece, key in zip(pieces, keys, strict=True)]
    left = [
        number
        for number, result in enumerate(found)
        if result is None or not _sheet(pieces[number]).is_file()
    ]

    def keep(number: int, result: ShotResult) -> None:
        piece = left[number]
        found[piece] = result
        cache.store(pieces[piece].result, result, keys[piece])

    tasks = [(pieces[number].folder, pieces[number].settings) for number in left]
    names = [" ".join((*pieces[number].run[1:], pieces[number].folder.name)) for number in left]
    if left:
        yield from workers.run(color_shot, tasks, names, processes, keep)
    runs: dict[tuple[str, str, str, str], list[ShotResult]] = {}
    for piece, result in zip(pieces, found, strict=True):
        if result is not None:
            runs.setdefault(piece.run, []).append(result)
    return [Run(*of, tuple(shots)) for of, shots in runs.items()]


def by_condition(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """The runs that can be compared with each other, by their condition, in order."""
    found: dict[str, list[Run]] = {}
    for run in runs:
        found.setdefault(run.condition, []).append(run)
    return found


def _pieces(plan: Plan, out: Path) -> list[_Piece]:
    """Each shot with each method; raises InputError where the plan is not sound."""
    known = [*METHODS, *BASELINES]
    methods = plan.methods or [name for name in known if plan.character or not _needs_character(name)]
    for method in methods:
        if method not in known:
            raise InputError(f"There is no method {method!r}: choose of {', '.join(known)}.")
    for references in plan.references:
        reference_times([0], references)
    for lines in plan.lines:
        if lines not in LINE_FOLDERS:
            raise InputError(f"There are no lines {lines!r}: choose of {', '.join(LINE_FOLDERS)}.")
    if len({one.resolve().name for one in plan.sets}) < len(plan.sets):
        raise InputError("Two of the sets have the same name: rename the folder of one.")
    pieces = [
        piece
        for folder in plan.sets
        for lines in plan.lines
        for references in plan.references
        for method in methods
        for piece in _of_run(plan, out, folder, (folder.resolve().name, references, lines, method))
    ]
    if not pieces:
        raise InputError("None of the sets has a shot of that name, with such lines.")
    return pieces


def _needs_character(method: str) -> bool:
    return method in METHODS and "character" in METHODS[method].needs


def _of_run(plan: Plan, out: Path, folder: Path, run: tuple[str, str, str, str]) -> list[_Piece]:
    _, references, lines, method = run
    place = out.joinpath("shots", *run)
    # One that keeps what it learns would learn the shots of a run one after another.
    character = plan.character if method in METHODS and not METHODS[method].keeps else ""
    settings = Settings(references, method, lines=lines, sheets=place, character=character)
    shots = [shot for shot in shot_folders(folder) if (shot / lines).is_dir()]
    chosen = [shot for shot in shots if not plan.shots or shot.name in plan.shots]
    return [_Piece(run, shot, settings, place / f"{shot.name}.json") for shot in chosen]


def _sheet(piece: _Piece) -> Path:
    return piece.result.with_suffix(".png")
