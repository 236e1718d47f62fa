"""Programs that the installer runs: they end with it, however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

SIGNAL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
PATIENCE = 5.0  # seconds for a program to end after SIGTERM


def run(command: list[str]) -> tuple[int, str]:
    """Run a command; returns its status and what it said. An exception meanwhile ends it, and what it started."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
        errors="replace", start_new_session=sys.platform != "win32",
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (there are no threads)
    )  # fmt: skip
    try:
        output, _ = process.communicate()
    except BaseException:
        _end(process)
        raise
    return process.returncode, output


def run_to_the_end(
    command: list[str], environment: dict[str, str], before: tuple[str, ...] = ()
) -> tuple[int, str]:
    """The same for one that may not be stopped half-way: Ctrl+C in the terminal does not reach it.

    Whoever presses it is told to wait.

    `before`: the words that let it be root; they may ask for a password in our terminal, which `command`, in a
    session of its own, does not have. Linux only. Whatever is to stop us meanwhile is raised once it has ended.
    """
    process = subprocess.Popen(
        [*before, "setsid", "--wait", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
        text=True, errors="replace", preexec_fn=_ignore_interrupts,  # noqa: PLW1509 (there are no threads)
    )  # fmt: skip
    with _noting_signals() as noted:
        output, _ = process.communicate()
    if noted:
        raise KeyboardInterrupt
    return process.returncode, output


@contextlib.contextmanager
def ending_cleanly() -> Iterator[None]:
    """Have SIGTERM, and a terminal that is closed, end the installer as Ctrl-C does."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    names = [signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
    before = {number: signal.signal(number, stop) for number in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _noting_signals() -> Iterator[list[int]]:
    """The signals that are to stop the installer, which they do not meanwhile; on the main thread.

    Noted, and not raised: a second one would end what handles the first.
    """
    noted: list[int] = []

    def note(number: int, frame: object) -> None:
        noted.append(number)
        with contextlib.suppress(
            OSError
        ):  # the terminal may be gone; `print` cannot be interrupted by itself
            os.write(2, b"\nThis stops as soon as the system's packages are whole: please wait.\n")

    names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
    before = {number: signal.signal(number, note) for number in names}
    try:
        yield noted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _die_with_parent() -> None:
    import ctypes  # noqa: PLC0415 (in the child; Linux only)

    ctypes.CDLL(None).prctl(SIGNAL_WHEN_PARENT_DIES, signal.SIGTERM)


def _ignore_interrupts() -> None:
    """In the child: sudo and setsid, which stay in our terminal, wait as well."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and those that it has started in its session."""
    for firmly in (False, True):
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.terminate()
            else:
                os.killpg(process.pid, signal.SIGKILL if firmly else signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
            return
