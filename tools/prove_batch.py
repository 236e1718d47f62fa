"""What a night costs on a cluster: the figures of docs/batch.md.

    python tools/prove_batch.py FOLDER [--cuts 300] [--alone 20]

Draws small cuts, of 12 frames each, and colors them on a cluster of Ray on this machine: `--alone` of them by one
worker, all of them by two, one of which is killed in the middle, and `--alone` by one again. One cut is broken. When
all are colored the whole is run again, which does only what is missing.

On a machine that others use too, time tells little. So it is told as well what a cut takes of a processor, and how
much of their time workers had a cut: the efficiency is the first with one worker to that with two, times the second
with two workers to that with one.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import time
from collections.abc import Generator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from shiage_engine.protocol.options import Options

from shiage_engine.batch import cluster
from shiage_engine.batch.listing import find_cuts
from shiage_engine.batch.night import color_cuts
from shiage_engine.batch.page import write_page
from shiage_engine.batch.records import NightFolder, Record
from shiage_engine.batch.task import Task
from shiage_engine.files.images import encoded
from shiage_engine.progress import finish

FRAMES, SIDE, PARTS = 12, 128, 6
WARM = 2  # cuts at the beginning that do not count: workers load the engine
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What one run took, from when the workers had begun."""

    cuts: int = 0
    seconds: float = 0.0
    processor: float = 0.0  # seconds, of all workers
    busy: float = 0.0  # seconds in which workers had a cut, of all workers

    def __add__(self, other: Measured) -> Measured:
        return Measured(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    def tell(self, who: str) -> None:
        """Print it."""
        rate, cost, busy = self.cuts / self.seconds, self.processor / self.cuts, self.busy / self.seconds
        print(f"{who}: {self.cuts} cuts, {rate:.3f} a second, each {cost:.3f} s of a processor;", end=" ")
        print(f"with cuts {busy:.3f} of the time", flush=True)


def draw_cut(folder: Path, seed: int) -> None:
    """A figure of ellipses that drift apart, the first and the last frame painted."""
    random = np.random.default_rng(seed)
    centers = random.uniform(30, SIDE - 30, (PARTS, 2))
    drift = random.uniform(-1, 1, (PARTS, 2))
    axes = random.integers(8, 22, (PARTS, 2))
    colors = random.integers(0, 256, (PARTS, 3))
    for time_ in range(FRAMES):
        line = np.full((SIDE, SIDE), 255, np.uint8)
        paint = np.zeros((SIDE, SIDE, 4), np.uint8)
        for part in range(PARTS):
            center = tuple(np.rint(centers[part] + time_ * drift[part]).astype(int).tolist())
            size = tuple(axes[part].tolist())
            cv2.ellipse(line, center, size, 0, 0, 360, 255, -1)
            cv2.ellipse(line, center, size, 0, 0, 360, 0, 2)
            cv2.ellipse(paint, center, size, 0, 0, 360, (*colors[part].tolist(), 255), -1)
        planes = {"line": line, "color": paint} if time_ in (0, FRAMES - 1) else {"line": line}
        for plane, picture in planes.items():
            (folder / plane).mkdir(parents=True, exist_ok=True)
            (folder / plane / f"{time_:04d}.png").write_bytes(encoded(picture))


def measured(
    tasks: Sequence[Task], into: Measured, *, address: str, kill_after: int | None = None
) -> Generator[Record, None, None]:
    """Run tasks, and measure, until a worker is killed when `kill_after` cuts are done."""
    start, before = 0.0, 0.0
    for number, record in enumerate(cluster.run(tasks, address), start=1):
        if number == WARM:
            start, before = time.perf_counter(), _processor()
        elif number > WARM and (kill_after is None or number <= kill_after):
            into.cuts += 1
            into.busy += record.seconds
            into.seconds, into.processor = time.perf_counter() - start, _processor() - before
        if number == kill_after:
            worker = next(pid for pid, name in _workers() if "IDLE" not in name)
            os.kill(worker, signal.SIGKILL)
            print(f"worker {worker} killed after {number} cuts", flush=True)
        yield record


def _workers() -> list[tuple[int, str]]:
    """Process ids and titles of the workers: each is called by its task."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            name = path.read_text()
        except OSError:
            continue
        if name.startswith(("ray::c0", "ray::IDLE")):  # and not Ray's own
            found.append((int(path.parent.name), name))
    return found


def _processor() -> float:
    """Seconds that the workers had of processors."""
    total = 0
    for pid, _ in _workers():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def run(folder: Path, cuts: int, alone: int) -> None:
    """Draw, color, and print what it took."""
    for number in range(cuts):
        if not (folder / "cuts" / f"c{number:05d}").exists():
            draw_cut(folder / "cuts" / f"c{number:05d}", number)
    broken = folder / "cuts" / f"c{cuts // 3:05d}"
    (broken / "line" / "0005.png").write_bytes(b"no picture")
    names, address = find_cuts(folder / "cuts"), _start_cluster()
    one, two = Measured(), Measured()

    def color(
        out: str, count: int, cores: int, into: Measured, kill_after: int | None = None
    ) -> list[Record]:
        cluster.CORES = cores  # of the two that the cluster has: with both, one task runs at a time
        runner = partial(measured, into=into, address=address, kill_after=kill_after)
        return finish(color_cuts(names[:count], Options(), NightFolder(folder / out), runner))

    color("alone-1", alone, 2, one)
    one.tell("one worker")
    start = time.perf_counter()
    records = color("out", cuts, 1, two, cuts // 2)
    write_page(NightFolder(folder / "out"), records)
    print(f"{cuts} cuts by two workers in {time.perf_counter() - start:.0f} s")
    print([f"{record.name}: {record.failed}" for record in records if record.failed])
    two.tell("two workers")
    start = time.perf_counter()
    left = [record for record in color("out", cuts, 1, Measured()) if record.failed]
    print(f"the run after, with {len(left)} broken cut: {time.perf_counter() - start:.1f} s", flush=True)
    again = Measured()
    color("alone-2", alone, 2, again)
    one += again
    one.tell("one worker, both times")
    cost, busy = one.processor / one.cuts * two.cuts / two.processor, two.busy / two.seconds / 2
    print(f"efficiency by the clock {two.cuts / two.seconds / (one.cuts / one.seconds) / 2:.3f}")
    print(f"efficiency by processor time {cost * busy / (one.busy / one.seconds):.3f}")


def _start_cluster() -> str:
    """Start a cluster of two cores on this machine, which ends with this process; returns its address."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "OMP_NUM_THREADS": "1", "RAY_worker_niceness": "0"}
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    logging.getLogger("ray").setLevel(logging.ERROR)
    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    return str(found.address)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--alone", type=int, default=20)
    arguments = parser.parse_args()
    run(arguments.folder.absolute(), arguments.cuts, arguments.alone)


if __name__ == "__main__":
    main()
