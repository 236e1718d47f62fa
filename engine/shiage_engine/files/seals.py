"""Seals: how Shiage knows a file again that it wrote where the user said, and that nobody has changed since.

A seal is "Shiage " with the SHA-256 of the file in which zeros stand for its digits: a comment of HTML, SVG and
Markdown, a field of JSON, the text "Software" of PNG. It goes with the file to other folders and machines.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from pathlib import Path

from .reading import read_file
from .saving import write_ours

DIGITS = 64
SEAL = "Shiage " + DIGITS * "0"  # before the file is sealed
COMMENT = f"<!-- {SEAL} -->\n"
FIELD = {"written_by": SEAL}

_FORM = re.compile(rb"Shiage ([0-9a-f]{64})")
_PNG = b"\x89PNG"
_BEFORE_TEXT = 33  # bytes of a PNG: signature and header
_TEXT = b"tEXtSoftware\0"


def sealed(content: bytes) -> bytes:
    """The file with its seal, which it holds once, as SEAL; a PNG gets it here."""
    if content.startswith(_PNG):
        text = _TEXT + SEAL.encode()
        chunk = struct.pack(">I", len(text) - 4) + text + bytes(4)
        content = content[:_BEFORE_TEXT] + chunk + content[_BEFORE_TEXT:]
    return _with_digits(content, hashlib.sha256(content).hexdigest().encode())


def write_sealed(path: Path, text: str) -> None:
    """Write `text`, which holds SEAL once, where the user said, see `saving.write_ours`."""
    write_ours(path, sealed(text.encode(errors="replace")), is_sealed)


def is_sealed(path: Path) -> bool:
    """Whether a file is as Shiage wrote it. Raises InputError where it cannot be read."""
    content = read_file(path)
    found = _FORM.search(content)
    if found is None:
        return False
    blank = _with_digits(content, b"0" * DIGITS)
    return hashlib.sha256(blank).hexdigest().encode() == found[1] and content == _with_digits(blank, found[1])


def _with_digits(content: bytes, digits: bytes) -> bytes:
    """The file with other digits in its seal, and in a PNG their checksum; none for zeros."""
    found = _FORM.search(content)
    assert found is not None
    start, end = found.span(1)
    content = content[:start] + digits + content[end:]
    if not content.startswith(_PNG):
        return content
    of_text = content[found.start() - len(_TEXT) : end]
    checksum = 0 if digits == b"0" * DIGITS else zlib.crc32(of_text)
    return content[:end] + struct.pack(">I", checksum) + content[end + 4 :]
