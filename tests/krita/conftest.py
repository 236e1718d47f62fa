"""The real Krita, for the tests of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.krita.house import House, See, Seen, display, furnish, what_is_missing


@pytest.fixture(scope="session")
def require_krita() -> None:
    """Skip with the reason where the real Krita cannot run."""
    missing = what_is_missing()
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="session")
def warm_home(require_krita: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A HOME that Krita has started in once: that takes half a minute, a copy of it a moment."""
    house = House(tmp_path_factory.mktemp("warm"))
    house.run_documents("steps:nothing")
    furnish(house.home)
    return house.home


@pytest.fixture
def house(warm_home: Path, tmp_path: Path) -> House:
    return House(tmp_path / "house", warm_home)


@pytest.fixture
def see(results: Seen) -> See:
    """Tells what a scenario saw, and fails where that was an error; `results` are of the tests' module."""

    def look(name: str) -> Seen:
        seen: Seen = results[name]
        assert "error" not in seen, seen["error"]
        return seen

    return look


@pytest.fixture(scope="session")
def screen(require_krita: None) -> Generator[str, None, None]:
    with display() as name:
        yield name


@pytest.fixture(scope="session")
def engine_python() -> str:
    """The Python that has the engine: SHIAGE_ENGINE_PYTHON, or the one that runs the tests."""
    python = os.environ.get("SHIAGE_ENGINE_PYTHON", sys.executable)
    found = subprocess.run([python, "-I", "-c", "import shiage_engine"], capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"{python} has no shiage_engine: set SHIAGE_ENGINE_PYTHON")
    return python
