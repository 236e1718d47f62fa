"""Programs that the installer runs end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer import children

ROOT = Path(__file__).parents[2]
# Runs a program that itself starts another; both write their numbers.
INSTALLER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell runs in the background
sys.path[:0] = {paths!r}
from installer import children
child = "import os, subprocess, sys, time; print(os.getpid(), subprocess.Popen([sys.executable, '-c', " \
    "'import time; time.sleep(600)']).pid, file=open(sys.argv[1], 'w'), flush=True); time.sleep(600)"
with children.ending_cleanly():
    children.run([sys.executable, "-c", child, sys.argv[1]])
"""


def test_what_a_program_says_and_its_status() -> None:
    command = [sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"]
    status, said = children.run(command)
    assert status == 3
    assert sorted(said.split()) == ["err", "out"]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked at in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_programs_end_with_the_installer(number: signal.Signals, tmp_path: Path) -> None:
    script = INSTALLER.format(paths=[str(ROOT), str(ROOT / "plugin")])
    installer = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "numbers")], stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 30
    while not (tmp_path / "numbers").exists() or not (tmp_path / "numbers").read_text().strip():
        assert time.monotonic() < end
        time.sleep(0.01)
    program, other = map(int, (tmp_path / "numbers").read_text().split())
    try:
        installer.send_signal(number)
        installer.wait(30)
        # Of an installer that is killed, the program itself ends; what that started is its own affair.
        expected = [program] if number == signal.SIGKILL else [program, other]
        while any(map(is_running, expected)):
            assert time.monotonic() < end
            time.sleep(0.01)
    finally:
        for process in (program, other):
            if is_running(process):
                os.kill(process, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is no apt-get")
@pytest.mark.parametrize("numbers", [[signal.SIGTERM], [signal.SIGINT, signal.SIGINT]])
def test_a_package_manager_is_waited_for(numbers: list[signal.Signals], tmp_path: Path) -> None:
    """Stopped half-way, it would leave packages half configured. Ctrl+C goes to all who are in the terminal."""
    program = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_DFL)  # as apt-get does for what it starts
open(sys.argv[1] + '.began', 'w').close()
while not os.path.exists(sys.argv[1] + '.go'):
    time.sleep(0.01)
open(sys.argv[1] + '.ended', 'w').close()
"""
    script = f"""
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path[:0] = {[str(ROOT), str(ROOT / "plugin")]!r}
from installer import children
with children.ending_cleanly():
    children.run_to_the_end([sys.executable, "-c", {program!r}, sys.argv[1]], dict(os.environ), ("env",))
"""
    installer = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "apt")],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PATH": os.defpath},
    )
    assert installer.stderr is not None
    try:
        end = time.monotonic() + 30
        while not (tmp_path / "apt.began").exists():
            assert time.monotonic() < end
            time.sleep(0.01)
        for number in numbers:
            if number == signal.SIGINT:
                os.killpg(installer.pid, number)
            else:
                installer.send_signal(number)
            assert installer.stderr.readline() == "\n"
            assert "please wait" in installer.stderr.readline()
        assert not (tmp_path / "apt.ended").exists()
    finally:
        (tmp_path / "apt.go").touch()
        installer.communicate(timeout=30)
    assert installer.returncode != 0
    assert (tmp_path / "apt.ended").exists()
