"""A night: all cuts that are not done are colored, by whatever runs tasks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from ..progress import Progress, scaled
from ..protocol.options import Options
from .listing import NamedCut, Size, characters_of, digest_of, size_of
from .records import NightFolder, Record
from .task import Task, fail

Runner = Callable[[Sequence[Task]], Generator[Record, None, None]]
NOT_RECORDED = "It was not colored yet, or what colored it died."
LOOKED = 0.02  # share of the progress when it is known what is left


def color_cuts(
    cuts: Sequence[NamedCut], options: Options, folder: NightFolder, run: Runner
) -> Generator[Progress, None, list[Record]]:
    """Color the cuts that are not done, the largest first; returns the records of all, in order of name."""
    records, tasks = yield from scaled(_plan(cuts, options, folder), 0, LOOKED)
    tasks.sort(key=lambda task: -task.size.work)
    work = {task.cut.name: task.size.work for task in tasks}
    done = 0
    for record in run(tasks):
        records.append(record)
        done += work[record.name]
        fraction = LOOKED + (1 - LOOKED) * done / sum(work.values())
        yield Progress(fraction, f"{record.name} ({len(records)} of {len(cuts)})")
    return sorted(records, key=lambda record: record.name)


def records_of(cuts: Sequence[NamedCut], folder: NightFolder) -> list[Record]:
    """What is recorded of the cuts, by whatever colored them."""
    return [folder.read(cut.name) or Record(cut.name, failed=NOT_RECORDED) for cut in cuts]


def _plan(
    cuts: Sequence[NamedCut], options: Options, folder: NightFolder
) -> Generator[Progress, None, tuple[list[Record], list[Task]]]:
    """Records of what is done or cannot be, and the tasks that are left."""
    records, tasks = [], []
    for number, cut in enumerate(cuts):
        yield Progress(number / len(cuts), "Looking at what is done")
        task = Task(cut, Size(0, 0), "", options, folder)
        try:
            characters = characters_of(cut, options)
            digest = digest_of(cut, options, characters)
            record = folder.done(cut.name, digest)
            if record is None:
                tasks.append(Task(cut, size_of(cut), digest, options, folder, characters))
            else:
                records.append(record)
        except Exception as error:  # whatever is wrong with a cut costs this one alone
            records.append(fail(task, error))
    return records, tasks
