"""Pictures on disk: every kind of PNG is read, and what is none is refused."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from shiage_engine.errors import InputError
from shiage_engine.files.images import read_ids, read_image
from tests.engine.files.pictures import save

RAMP = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (RAMP, np.stack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)], 2)),
        (RAMP.astype(np.uint16) * 257, np.stack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)], 2)),
        (np.stack([RAMP, RAMP + 1, RAMP + 2], 2), np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP * 0 + 255], 2)),
        (np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP], 2), np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP], 2)),
    ],
)
def test_every_kind_of_png_reads_as_rgba(tmp_path: Path, stored: np.ndarray, expected: np.ndarray) -> None:
    save(tmp_path / "a.png", stored)
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), expected)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n cut short"])
def test_a_broken_picture_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "0003.png").write_bytes(content)
    with pytest.raises(InputError, match=r"0003\.png cannot be read"):
        read_image(tmp_path / "0003.png")


@pytest.mark.parametrize("form", ["EPS", "GIF", "JPEG", "PCX"])
def test_a_picture_of_another_format_is_refused_whatever_its_name(tmp_path: Path, form: str) -> None:
    """Pillow would hand EPS to Ghostscript."""
    Image.fromarray(RAMP).save(tmp_path / "0003.png", form)
    with pytest.raises(InputError, match=r"0003\.png .* it is none of PNG, TGA, TIFF, WEBP, or broken"):
        read_image(tmp_path / "0003.png")


def test_a_file_that_is_no_picture_at_all_is_named(tmp_path: Path) -> None:
    (tmp_path / "0000.png").mkdir()
    (tmp_path / "0001.png").symlink_to(tmp_path / "moved away")
    for name in ("0000.png", "0001.png"):
        with pytest.raises(InputError, match=f"{name} cannot be read"):
            read_image(tmp_path / name)


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    no_data = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    (tmp_path / "0000.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + no_data)
    with pytest.raises(InputError, match=r"0000\.png cannot be read: .* 32766 pixels at its longest edge"):
        read_image(tmp_path / "0000.png")


@pytest.mark.parametrize("suffix", [".tga", ".tif", ".webp"])
@pytest.mark.parametrize("channels", [3, 4])
def test_other_formats_read_alike(tmp_path: Path, suffix: str, channels: int) -> None:
    stored = np.stack([RAMP, RAMP + 1, RAMP + 2, RAMP // 2 + 100], 2)
    Image.fromarray(stored[..., :channels].copy()).save(tmp_path / f"a{suffix}", lossless=True)
    expected = np.dstack([stored[..., :3], stored[..., 3] if channels == 4 else np.full_like(RAMP, 255)])
    np.testing.assert_array_equal(read_image(tmp_path / f"a{suffix}"), expected)


def test_sixteen_bits_of_a_tiff_become_eight(tmp_path: Path) -> None:
    Image.fromarray(RAMP.astype(np.uint16) * 257).save(tmp_path / "a.tif")
    np.testing.assert_array_equal(read_image(tmp_path / "a.tif")[..., 0], RAMP)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "0000.png")
    with pytest.raises(InputError, match="it is no file"):
        read_image(tmp_path / "0000.png")


def huge_png(path: Path, width: int, height: int) -> Path:
    """A PNG of black and white pixels whose file is thousands of times smaller than what it decodes to."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return len(content).to_bytes(4) + kind + content + check.to_bytes(4)

    packer = zlib.compressobj(9)
    row = bytes(1 + -(-width // 8))
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4) + height.to_bytes(4) + bytes((1, 0, 0, 0, 0))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize("read", [read_image, read_ids])
@pytest.mark.parametrize("size", [(32768, 32767), (8192, 4097), (1 << 20, 65)])
def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded(
    tmp_path: Path, size: tuple[int, int], read: Callable[[Path], np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = huge_png(tmp_path / "huge.png", *size)
    monkeypatch.setattr(cv2, "imdecode", None)
    with pytest.raises(
        InputError,
        match=r"huge\.png .* pixels at its longest edge, and 33554432",
    ):
        read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("read", [read_image, read_ids])
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, read: Callable[[Path], np.ndarray]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link"):
        with pytest.raises(InputError, match="cannot be read: it is no file"):
            read(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate((1 << 28) + 1)  # takes no room on the disk
    with pytest.raises(InputError, match=r"large\.png is larger than 256 MiB"):
        read_image(tmp_path / "large.png")
