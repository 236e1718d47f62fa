"""What runs on Windows and macOS only, by a fake of the system's name and modules.

What these systems do of themselves is tried by the workflow in .github/workflows, on machines of theirs.
"""

from __future__ import annotations

import math
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from installer import children, engine, example, places, running, system
from shiage.client import launcher
from shiage.client.protocol import paths
from shiage_engine.commands.command_line import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation import evaluate, speed
from shiage_engine.files import saving
from shiage_engine.service import address, memory, work

System = Callable[[str], None]


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> System:
    """Have Python say that it runs on another system, with a home folder of its own."""

    def change(name: str) -> None:
        monkeypatch.setattr(sys, "platform", name)
        monkeypatch.setenv("HOME", str(tmp_path))
        if name == "win32":
            for lacking in ("getuid", "geteuid", "nice", "killpg"):
                monkeypatch.delattr(os, lacking, raising=False)
            monkeypatch.delattr(signal, "SIGHUP", raising=False)
            monkeypatch.delattr(socket, "AF_UNIX", raising=False)
            monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_KEEPALIVE, raising=False)
            monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x08000000, raising=False)
            monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
            monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))

    return change


def test_folders_on_windows(become: System, tmp_path: Path) -> None:
    become("win32")
    assert paths.data_dir() == tmp_path / "Local" / "shiage"
    assert paths.run_dir() == tmp_path / "Local" / "shiage" / "run"
    assert paths.run_dirs() == [paths.run_dir()]
    paths.make_private(paths.run_dir())  # asks nobody's user id
    assert places.resource_folder() == tmp_path / "Roaming" / "krita"
    assert places.settings_file() == tmp_path / "Local" / "kritarc"
    assert engine.python_of(Path("venv")) == Path("venv/Scripts/python.exe")


def test_folders_on_macos(become: System, tmp_path: Path) -> None:
    become("darwin")
    library = tmp_path / "Library"
    assert paths.data_dir() == library / "Application Support" / "shiage"
    assert paths.run_dir() == library / "Caches" / "shiage" / "run"
    assert paths.run_dirs() == [paths.run_dir()]
    assert places.resource_folder() == library / "Application Support" / "krita"
    assert places.settings_file() == library / "Preferences" / "kritarc"
    assert engine.python_of(Path("venv")) == Path("venv/bin/python")


def test_krita_on_windows(become: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become("win32")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Programs"))
    program = tmp_path / "Programs" / "Krita (x64)" / "bin" / "krita.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    (found,) = places.find_kritas()
    assert (found.kind, found.program, found.is_usable) == ("Windows", program, True)


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_no_packages_of_the_system_are_offered(
    name: str, become: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(name)
    monkeypatch.setattr(system, "is_debian", lambda: False)
    assert system.has_display()
    assert not system.can_install()


def test_the_engine_listens_on_the_loopback_interface_of_windows_alone(
    become: System, tmp_path: Path
) -> None:
    become("win32")
    listener, where = address.listen(tmp_path)
    assert where[0] == "127.0.0.1" and listener.family == socket.AF_INET
    assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0  # for SO_EXCLUSIVEADDRUSE
    assert address.is_ours(listener)  # the handshake decides
    assert not any(tmp_path.iterdir())
    listener.close()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no user ids")
@pytest.mark.parametrize(("apart", "ours"), [(0, True), (1, False)])
def test_the_user_at_the_other_end_on_macos(apart: int, ours: bool, become: System) -> None:
    become("darwin")

    def getsockopt(level: int, option: int, size: int) -> bytes:
        assert (level, option) == (0, 1)  # SOL_LOCAL, LOCAL_PEERCRED
        return struct.pack("2I", 0, os.getuid() + apart).ljust(size, b"\0")  # struct xucred: version, user

    peer = SimpleNamespace(family=socket.AF_UNIX, getsockopt=getsockopt)
    assert address.is_ours(peer) is ours  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("win32", {"start_new_session": False, "creationflags": 0x08000000}),
        ("darwin", {"start_new_session": True, "creationflags": 0}),
    ],
)
def test_the_engine_is_started_apart(
    name: str, expected: dict[str, object], become: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def popen(command: list[str], **options: object) -> SimpleNamespace:
        asked.update(options)
        return SimpleNamespace(wait=lambda: 0)

    become(name)
    monkeypatch.setenv("SHIAGE_ENGINE_PYTHON", sys.executable)
    monkeypatch.setattr(subprocess, "Popen", popen)
    launcher.launch()
    assert {name: asked[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_the_worker_gives_way_as_far_as_the_system_lets_it(
    name: str, become: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    nicer: list[int] = []
    monkeypatch.setattr(os, "nice", nicer.append, raising=False)
    become(name)
    before = signal.getsignal(signal.SIGINT)
    try:
        work.give_way()  # and asks for nothing that Linux alone has
    finally:
        signal.signal(signal.SIGINT, before)
    assert nicer == [5] * (name == "darwin")
    memory.give_back()


def test_programs_of_the_installer_end_with_it_on_windows(
    become: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def interrupted() -> tuple[str, str]:
        raise KeyboardInterrupt

    def popen(command: list[str], **options: object) -> SimpleNamespace:
        assert options["start_new_session"] is False and options["preexec_fn"] is None
        return SimpleNamespace(
            communicate=interrupted, terminate=lambda: done.append("ended"), wait=lambda seconds: None
        )

    become("win32")
    monkeypatch.setattr(subprocess, "Popen", popen)
    with children.ending_cleanly(), pytest.raises(KeyboardInterrupt):
        children.run(["pip"])
    assert done == ["ended"]


def test_a_running_engine_is_left_alone_on_windows(become: System) -> None:
    """Its process can be told from others only by what this Python cannot ask there."""
    become("win32")
    assert not running.stop_engines([paths.run_dir()])


def test_the_command_line_without_sighup(become: System, capsys: pytest.CaptureFixture[str]) -> None:
    become("win32")
    assert main(["weights", "list"]) == 0
    assert capsys.readouterr().out == ""


def test_files_get_their_names_on_windows(
    become: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where renaming replaces nothing, and files have no links."""
    rename = os.rename

    def replacing_nothing(source: Path, target: Path) -> None:
        if os.path.lexists(target):
            raise FileExistsError(17, "exists", str(target))
        rename(source, target)

    become("win32")
    monkeypatch.setattr(os, "rename", replacing_nothing)
    monkeypatch.delattr(os, "link", raising=False)
    (tmp_path / "a.md").write_text("mine")
    for content, name in (("1", "a.2.md"), ("2", "a.3.md")):
        (tmp_path / "growing").write_text(content)
        assert saving.put(tmp_path / "growing", tmp_path / "a.md") == tmp_path / name
        assert (tmp_path / name).read_text() == content
    (tmp_path / "growing").mkdir()
    (tmp_path / "empty").mkdir()
    assert saving.put(tmp_path / "growing", tmp_path / "empty") == tmp_path / "empty"
    assert (tmp_path / "a.md").read_text() == "mine" and not (tmp_path / "growing").exists()


def test_peaks_of_memory_are_told_in_the_unit_of_the_system(
    become: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = SimpleNamespace(RUSAGE_SELF=0, getrusage=lambda who: SimpleNamespace(ru_maxrss=3 << 20))
    monkeypatch.setitem(sys.modules, "resource", counted)
    become("linux")
    assert evaluate._peak_memory() == 3 << 10
    become("darwin")
    assert evaluate._peak_memory() == 3
    monkeypatch.setitem(sys.modules, "resource", None)
    assert math.isnan(evaluate._peak_memory())


def test_what_windows_cannot_tell_is_said(become: System, tmp_path: Path) -> None:
    become("win32")
    with pytest.raises(InputError, match="measure on Linux or macOS"):
        next(speed.compare(tmp_path / "python", [tmp_path], "first"))
    found = places.Krita("native", tmp_path / "krita", tmp_path, tmp_path / "kritarc")
    assert "on Linux only" in example._why_not_in_krita(found)
