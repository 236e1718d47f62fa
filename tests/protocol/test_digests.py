"""The digest by which both sides know a drawing: written down, since it goes over the wire."""

from __future__ import annotations

import hashlib

from shiage_engine.protocol.digests import planes_digest


def test_a_digest_by_hand() -> None:
    joined = b"\x02" + bytes(7) + b"ab" + b"\x01" + bytes(7) + b"c"
    assert planes_digest([b"ab", bytearray(b"c")]) == hashlib.blake2b(joined, digest_size=16).hexdigest()
    assert planes_digest([memoryview(b"ab"), b"c"]) == planes_digest([b"ab", b"c"])


def test_where_planes_end_counts_and_so_does_the_prefix() -> None:
    digests = [
        planes_digest([b"abc"]),
        planes_digest([b"ab", b"c"]),
        planes_digest([b"abc"], b"7"),
        planes_digest([b"abc", b""]),
        planes_digest([]),
    ]
    assert len(set(digests)) == len(digests) and all(len(digest) == 32 for digest in digests)
