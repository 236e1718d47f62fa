"""What the engine lays into its run folder: lock, socket and record. What is removed while it runs is laid anew."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
import stat
from pathlib import Path

from ..protocol import VERSION, locks, paths, record
from ..protocol.handshake import TOKEN_BYTES
from ..protocol.paths import PathError
from .address import listen, lock


class Place:
    """The run folder of a running engine."""

    def __init__(self, folder: Path, tcp: bool = False) -> None:
        """Lay everything. Raises AlreadyRunning, or PathError where the folder cannot be used."""
        self._folder, self._tcp = folder, tcp
        self.token = secrets.token_bytes(TOKEN_BYTES)
        paths.make_private(folder)
        self._lock = lock(folder)
        try:
            self._lay()
        except BaseException:
            self._lock.close()
            raise

    def tend(self) -> socket.socket | None:
        """Lay anew what was removed or replaced; returns the new listener where there is one.

        Raises AlreadyRunning where another engine has taken the place, and PathError where it cannot be used.
        """
        if not locks.is_at(paths.engine_lock(self._folder), self._lock):
            logging.warning("The engine's lock was removed: it is taken again")
            paths.make_private(self._folder)
            removed, self._lock = self._lock, lock(self._folder)
            removed.close()
        if self._is_whole():
            return None
        logging.warning("The engine's socket or record was removed: it is laid anew")
        self._lay()
        return self.listener

    def leave(self) -> None:
        """Remove the record and the socket, and free the lock."""
        if locks.is_at(paths.engine_lock(self._folder), self._lock):
            record.remove(self._folder)
            if isinstance(self._record.address, str):
                with contextlib.suppress(OSError):
                    Path(self._record.address).unlink()
        self._lock.close()

    def _lay(self) -> None:
        self.listener, address = listen(self._folder, self._tcp)
        self.listener.setblocking(False)
        self._record = record.Record(address, self.token, os.getpid(), VERSION)
        try:
            record.write(self._folder, self._record)
        except OSError as error:
            self.listener.close()
            path = paths.engine_record(self._folder)
            raise PathError(
                f"{path} cannot be written ({error.strerror}): make room, or remove it."
            ) from error
        self._laid = self._found()

    def _is_whole(self) -> bool:
        try:
            return self._found() == self._laid
        except OSError:
            return False

    def _found(self) -> list[tuple[int, ...]]:
        """What tells the record, and the socket where that has a file, from others. Raises OSError without one."""
        address = self._record.address
        files = [paths.engine_record(self._folder), *([address] if isinstance(address, str) else [])]
        found = map(os.lstat, files)
        return [(one.st_ino, stat.S_IFMT(one.st_mode), one.st_mtime_ns) for one in found]
