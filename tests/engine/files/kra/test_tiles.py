"""Tiles of Krita's layers: what is written is read, and broken ones are told."""

from __future__ import annotations

import numpy as np
import pytest

from shiage_engine.files.kra.tiles import Space, is_blank, read_tiles, unpack_lzf, write_tiles

CLEAR = b"\0\0\0\0"
HEADER = b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 4\nDATA %d\n"


@pytest.mark.parametrize("size", [(1, 1), (64, 64), (100, 130), (200, 3)])
def test_what_is_written_is_read(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (*size, 4), dtype=np.uint8)
    pixels[..., 3] |= 1
    np.testing.assert_array_equal(read_tiles(write_tiles(pixels), CLEAR, size, (0, 0)), pixels)


def test_what_is_clear_takes_no_tile() -> None:
    pixels = np.zeros((64, 128, 4), np.uint8)
    assert is_blank(write_tiles(pixels))
    pixels[0, 64] = 1, 2, 3, 255
    content = write_tiles(pixels)
    assert content.startswith(HEADER % 1 + b"64,0,LZF,16385\n\0\x03\x02\x01\xff")


def test_tiles_are_moved_and_cut_to_the_canvas_and_all_else_is_the_default_pixel() -> None:
    """A tile of one color, packed by hand: a plane of 4096 equal bytes each."""
    # 1 + 15 * 264 + 102 = 4063.
    plane = [b"\x00\x07" + b"\xe0\xff\x00" * 15 + b"\xe0\x5d\x00" for _ in range(4)]
    rest = b"\xe0\x18\x00"  # 33 more
    packed = b"\x01" + b"".join(one + rest for one in plane)
    content = HEADER % 1 + b"-64,0,LZF,%d\n" % len(packed) + packed
    canvas = read_tiles(content, b"\x01\x02\x03\xff", (70, 10), (4, 2))
    assert canvas[2, 3].tolist() == canvas[65, 0].tolist() == [7, 7, 7, 7]
    assert canvas[1, 3].tolist() == canvas[2, 4].tolist() == canvas[66, 0].tolist() == [3, 2, 1, 255]


def test_channels_of_16_bits_are_rounded_to_8() -> None:
    """As Krita does: 128 / 257 is nearer to 0 than to 1, and 129 / 257 is not."""
    wide = np.zeros((64, 64, 4), "<u2")
    wide[0, :2] = [[0, 128, 129, 65535], [257, 385, 386, 65407]]
    header, default = HEADER.replace(b"SIZE 4", b"SIZE 8"), b"\x80\x80" * 4
    raw = header % 1 + b"0,0,LZF,32769\n\0" + wide.tobytes()
    canvas = read_tiles(raw, default, (1, 65), (0, 0), Space(4, 2))
    assert canvas[0, :2].tolist() == [[1, 0, 0, 255], [2, 1, 1, 255]]
    assert canvas[0, 64].tolist() == [128, 128, 128, 128]
    with pytest.raises(ValueError, match="another depth"):
        read_tiles(raw, CLEAR, (1, 65), (0, 0))


def test_lzf_is_unpacked() -> None:
    assert unpack_lzf(b"\x02abc", 3) == b"abc"
    assert unpack_lzf(b"\x02abc\x20\x02", 6) == b"abcabc"
    assert unpack_lzf(b"\x00a\xe0\x01\x00", 11) == b"a" * 11  # 2 + 7 + 1 more, each of the one before


@pytest.mark.parametrize(
    ("packed", "size"),
    [(b"\x02ab", 3), (b"\x02abc", 4), (b"\x02abc\x20\x03", 6), (b"\x00a\xe0", 9), (b"\x00a\xe0\xff\x00", 9)],
)
def test_broken_lzf_is_told(packed: bytes, size: int) -> None:
    with pytest.raises(ValueError, match="a tile is"):
        unpack_lzf(packed, size)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 5\nDATA 0\n",
        HEADER % 1,
        HEADER % 1 + b"0,0,LZF,16385\n\0short",
        HEADER % 1 + b"0,0,LZF,0\n",
        HEADER % 1 + b"0,0,LZF,5\n\0four",
        HEADER % 1 + b"0,0,LZF,5\n\x02four",
    ],
)
def test_broken_tiles_are_told(content: bytes) -> None:
    with pytest.raises(ValueError, match="tile"):
        read_tiles(content, CLEAR, (8, 8), (0, 0))
