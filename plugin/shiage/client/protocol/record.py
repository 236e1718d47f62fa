"""The engine's record: the address and the token, in a file that only its user can read."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple, Tuple, Union

from .handshake import TOKEN_BYTES
from .json_text import parse_json
from .paths import PRIVATE_FILE, PathError, check_private, engine_record

Address = Union[str, Tuple[str, int]]  # of an AF_UNIX socket, or host and port
LARGEST_RECORD = 4096  # bytes


class Record(NamedTuple):
    """What a client must know to reach the engine."""

    address: Address
    token: bytes
    pid: int
    version: str


def write(folder: Path, record: Record) -> None:
    """Write the record into `folder`, atomically. For the holder of the engine's lock: what others left is swept."""
    for left in folder.glob("engine.json.*"):
        with contextlib.suppress(OSError):
            left.unlink()
    text = json.dumps({**record._asdict(), "token": record.token.hex()})
    new = folder / ("engine.json." + secrets.token_hex(8))
    no_follow = getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(str(new), os.O_WRONLY | os.O_CREAT | os.O_EXCL | no_follow, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    os.replace(str(new), str(engine_record(folder)))


def read(folder: Path) -> Record:
    """Raises FileNotFoundError when there is none, PathError when it is damaged or others could have written it."""
    path = engine_record(folder)
    if not path.exists():
        raise FileNotFoundError(str(path))
    check_private(folder)
    check_private(path)
    if not path.is_file():  # a pipe would be waited for without end
        raise PathError(f"{path} is no file: remove it, and start Shiage again.")
    try:
        with path.open(encoding="ascii") as file:
            values = parse_json(file.read(LARGEST_RECORD))
        address = values["address"]
        if isinstance(address, list):
            host, port = address
            address = (str(host), int(port))
        record = Record(address, bytes.fromhex(values["token"]), int(values["pid"]), str(values["version"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise PathError(f"{path} cannot be read: remove it, and start Shiage again.") from error
    if len(record.token) != TOKEN_BYTES or not isinstance(address, (str, tuple)):
        raise PathError(f"{path} is damaged: remove it, and start Shiage again.")
    return record


def remove(folder: Path) -> None:
    with contextlib.suppress(OSError):
        engine_record(folder).unlink()
