"""The tools of developers: they run with the engine as it is."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.engine.evaluation.sets import write_shot

TOOLS = Path(__file__).parents[1] / "tools"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_results_are_digested_scores_and_pictures(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=4)
    command = [sys.executable, str(TOOLS / "digest_results.py"), sys.executable, str(tmp_path / "walk")]
    done = subprocess.run([*command, "--methods", "few-shot"], capture_output=True, text=True, check=True)
    names = [line.split()[2] for line in done.stdout.splitlines()]
    assert [name for name in names if name.startswith("scores/")] == ["scores/0000.npy", "scores/0001.npy"]
    assert {"color/0001.png", "withdrawn/0001.png", "confidence/0001.png"} <= {*names}


def test_an_accuracy_that_nothing_reaches_paints_nothing() -> None:
    module = tool("fit_confidence")
    count = 100
    shot = module.Outcomes(
        np.stack([np.linspace(0.3, 0.7, count), np.full(count, 0.2)], 1).astype(np.float32),
        np.zeros((count, 0)),
        np.arange(count) % 5 < 3,
        np.ones(count, np.int64),
        np.ones(count),
    )
    curve = module.fit(shot)
    least = dict(module.thresholds(curve, [shot], 1))
    assert least[0.99] == module.UNREACHED
    assert module._confidence(curve, shot.shares).max() < least[0.98]
