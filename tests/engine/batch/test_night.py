"""What is given to whoever runs tasks, and what is told of all cuts."""

from __future__ import annotations

import errno
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from shiage_engine.batch.listing import NamedCut, find_cuts
from shiage_engine.batch.night import color_cuts
from shiage_engine.batch.records import NightFolder, Record
from shiage_engine.batch.task import Task
from shiage_engine.progress import Progress, finish
from tests.engine.batch.nights import QUICK, write_cuts
from tests.engine.files.pictures import save
from tests.engine.shots import line


class Runner:
    """Runs no task, and remembers which it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, tasks: Sequence[Task]) -> Generator[Record, None, None]:
        for task in tasks:
            self.given.append(task.cut.name)
            record = Record(task.cut.name, task.digest, frames=1)
            task.folder.write(record)
            yield record


def test_the_largest_cuts_come_first(tmp_path: Path) -> None:
    cuts = write_cuts(tmp_path / "cuts", "a", "b", "c")
    save(cuts / "b" / "line" / "0003.png", line(3))
    run = Runner()
    records = finish(color_cuts(find_cuts(cuts), QUICK, NightFolder(tmp_path / "out"), run))
    assert run.given == ["b", "a", "c"]
    assert [record.name for record in records] == ["a", "b", "c"]


def test_progress_is_by_work_and_ends_at_the_end(tmp_path: Path) -> None:
    cuts = write_cuts(tmp_path / "cuts", "a", "b")
    for number in range(3, 9):  # b is three times as long as a
        save(cuts / "b" / "line" / f"{number:04d}.png", line(number % 4))
    steps = [*color_cuts(find_cuts(cuts), QUICK, NightFolder(tmp_path / "out"), Runner())]
    assert [step.note for step in steps] == [*["Looking at what is done"] * 2, "b (1 of 2)", "a (2 of 2)"]
    assert [step.fraction for step in steps] == pytest.approx([0, 0.01, 0.02 + 0.98 * 0.75, 1])


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shiage_engine.batch.records.is_whole", lambda result: True)
    cuts, folder = write_cuts(tmp_path / "cuts", "a", "b", "c"), NightFolder(tmp_path / "out")
    finish(color_cuts(find_cuts(cuts), QUICK, folder, Runner()))
    for name in "abc":
        folder.sheet(name).parent.mkdir(exist_ok=True)
        folder.sheet(name).touch()
    save(cuts / "b" / "line" / "0001.png", line(2))
    run = Runner()
    records = finish(color_cuts(find_cuts(cuts), QUICK, folder, run))
    assert run.given == ["b"]
    assert [record.name for record in records] == ["a", "b", "c"]


def test_what_is_no_shot_fails_before_any_worker_is_asked(tmp_path: Path) -> None:
    cuts, folder = write_cuts(tmp_path / "cuts", "a"), NightFolder(tmp_path / "out")
    (cuts / "empty").mkdir()
    run = Runner()
    records = finish(color_cuts(find_cuts(cuts), QUICK, folder, run))
    assert run.given == ["a"]
    assert "There is no folder" in records[1].failed
    assert folder.read("empty") == records[1]


def test_where_all_is_done_nothing_is_run(tmp_path: Path) -> None:
    (tmp_path / "cuts" / "empty").mkdir(parents=True)
    steps = [*color_cuts(find_cuts(tmp_path / "cuts"), QUICK, NightFolder(tmp_path / "out"), Runner())]
    assert steps == [Progress(0, "Looking at what is done")]


def test_a_cut_that_the_system_refuses_to_show_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(cut: NamedCut, *_: object) -> str:
        if cut.name == "a":
            raise PermissionError(errno.EACCES, "Permission denied", str(cut.path))
        return "a digest"

    cuts = find_cuts(write_cuts(tmp_path / "cuts", "a", "b"))
    monkeypatch.setattr("shiage_engine.batch.night.digest_of", refusing)
    run = Runner()
    broken, _ = finish(color_cuts(cuts, QUICK, NightFolder(tmp_path / "out"), run))
    assert (broken.failed, run.given) == (f"{cuts[0].path}: Permission denied.", ["b"])
