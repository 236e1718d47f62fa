"""The plugin's tests again, with the Qt of Krita 6: a process has one Qt, so in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__)


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("SHIAGE_TEST_QT") == "6", reason="these are those tests")
def test_the_plugin_with_pyqt6() -> None:
    pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow",
        str(HERE.parent),
    ]
    environment = {**os.environ, "SHIAGE_TEST_QT": "6"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=HERE.parents[2]
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "[100%]" in done.stdout
