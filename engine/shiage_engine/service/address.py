"""Where the engine listens: one engine for each user, in a folder that nobody else can open."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path
from typing import IO

from ..protocol import locks
from ..protocol.paths import LONGEST_SOCKET_PATH, PathError, engine_lock
from ..protocol.record import Address

LOOPBACK = "127.0.0.1"
BACKLOG = 128
DARWIN_SOL_LOCAL, DARWIN_LOCAL_PEERCRED = 0, 1  # not in the socket module


class AlreadyRunning(Exception):
    """Another engine of this user is running."""


def lock(folder: Path) -> IO[bytes]:
    """Hold the engine's lock while the file is open; the system frees it if we die. Raises AlreadyRunning."""
    path = engine_lock(folder)
    try:
        file = locks.take(path)
    except locks.Locked as error:
        raise AlreadyRunning("The engine is running already.") from error
    except OSError as error:
        raise PathError(
            f"{path} cannot be used ({error.strerror}): remove it, and start Shiage again."
        ) from error
    if file is None:
        raise PathError(
            f"The disk of {folder} knows no locks: set XDG_CACHE_HOME to a folder on another disk."
        )
    return file


def listen(folder: Path, tcp: bool = False) -> tuple[socket.socket, Address]:
    """A listening socket in `folder`; on the loopback interface where that is missing, or `tcp` is set.

    For the holder of the lock only: a socket that an engine left behind is replaced. Raises PathError where that
    cannot be.
    """
    path = folder / "engine.sock"
    if tcp or not hasattr(socket, "AF_UNIX") or len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        return _listen_tcp()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PathError(
            f"{path} cannot be replaced ({error.strerror}): remove it, and start again."
        ) from error
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)  # the socket is made with mode 0600
    try:
        listener.bind(str(path))
    finally:
        os.umask(mask)
    listener.listen(BACKLOG)
    return listener, str(path)


def _listen_tcp() -> tuple[socket.socket, Address]:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    listener.bind((LOOPBACK, 0))
    listener.listen(BACKLOG)
    return listener, listener.getsockname()[:2]


def is_ours(peer: socket.socket) -> bool:
    """Whether the other end is of our user. Where the system does not tell, the handshake decides."""
    if not hasattr(socket, "AF_UNIX") or peer.family != socket.AF_UNIX:
        return True
    if sys.platform == "linux":
        credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return bool(struct.unpack("3i", credentials)[1] == os.getuid())
    if sys.platform == "darwin":
        credentials = peer.getsockopt(DARWIN_SOL_LOCAL, DARWIN_LOCAL_PEERCRED, 76)
        return bool(struct.unpack_from("2I", credentials)[1] == os.getuid())
    return True
