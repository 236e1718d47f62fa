"""Worker processes: what one that dies costs, and what they leave behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shiage_engine.batch import local
from shiage_engine.batch.task import Task
from tests.engine.batch.deadly import Deadly
from tests.engine.batch.nights import task_of, write_cuts

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PATIENCE = 120  # seconds; reached only when something is broken


def tasks_of(folder: Path, *names: str) -> list[Task]:
    write_cuts(folder / "cuts", *names)
    return [task_of(folder / "cuts" / name, folder / "out") for name in names]


def test_a_worker_that_dies_costs_its_cut_and_no_other(tmp_path: Path) -> None:
    first, *others = tasks_of(tmp_path, "deadly", "a", "b", "c")
    deadly = Deadly.of(first)
    records = {record.name: record for record in local.run([deadly, *others], processes=2)}
    assert "died 2 times" in records["deadly"].failed
    assert deadly.folder.read("deadly") == records["deadly"]
    assert [records[name].failed for name in "abc"] == ["", "", ""]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="processes end otherwise there")
def test_a_cut_whose_worker_is_killed_is_colored_by_another_which_goes_on(tmp_path: Path) -> None:
    running = local.run(tasks_of(tmp_path, "a", "b", "c"), processes=1)
    records = [next(running)]
    (worker,) = multiprocessing.active_children()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    others = set()
    for record in running:
        records.append(record)
        others |= {worker.pid for worker in multiprocessing.active_children()}
    assert {record.name for record in records} == {"a", "b", "c"}
    assert [record.failed for record in records] == [""] * 3
    assert len(others) == 1 and worker.pid not in others


MASTER = """
import sys
from pathlib import Path
from shiage_engine.batch import local
from tests.engine.batch.deadly import Endless
from tests.engine.batch.test_local import tasks_of
next(local.run([Endless.of(*tasks_of(Path(sys.argv[1]), "a"))], processes=1))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up as on Linux")
def test_a_worker_ends_with_its_master_and_not_with_its_cut(tmp_path: Path) -> None:
    master = subprocess.Popen([sys.executable, "-c", MASTER, str(tmp_path)], cwd=ROOT)
    told = tmp_path / "worker"
    wait_until(lambda: told.exists() or master.poll() is not None)
    worker = Path("/proc", told.read_text(), "stat")
    master.kill()
    master.wait()
    wait_until(lambda: has_ended(worker))


def has_ended(stat: Path) -> bool:
    """Whether a process is gone, or waits to be buried."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_who_asks_for_no_more_ends_the_workers(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path, "a", "b", "c", "d")
    running = local.run(tasks, processes=2)
    next(running)
    assert len(multiprocessing.active_children()) == 2
    running.close()
    assert multiprocessing.active_children() == []
    if sys.platform != "win32":  # where a process that is ended cleans nothing up
        assert not [*tmp_path.rglob("*.growing")]
