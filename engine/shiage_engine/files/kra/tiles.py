"""The pixels of a layer as Krita saves them: tiles of 64 x 64 pixels, each packed with LZF or as it is.

A text header ends with the number of tiles. Each has a line "left,top,LZF,bytes" and then that many bytes: 1 and the
LZF of its channels, one after another (blue, green, red, alpha; gray, alpha; or of a mask one), or 0 and its pixels.
Where there is no tile, all is the default pixel. Channels of 16 bits, low byte first, are read as Krita itself would
show them in 8.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

SIDE = 64  # pixels of a tile
PACKED, RAW = 1, 0
HEADER = re.compile(rb"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE ([1248])\nDATA (\d+)\n")
TILE = re.compile(rb"(-?\d+),(-?\d+),LZF,(\d+)\n")
TILE_BYTES = SIDE * SIDE * 4
LONGEST_LINE = 64  # bytes before those of a tile
SWAP = [2, 1, 0, 3]  # from BGRA to RGBA, and back
GRAY = [0, 0, 0, 1]  # from gray and alpha to RGBA


class Space(NamedTuple):
    """What a pixel is made of."""

    channels: int  # 4: RGBA, 2: gray and alpha, 1: a mask
    depth: int  # bytes of each


RGB_8, MASK = Space(4, 1), Space(1, 1)


def is_blank(content: bytes) -> bool:
    """Whether there is no tile. Raises ValueError where it is none of such files."""
    return int(_header(content)[2]) == 0


def read_tiles(
    content: bytes, default: bytes, size: tuple[int, int], at: tuple[int, int], space: Space = RGB_8
) -> np.ndarray:
    """A canvas of `size` (H, W) with the tiles moved by `at` (x, y): u8 RGBA (H, W, 4), of a mask (H, W, 1).

    `default`: the pixel around them, as in the file. Raises ValueError where the file is broken.
    """
    header = _header(content)
    position, pixel_bytes = header.end(), space.channels * space.depth
    if not len(default) == int(header[1]) == pixel_bytes:
        raise ValueError("the tiles, or the pixel around them, are of another depth")
    canvas = np.empty((*size, space.channels), np.uint8)
    canvas[:] = _in_8_bits(np.frombuffer(default, np.uint8), space)
    for _ in range(int(header[2])):
        line = TILE.match(content, position, position + LONGEST_LINE)
        if line is None:
            raise ValueError("a tile is missing")
        left, top, length = (int(number) for number in line.groups())
        packed = content[line.end() : line.end() + length]
        if len(packed) < max(length, 1):
            raise ValueError("a tile is cut short")
        position = line.end() + length
        tile = _in_8_bits(_tile(packed, pixel_bytes), space)
        _paste(canvas, tile, left + at[0], top + at[1])
    return canvas if space.channels == 1 else canvas[..., GRAY if space.channels == 2 else SWAP]


def write_tiles(pixels: np.ndarray) -> bytes:
    """u8 RGBA (H, W, 4) as such a file; tiles without any alpha are left out, and around all is transparent."""
    height, width = pixels.shape[:2]
    tiles = []
    for top in range(0, height, SIDE):
        for left in range(0, width, SIDE):
            part = pixels[top : top + SIDE, left : left + SIDE]
            if part[..., 3].any():
                tile = np.zeros((SIDE, SIDE, 4), np.uint8)
                tile[: part.shape[0], : part.shape[1]] = part[..., SWAP]
                tiles.append(b"%d,%d,LZF,%d\n" % (left, top, 1 + TILE_BYTES) + bytes([RAW]) + tile.tobytes())
    header = b"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 4\nDATA %d\n" % len(tiles)
    return header + b"".join(tiles)


def _header(content: bytes) -> re.Match[bytes]:
    """Bytes of a pixel, and how many tiles there are."""
    header = HEADER.match(content)
    if header is None:
        raise ValueError("it has no tiles of 1 to 8 bytes a pixel")
    return header


def _tile(packed: bytes, pixel_bytes: int) -> np.ndarray:
    """The bytes of its pixels: u8 (SIDE, SIDE, pixel_bytes)."""
    size = SIDE * SIDE * pixel_bytes
    if packed[0] == RAW and len(packed) == 1 + size:
        return np.frombuffer(packed, np.uint8, offset=1).reshape(SIDE, SIDE, pixel_bytes)
    if packed[0] != PACKED:
        raise ValueError("a tile is packed in an unknown way")
    channels = np.frombuffer(unpack_lzf(packed[1:], size), np.uint8)
    return channels.reshape(pixel_bytes, SIDE, SIDE).transpose(1, 2, 0)


def _in_8_bits(pixels: np.ndarray, space: Space) -> np.ndarray:
    """u8 (..., channels) of the bytes of pixels, u8 (..., channels * depth)."""
    if space.depth == 1:
        return pixels
    wide = np.ascontiguousarray(pixels).view("<u2").astype(np.uint32)
    return ((wide + 128) // 257).astype(np.uint8)


def unpack_lzf(packed: bytes, size: int) -> bytes:
    """What LZF (Marc Lehmann's) has packed, of `size` bytes. Raises ValueError where it is broken.

    A byte under 32 says that as many bytes and one follow as they are. Any other begins a repeat of what is already
    there: its upper three bits are the length less 2, where they are all set the next byte is added to it, and its
    lower five bits and the byte after are how far back it begins, less 1.
    """
    out = bytearray()
    at, end = 0, len(packed)
    try:
        while at < end:
            control = packed[at]
            at += 1
            if control < 32:
                out += packed[at : at + control + 1]
                at += control + 1
                continue
            length = control >> 5
            if length == 7:
                length += packed[at]
                at += 1
            back = ((control & 31) << 8) + packed[at] + 1
            at += 1
            length += 2
            if back > len(out) or len(out) + length > size:
                raise ValueError("a tile is broken")
            seen = out[-back : len(out) - back + length]
            out += (seen * (length // len(seen) + 1))[:length]
    except IndexError as error:
        raise ValueError("a tile is cut short") from error
    if len(out) != size or at != end:
        raise ValueError("a tile is cut short")
    return bytes(out)


def _paste(canvas: np.ndarray, tile: np.ndarray, left: int, top: int) -> None:
    """Put a tile to its place, as far as that is on the canvas."""
    height, width = canvas.shape[:2]
    first_row, last_row = max(top, 0), min(top + SIDE, height)
    first, last = max(left, 0), min(left + SIDE, width)
    if first_row < last_row and first < last:
        canvas[first_row:last_row, first:last] = tile[
            first_row - top : last_row - top, first - left : last - left
        ]
