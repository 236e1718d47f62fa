"""A scenario that dies before its Nth change on the disk, for all N, as SQLite tests its commits."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator

# The functions of C, by name, through which Python changes what is on a disk.
CHANGES = frozenset(
    (
        "open",
        "write",
        "writelines",
        "truncate",
        "fsync",
        "mkdir",
        "rename",
        "link",
        "replace",
        "unlink",
        "remove",
        "rmdir",
    )
)
OF = frozenset(("posix", "nt", "_io", "io", None))  # their modules; None: methods of files
LIVED = 0


def deaths(scenario: Callable[[], None]) -> Iterator[int]:
    """Run `scenario` again and again, each time in a process that is killed before its Nth change on the disk.

    Yields N = 1, 2, 3 ... when the process is dead, the last time when it lived to the end.
    """
    for number in itertools.count(1):
        with warnings.catch_warnings():
            # Other threads, which the scenario does not need.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            _run(scenario, number)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (LIVED, -signal.SIGKILL), f"the scenario failed at its change {number}"
        yield number
        if code == LIVED:
            return


def _run(scenario: Callable[[], None], number: int) -> None:
    """Never returns: the process is a copy of pytest's, and must not go on as such."""
    left = number

    def before_call(frame: object, event: str, called: object) -> None:
        nonlocal left
        name = getattr(called, "__name__", "")
        if event == "c_call" and name in CHANGES and getattr(called, "__module__", "") in OF:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.setprofile(before_call)
        scenario()
        sys.setprofile(None)
        os._exit(LIVED)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)
