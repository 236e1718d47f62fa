"""A home of its own for every test of the installer, with a Krita that is a name only."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import engine, system

VERSION = "9.9.9"
FAKE_PYTHON = f"#!/bin/sh\ncase \"$*\" in *--version*) echo 'shiage {VERSION}';; esac\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; nothing of this machine's desktop is seen from it."""
    if not sys.platform.startswith("linux"):
        pytest.skip("these tests speak of Linux's folders")
    place = tmp_path / "hömé with space"
    place.mkdir()
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_RUNTIME_DIR",
        "XDG_CACHE_HOME",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    monkeypatch.setattr(system, "privilege", lambda: None)
    monkeypatch.setattr(system, "lacks_qt", lambda program: False)
    return place


@pytest.fixture
def krita(tmp_path: Path) -> Path:
    """A program called krita, on the path."""
    program = tmp_path / "programs" / "krita"
    program.parent.mkdir(exist_ok=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def quick_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine's environment that is made at once: a Python that only knows its version."""

    def run(command: list[str], doing: str) -> None:
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            (Path(command[-1]) / "pyvenv.cfg").touch()
            python.write_text(FAKE_PYTHON)
            python.chmod(0o755)
            (python.parent / "shiage").write_text(f"#!{python}\n")

    monkeypatch.setattr(engine, "_run", run)
