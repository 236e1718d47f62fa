"""All methods and the baselines on the same shots, side by side."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import InputError
from ..files.saving import check_place
from ..progress import Progress
from ..protocol.options import Options
from ..registry import METHODS
from . import cache, workers
from .baselines import BASELINES
from .evaluate import Settings, ShotResult, color_shot
from .hints import Hints
from .summary import Group, summarize
from .truth import LINE_FOLDERS, reference_times, shot_folders

NONE = "0"  # no hints


@dataclass(frozen=True)
class Run:
    """One method on the shots of one set."""

    set: str  # the name of its folder
    references: str
    lines: str
    method: str
    shots: tuple[ShotResult, ...]  # in order of name
    hints: str = NONE  # as for `Hints.read`
    is_told: bool = True

    @property
    def condition(self) -> str:
        """What all compared methods were given: the set, references, lines and hints, as "drawn, first, raw ink"."""
        lines = ", raw ink" if self.lines == "ink" else ""
        hints = "" if self.hints == NONE else f", hints {self.hints}{'' if self.is_told else ' untold'}"
        return f"{self.set}, {self.references}{lines}{hints}"

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
    # Names; if empty, the baselines and all methods but those that lack a character.
    methods: Sequence[str] = ()
    shots: Sequence[str] = ()  # names; all if empty
    character: str = ""  # who is drawn
    hints: Sequence[str] = (NONE,)  # as for `Hints.read`, one after the other
    is_told: bool = True  # as for `Settings`
    is_perceptual: bool = False  # as for `Settings`


@dataclass(frozen=True)
class Task:
    """One method on one shot."""

    run: tuple[str, str, str, str]  # the first fields of Run
    folder: Path
    settings: Settings
    result: Path  # JSON; its contact sheet lies beside it
    hints: str = NONE  # as of Run

    @property
    def name(self) -> str:
        """What is colored and how, for progress."""
        return " ".join((*self.run[1:], *_named(self.hints), self.folder.name))


def benchmark(plan: Plan, out: Path, processes: int = 1) -> Generator[Progress, None, list[Run]]:
    """Run what is planned. Results and contact sheets are kept in `out`, and used again while they are current."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: choose a folder for the page.")
    tasks = tasks_of(plan, out)
    keys = [cache.key(task.folder, task.settings) for task in tasks]
    results = [cache.load(task.result, key) for task, key in zip(tasks, keys, strict=True)]
    left = [
        number
        for number, result in enumerate(results)
        if result is None or not tasks[number].result.with_suffix(".png").is_file()
    ]

    for number in left:
        if tasks[number].result.parent.is_dir():
            check_place(tasks[number].result, cache.is_ours)

    def keep(position: int, result: ShotResult) -> None:
        number = left[position]
        results[number] = result
        cache.store(tasks[number].result, result, keys[number])

    if left:
        arguments = [(tasks[number].folder, tasks[number].settings) for number in left]
        names = [tasks[number].name for number in left]
        yield from workers.run(color_shot, arguments, names, processes, keep)
    runs: dict[tuple[tuple[str, str, str, str], str], list[ShotResult]] = {}
    for task, result in zip(tasks, results, strict=True):
        if result is not None:
            runs.setdefault((task.run, task.hints), []).append(result)
    return [Run(*of, tuple(shots), hints, plan.is_told) for (of, hints), shots in runs.items()]


def by_condition(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """The runs that can be compared with each other, by their condition, in order."""
    found: dict[str, list[Run]] = {}
    for run in runs:
        found.setdefault(run.condition, []).append(run)
    return found


def tasks_of(plan: Plan, out: Path) -> list[Task]:
    """Each shot with each method. Raises InputError where the plan names something that does not exist."""
    known = [*METHODS, *BASELINES]
    methods = plan.methods or [
        name for name in known if _is_ready(name) and (plan.character or not _needs_character(name))
    ]
    for method in methods:
        if method not in known:
            raise InputError(f"There is no method {method!r}: choose one of {', '.join(known)}.")
    for references in plan.references:
        reference_times([0], references)
    for lines in plan.lines:
        if lines not in LINE_FOLDERS:
            raise InputError(f"There are no lines {lines!r}: choose one of {', '.join(LINE_FOLDERS)}.")
    if len({one.resolve().name for one in plan.sets}) < len(plan.sets):
        raise InputError("Two of the sets have the same name: rename the folder of one.")
    tasks = [
        task
        for folder in plan.sets
        for lines in plan.lines
        for references in plan.references
        for hints in plan.hints
        for method in methods
        for task in _of_run(plan, out, folder, (folder.resolve().name, references, lines, method), hints)
    ]
    if not tasks:
        raise InputError("None of the sets has a shot of that name, with such lines.")
    return tasks


def _is_ready(method: str) -> bool:
    return method not in METHODS or METHODS[method].is_ready


def _needs_character(method: str) -> bool:
    return method in METHODS and "character" in METHODS[method].needs


def _named(hints: str) -> tuple[str, ...]:
    """How hints are called in names; not at all where there are none."""
    return () if hints == NONE else (f"hints {hints}",)


def _of_run(plan: Plan, out: Path, folder: Path, run: tuple[str, str, str, str], hints: str) -> list[Task]:
    _, references, lines, method = run
    place = out.joinpath("shots", *_named(hints), *run)
    # A method that keeps what it learns of a character would carry it over from one shot to the next.
    character = plan.character if method in METHODS and not METHODS[method].keeps else ""
    options = Options(method, character=character)
    settings = Settings(
        references,
        options,
        lines=lines,
        hints=Hints.read(hints),
        contact_sheets=place,
        is_told=plan.is_told,
        is_perceptual=plan.is_perceptual,
    )
    shots = [shot for shot in shot_folders(folder) if (shot / lines).is_dir()]
    chosen = [shot for shot in shots if not plan.shots or shot.name in plan.shots]
    return [Task(run, shot, settings, place / f"{shot.name}.json", hints) for shot in chosen]
