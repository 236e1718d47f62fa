"""What would hold up the loop is done aside, in threads; what comes of it is handed back to the loop."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
THREADS = 2  # zlib lets the others run


class Aside:
    """Threads, and a socket that becomes readable when one of them is done."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, "aside")
        self._done: deque[Callable[[], None]] = deque()
        # A thread writes a byte to wake the loop out of its select.
        self.socket, self._sender = socket.socketpair()
        self.socket.setblocking(False)
        self._sender.setblocking(False)

    def run(
        self, call: Callable[[], T], then: Callable[[T | Exception], None], may_hang: bool = False
    ) -> None:
        """Call `call` in a thread, and then, from `take_done`, `then` with what it returned or raised: once, always.

        `may_hang`: in a thread of its own, for which nobody waits.
        """
        is_handed_back = threading.Event()

        def hand_back(outcome: T | Exception) -> None:
            if not is_handed_back.is_set():
                is_handed_back.set()
                self._done.append(lambda: then(outcome))
                with contextlib.suppress(OSError):
                    self._sender.send(b"!")

        def work() -> None:
            try:
                outcome: T | Exception = call()
            except Exception as error:
                outcome = error
            hand_back(outcome)

        try:
            if may_hang:
                threading.Thread(target=work, daemon=True).start()
            else:
                self._pool.submit(work)
        except (RuntimeError, MemoryError) as error:  # no thread can be started
            hand_back(error)

    def take_done(self) -> Callable[[], None] | None:
        """What is to be called next, if anything is."""
        with contextlib.suppress(OSError):
            self.socket.recv(4096)
        return self._done.popleft() if self._done else None

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.socket.close()
        self._sender.close()
