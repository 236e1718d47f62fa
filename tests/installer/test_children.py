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
@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt-get")
def test_a_package_manager_is_waited_for(tmp_path: Path) -> None:
    """Killed half-way, it would leave packages that are not configured."""
    program = (
        "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(2); open(sys.argv[2], 'w').close()"
    )
    script = f"""
import os, sys
sys.path[:0] = {[str(ROOT), str(ROOT / "plugin")]!r}
from installer import children
with children.ending_cleanly():
    children.run_to_the_end([sys.executable, "-c", {program!r}, *sys.argv[1:]], dict(os.environ))
"""
    began, ended = tmp_path / "began", tmp_path / "ended"
    installer = subprocess.Popen(
        [sys.executable, "-c", script, str(began), str(ended)], stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 30
    while not began.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    installer.terminate()
    assert installer.wait(30) != 0
    assert ended.exists()
