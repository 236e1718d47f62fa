"""Tasks on a cluster of Ray: what runs where, and again where a worker or a node is lost, is Ray's.

All machines need Shiage, of the same version, and the folders of cuts and results under the same paths. What was
trained on this one goes through the object store: once from here, and once to each node.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from ..errors import InputError
from ..evaluation.cache import engine_digest
from ..files.reading import read_file
from ..limits import worker_bytes
from .listing import trained_here
from .records import Record
from .task import Task, color_cut, fail

# Of a task: a night has more cuts than a cluster has cores, and two tasks do more than one with two cores.
CORES = 1
RETRIES = 3  # of a task whose worker or node is lost
NO_RAY = (
    "A cluster needs Ray: python -m pip install 'ray[default]' in the engine's environment of each machine."
)


@dataclass(frozen=True)
class Trained:
    """What was trained on the machine that sends the tasks; equal ones have the same digest."""

    digest: str
    files: Mapping[str, np.ndarray] = field(compare=False)  # bytes by path in the data folder, u8 (N,)

    @classmethod
    def of(cls, characters: Collection[str]) -> Trained:
        """What cuts of these characters may be colored by."""
        files = {name: read_file(path) for name, path in trained_here(characters).items()}
        digest = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
        return cls(digest, {name: np.frombuffer(content, np.uint8) for name, content in files.items()})


def run(tasks: Sequence[Task], address: str) -> Generator[Record, None, None]:
    """Color the cuts of `tasks` on the cluster at `address`, or the one that is found ("auto"); yields their records.

    Raises InputError where there is no such cluster, or Ray is not installed.
    """
    if not tasks:
        return
    try:
        import ray  # noqa: PLC0415 (an extra, and seconds)
    except ImportError as error:
        raise InputError(NO_RAY) from error
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a cluster of our own sends nothing anywhere
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InputError(
            f"There is no cluster of Ray at {address}: start one with `ray start --head`."
        ) from error
    try:
        trained = ray.put(Trained.of(frozenset().union(*(task.characters for task in tasks))))
        color = ray.remote(_color)
        running = {}
        for task in tasks:
            needs = {"num_cpus": CORES, "memory": worker_bytes(task.size.pixels), "max_retries": RETRIES}
            running[color.options(name=task.cut.name, **needs).remote(task, trained, engine_digest())] = task
        while running:
            for done in ray.wait([*running])[0]:
                task = running.pop(done)
                try:
                    yield ray.get(done)
                except ray.exceptions.RayError as error:
                    why = str(error).strip().splitlines()[0]
                    yield fail(task, InputError(f"Ray could not have it colored: {why}"))
    finally:
        ray.shutdown()


def _color(task: Task, trained: Trained, engine: str) -> Record:
    """What a worker of Ray does. `engine`: digest of the version of Shiage that sent the task."""
    if engine_digest() != engine:
        return fail(
            task, InputError("A worker has another version of Shiage: install the same on all machines.")
        )
    os.environ["XDG_DATA_HOME"] = _data_home(trained).name  # clusters of Ray are of Linux
    cv2.setNumThreads(CORES)  # Ray sees to the threads of all else
    return color_cut(task)


@cache
def _data_home(trained: Trained) -> TemporaryDirectory[str]:
    """A folder for data folders, of this worker, with what was trained; it goes with the worker."""
    home = TemporaryDirectory(prefix="shiage-")
    for name, content in trained.files.items():
        path = Path(home.name) / "shiage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.tobytes())
    return home
