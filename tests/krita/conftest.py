"""The real Krita, for the tests of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.krita.house import INSIDE, House, display, functions, furnish, what_is_missing


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


@pytest.fixture(scope="session")
def documents(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What all document scenarios saw, by name: they share one kritarunner."""
    names = ",".join(functions(INSIDE / "document_scenarios.py"))
    place = tmp_path_factory.mktemp("documents") / "house"
    return House(place, warm_home).run_documents(f"document_scenarios:{names}")


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
