"""The simulated painter with all that a benchmark compares; what was counted is kept beside its other results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator
from dataclasses import asdict, replace
from pathlib import Path

from ..files.saving import check_place, write_ours
from ..progress import Progress
from . import cache, painter, workers
from .benchmark import Plan, Run, Task, tasks_of
from .painter import Work, finish_shot

FIELDS = ("key", "work")  # of a file
Works = dict[str, dict[str, list[Work]]]  # by condition, as `Run` names it, and by method: of each shot


def works(plan: Plan, out: Path, processes: int = 1) -> Generator[Progress, None, Works]:
    """The work that is left in each shot of a plan, on closed lines; kept in `out`, and used again while current.

    Raises InputError as `check_places`.
    """
    tasks, files = _closed(plan, out)
    keys = [_key(task) for task in tasks]
    found = [_load(file, key) for file, key in zip(files, keys, strict=True)]
    left = [number for number, work in enumerate(found) if work is None]
    check_places(plan, out)

    def keep(position: int, work: Work) -> None:
        number = left[position]
        found[number] = work
        content = json.dumps({"key": keys[number], "work": asdict(work)})
        write_ours(files[number], content.encode(), _is_ours)

    arguments = [
        (tasks[number].folder, tasks[number].settings.options, tasks[number].settings.references)
        for number in left
    ]
    names = [tasks[number].name for number in left]
    if left:
        yield from workers.run(finish_shot, arguments, names, processes, keep)
    by_condition: Works = {}
    for task, work in zip(tasks, found, strict=True):
        if work is not None:
            run = Run(*task.run, ())
            by_condition.setdefault(run.condition, {}).setdefault(run.method, []).append(work)
    return by_condition


def check_places(plan: Plan, out: Path) -> None:
    """Raise InputError where `works` would replace a file that it did not write."""
    for file in _closed(plan, out)[1]:
        if file.parent.is_dir():
            check_place(file, _is_ours)


def _closed(plan: Plan, out: Path) -> tuple[list[Task], list[Path]]:
    """The tasks on closed lines, and the file that keeps the work of each."""
    tasks = [task for task in tasks_of(plan, out) if task.settings.lines == "line"]
    return tasks, [out.joinpath("work", *task.run, f"{task.folder.name}.json") for task in tasks]


def _key(task: Task) -> str:
    """Changes with all that the work depends on: what a coloring does, and the painter."""
    source = Path(painter.__file__).read_bytes()
    settings = replace(task.settings, is_perceptual=False)  # which says nothing of work
    return hashlib.sha256(cache.key(task.folder, settings).encode() + source).hexdigest()[:16]


def _is_ours(path: Path) -> bool:
    return cache.content_of(path, *FIELDS) is not None


def _load(path: Path, key: str) -> Work | None:
    """The work at `path`; None where there is none, or it has another key."""
    content = cache.content_of(path, *FIELDS)
    if content is None or content["key"] != key:
        return None
    kept = content["work"]
    return Work(**kept | {name: tuple(map(tuple, kept[name])) for name in ("curve", "curve_alone")})
