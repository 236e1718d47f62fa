"""Two installed engines side by side: each shot by one, then by the other, in processes of their own.

So both meet the same load of the machine; what counts are the ratios.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from ..errors import InputError
from ..progress import Progress
from ..protocol.json_text import parse_json
from .session_costs import CORRECTION, FINISHED, NEXT
from .truth import open_truth, shot_folders

START = "start to the first answer"
CPU, WALL, PEAK = "whole shot, CPU s", "whole shot, wall s", "whole shot, peak MB"
LATER = (CORRECTION, NEXT, FINISHED)
SESSION = (
    "import json, pathlib, sys; from shiage_engine.evaluation.session_costs import session_costs; "
    "sys.stdout.write(json.dumps(session_costs(pathlib.Path(sys.argv[1]), sys.argv[2])))"
)
MISSING = "No module named 'shiage_engine.evaluation.session_costs'"


@dataclass(frozen=True)
class Row:
    """One figure of both engines."""

    shot: str  # empty: of no shot
    what: str
    ours: float
    other: float

    @property
    def ratio(self) -> float:
        return self.ours / self.other if self.other else float("inf")


@dataclass(frozen=True)
class _Cost:
    """What a process took, with all that it started and waited for."""

    cpu: float  # seconds
    wall: float  # seconds
    peak: float  # megabytes


def compare(
    other: Path, sets: Sequence[Path], references: str, names: Sequence[str] = ()
) -> Generator[Progress, None, list[Row]]:
    """This engine beside the one that is installed for the Python `other`, on the shots of the sets.

    `names`: of shots; all if empty. Raises InputError where an engine does not run.
    """
    if sys.platform == "win32":
        raise InputError("What a process took cannot be told here: measure on Linux or macOS.")
    shots = [shot for folder in sets for shot in shot_folders(folder) if not names or shot.name in names]
    if not shots:
        raise InputError("None of the sets has a shot of that name.")
    pythons = (Path(sys.executable), other)
    ours, others = (_run([str(python), "-m", "shiage_engine", "check"]).wall for python in pythons)
    rows = [Row("", f"{START}, wall s", ours, others)]
    for number, shot in enumerate(shots):
        both = []
        for part, python in enumerate(pythons):
            yield Progress((number + part / 2) / len(shots), f"{shot.name}, {python}")
            both.append(_figures(python, shot, references))
        rows += [Row(shot.name, what, both[0][what], both[1][what]) for what in both[0]]
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| shot | figure | this engine | the other | ratio |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {row.shot} | {row.what} | {row.ours:.2f} | {row.other:.2f} | {row.ratio:.2f} |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def _figures(python: Path, shot: Path, references: str) -> dict[str, float]:
    truth = open_truth(shot, references)
    given = ",".join(truth.names[time] for time in truth.given)
    with tempfile.TemporaryDirectory(prefix="shiage-") as folder:
        out = Path(folder) / "result"
        command = [str(python), "-m", "shiage_engine", "colorize", str(shot), "--out", str(out)]
        whole = _run([*command, "--references", given])
    later = dict(_later(python, shot, references, whole.cpu))
    return {CPU: whole.cpu, WALL: whole.wall, PEAK: whole.peak, **later}


def _later(python: Path, shot: Path, references: str, whole: float) -> Iterator[tuple[str, float]]:
    """What changes after the first press take; an engine without sessions colors the `whole` shot each time."""
    done = subprocess.run(
        [str(python), "-c", SESSION, str(shot), references], capture_output=True, text=True, check=False
    )
    has_sessions = MISSING not in done.stderr
    if done.returncode and has_sessions:
        raise InputError(f"{python} failed on {shot}: {_last_line(done.stderr)}")
    costs: Mapping[str, float] = parse_json(done.stdout) if has_sessions else {}
    for name in LATER:
        yield f"{name}, CPU s", costs.get(name, whole)


def _run(command: Sequence[str]) -> _Cost:
    start = perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")
            raise InputError(f"{' '.join(command)} failed: {_last_line(text)}")
    # macOS counts bytes, Linux KiB.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 10**6
    return _Cost(usage.ru_utime + usage.ru_stime, perf_counter() - start, peak)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
