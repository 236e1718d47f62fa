"""Small pictures of reference frames."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from shiage.images import is_too_large, thumbnail
from shiage.qt import QtGui

WHITE, RED, CLEAR, BLACK = b"\xff\xff\xff\xff", b"\0\0\xff\xff", b"\0\0\0\0", b"\0\0\0\xff"
SIZE = (40, 20)


def plane(left: bytes, right: bytes) -> bytes:
    return (left * 20 + right * 20) * 20


def color(image: QtGui.QImage, x: int, y: int) -> tuple[int, int, int]:
    pixel = image.pixelColor(x, y)
    return pixel.red(), pixel.green(), pixel.blue()


def test_paint_lies_on_white_and_lines_over_it() -> None:
    image = thumbnail(SIZE, [plane(RED, CLEAR)], [plane(CLEAR, CLEAR), plane(BLACK, CLEAR)], 20)
    assert (image.width(), image.height()) == (20, 10)
    assert color(image, 4, 5) == (0, 0, 0)
    assert color(image, 15, 5) == (255, 255, 255)


def test_white_paper_under_the_lines_hides_no_paint() -> None:
    image = thumbnail(SIZE, [plane(RED, CLEAR)], [plane(WHITE, BLACK)], 20)
    assert color(image, 4, 5) == (255, 0, 0)
    assert color(image, 15, 5) == (0, 0, 0)


def test_paint_of_several_layers_is_seen_together() -> None:
    image = thumbnail(SIZE, [plane(RED, CLEAR), plane(CLEAR, BLACK)], [], 20)
    assert color(image, 4, 5) == (255, 0, 0)
    assert color(image, 15, 5) == (0, 0, 0)


@pytest.mark.parametrize(("size", "expected"), [((32768, 32767), True), ((8192, 4096), False), (None, False)])
def test_a_picture_that_decodes_to_gigabytes_is_known_by_its_header(
    size: tuple[int, int] | None, expected: bool, tmp_path: Path
) -> None:
    content = b"no picture"
    if size is not None:
        head = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0)
        data = b"IDAT" + zlib.compress(b"")
        chunks = [
            struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
            for part in (head, data)
        ]
        content = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    (tmp_path / "a.png").write_bytes(content)
    assert is_too_large(QtGui.QImageReader(str(tmp_path / "a.png"))) == expected
