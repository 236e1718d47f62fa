"""Digests: by them the client and the engine tell which drawings the other side has already."""

from __future__ import annotations

import hashlib
from typing import Sequence

from .framing import Buffer

DIGEST_BYTES = 16


def planes_digest(planes: Sequence[Buffer], prefix: bytes = b"") -> str:
    """BLAKE2b over all planes in order, each preceded by its length (8 bytes, little endian): hexadecimal.

    Of a drawing: over the planes of its Frame, without a prefix.
    """
    digest = hashlib.blake2b(prefix, digest_size=DIGEST_BYTES)
    for plane in planes:
        view = memoryview(plane).cast("B")
        digest.update(view.nbytes.to_bytes(8, "little"))
        digest.update(view)
    return digest.hexdigest()
