"""A night as an Open Job Description template, the form that render farms take: a task for each cut.

Open Job Description's template schemas, version 2023-09. They are JSON or YAML; this is JSON, which is YAML as well.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from ..limits import MIB, worker_bytes
from .listing import NamedCut, size_of

MOST_TASKS = 1024  # values of a parameter in one step: a longer night has several steps
MOST_STEPS = 100


def template(cuts: Sequence[NamedCut], place: Path, out: Path, options: Sequence[str]) -> str:
    """The template of a job that colors `cuts`, which were found at `place`, and then writes the page.

    `options`: how they are colored, as on the command line. Raises InputError for more cuts than a job can have.
    """
    parts = [cuts[first : first + MOST_TASKS] for first in range(0, len(cuts), MOST_TASKS)]
    if len(parts) >= MOST_STEPS:
        raise InputError(
            f"A job has at most {MOST_TASKS * (MOST_STEPS - 1)} cuts: make a job for each episode."
        )
    steps = [
        _step(f"Color {number}" if len(parts) > 1 else "Color", part, options)
        for number, part in enumerate(parts, start=1)
    ]
    report = {
        "name": "Report",
        "dependencies": [{"dependsOn": step["name"]} for step in steps],
        "script": _script("--report"),
    }
    job = {
        "specificationVersion": "jobtemplate-2023-09",
        "name": "Shiage",
        "parameterDefinitions": [
            _path("Cuts", place, "Folder of the cuts, or a file that lists them.", "IN"),
            _path("Out", out, "Folder for results and index.html.", "OUT"),
            {
                "name": "Shiage",
                "type": "STRING",
                "default": "shiage",
                "description": "The command on the workers.",
            },
        ],
        "steps": [*steps, report],
    }
    return json.dumps(job, indent=1, ensure_ascii=False)


def _step(name: str, cuts: Sequence[NamedCut], options: Sequence[str]) -> dict[str, object]:
    """A step with a task for each cut; a worker has to have what the largest takes."""
    largest = 0
    for cut in cuts:
        with contextlib.suppress(InputError):  # its own task will tell
            largest = max(largest, size_of(cut).pixels)
    return {
        "name": name,
        "hostRequirements": {
            "amounts": [
                {"name": "amount.worker.vcpu", "min": 1},
                {"name": "amount.worker.memory", "min": -(-worker_bytes(largest) // MIB)},
            ]
        },
        "parameterSpace": {
            "taskParameterDefinitions": [
                {"name": "Cut", "type": "STRING", "range": [cut.name for cut in cuts]}
            ]
        },
        "script": _script("--cut={{Task.Param.Cut}}", "--processes", "0", *options),
    }


def _script(*words: str) -> dict[str, object]:
    args = ["batch", "{{Param.Cuts}}", "--out", "{{Param.Out}}", *words]
    return {"actions": {"onRun": {"command": "{{Param.Shiage}}", "args": args}}}


def _path(name: str, path: Path, description: str, flow: str) -> dict[str, str]:
    """A parameter; its default can only be a path below the template's folder, taken to be the current one."""
    kind = "FILE" if path.is_file() else "DIRECTORY"
    found = {"name": name, "type": "PATH", "objectType": kind, "dataFlow": flow, "description": description}
    here = os.path.relpath(path)
    return found if here.startswith(os.pardir) else {**found, "default": here}
