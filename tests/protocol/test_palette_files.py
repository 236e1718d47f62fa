"""Palettes come back from each kind of file as they went, and broken ones are told in a sentence."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import ImagePalette
from PIL.GimpPaletteFile import GimpPaletteFile

from shiage.client.protocol.palette_files import FORMATS, palette_content, read_palette
from shiage.client.protocol.palettes import Entry, Palette

NIGHT = Palette(
    "Night",
    (
        Entry("skin #f4cfb0", (61, 52, 88)),
        Entry("目 #ffffff", (255, 255, 254)),
        *(Entry("", (shade, 0, 255)) for shade in range(0, 256, 32)),
    ),
)


def written(folder: Path, suffix: str, palette: Palette = NIGHT) -> Path:
    path = folder / f"night{suffix}"
    path.write_bytes(palette_content(palette, path))
    return path


def kpl(folder: Path, xml: str | bytes) -> Path:
    path = folder / "some.kpl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("colorset.xml", xml)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_palette_comes_back_as_it_went(suffix: str, tmp_path: Path) -> None:
    found = read_palette(written(tmp_path, suffix))
    assert found.entries == NIGHT.entries
    assert found.name == ("night" if suffix == ".aco" else "Night")  # .aco has no name: that of the file


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_a_file_that_is_cut_off_is_no_palette_or_a_shorter_one(
    suffix: str, share: float, tmp_path: Path
) -> None:
    path = written(tmp_path, suffix)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    try:
        found = read_palette(path)
    except ValueError as error:
        assert str(path) in str(error)
    else:  # the lines of .gpl that are there, and of .aco the colors without names
        assert suffix != ".kpl"
        assert {entry.color for entry in found.entries} <= {entry.color for entry in NIGHT.entries}


def test_pillow_reads_our_gpl(tmp_path: Path) -> None:
    colors, mode = GimpPaletteFile(io.BytesIO(written(tmp_path, ".gpl").read_bytes())).getpalette()
    assert mode == "RGB"
    assert bytes(colors[:6]) == bytes([61, 52, 88, 255, 255, 254])
    assert isinstance(ImagePalette.ImagePalette(mode, colors), ImagePalette.ImagePalette)


def test_gpl_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpl"
    path.write_bytes(
        b"\xef\xbb\xbfGIMP Palette\r\nName: Day\r\nChannels: RGBA\r\n# note\r\n\r\n 1 2 3 255 sky blue\r\n9 8 7 0\r\n"
    )
    assert read_palette(path) == Palette("Day", (Entry("sky blue", (1, 2, 3)), Entry("", (9, 8, 7))))


def test_aco_by_hand_is_read(tmp_path: Path) -> None:
    """One color, first without a name and then with that of two letters and the zero after them."""
    color = bytes.fromhex("0000 ffff 0000 8080 0000")
    path = tmp_path / "a.aco"
    path.write_bytes(
        bytes.fromhex("0001 0001")
        + color
        + bytes.fromhex("0002 0001")
        + color
        + bytes.fromhex("00000003 0068 0069 0000")
    )
    assert read_palette(path).entries == (Entry("hi", (255, 0, 128)),)
    path.write_bytes(bytes.fromhex("0001 0001") + color)
    assert read_palette(path).entries == (Entry("", (255, 0, 128)),)


def test_kpl_is_read_in_the_order_in_which_krita_shows_it(tmp_path: Path) -> None:
    entry = (
        '<ColorSetEntry name="{}" bitdepth="{}"><{} r="{}" g="0" b="1"/>'
        '<Position row="{}" column="{}"/></ColorSetEntry>'
    )
    path = kpl(
        tmp_path,
        '<ColorSet name="Day" columns="2">'
        + entry.format("third", "F32", "sRGB", "0.5", 1, 0)
        + entry.format("first", "U8", "RGB", "1", 0, 0)
        + entry.format("second", "U16", "RGB", "0.2", 0, 1)
        + "<Group name='more'>"
        + entry.format("last", "U8", "RGB", "0", 0, 0)
        + "</Group></ColorSet>",
    )
    assert read_palette(path) == Palette(
        "Day",
        (
            Entry("first", (255, 0, 255)),
            Entry("second", (51, 0, 255)),
            Entry("third", (128, 0, 255)),
            Entry("last", (0, 0, 255)),
        ),
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.gpl", b"JASC-PAL\n", "does not begin"),
        ("a.gpl", b"GIMP Palette\n1 2\n", "line 2 is no color"),
        ("a.gpl", b"GIMP Palette\n1 2 256\n", "line 2 has a number beyond"),
        ("a.gpl", b"GIMP Palette\nName: Day\n", "has no colors"),
        ("a.aco", bytes.fromhex("0001 0001 0002 0000 0000 0000 0000"), "color 1 is not RGB"),
        ("a.aco", bytes.fromhex("0009 0001"), "no .aco file"),
        ("a.aco", b"", "none, or broken"),
        ("a.kpl", b"no zip", "none, or broken"),
        ("a.png", b"", "Palettes are .kpl, .gpl, .aco"),
    ],
)
def test_what_is_no_palette_is_told_in_a_sentence(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=reason):
        read_palette(tmp_path / name)


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.gpl cannot be read: No such file"):
        read_palette(tmp_path / "a.gpl")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<!DOCTYPE a><ColorSet/>", "definitions of its own"),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><ColorSet/>".encode("utf-16"), "not in UTF-8"),
        ("<ColorSet><ColorSetEntry name='skin'><CMYK/></ColorSetEntry></ColorSet>", "“skin” is no RGB color"),
        ("<ColorSet>", "none, or broken"),
        ("<?xml version='1.0' encoding='none'?><ColorSet/>", "none, or broken"),
        ("<ColorSet><ColorSetEntry><RGB r='nan'/></ColorSetEntry></ColorSet>", "is no number"),
    ],
)
def test_kpl_with_what_is_not_understood_is_refused(xml: str | bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=reason):
        read_palette(kpl(tmp_path, xml))


def test_kpl_whose_bytes_are_others_is_refused(tmp_path: Path) -> None:
    path = kpl(tmp_path, "<ColorSet><ColorSetEntry><RGB r='1'/></ColorSetEntry></ColorSet>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("colorset.xml", "<ColorSet/>" * 9)
    content = bytearray(path.read_bytes())
    start = 30 + len("colorset.xml")
    content[start : start + 5] = b"\xff" * 5
    path.write_bytes(content)
    with pytest.raises(ValueError, match="none, or broken"):
        read_palette(path)


def test_a_color_beyond_the_brightest_is_the_brightest(tmp_path: Path) -> None:
    path = kpl(tmp_path, "<ColorSet><ColorSetEntry><RGB r='inf' g='-inf'/></ColorSetEntry></ColorSet>")
    assert read_palette(path).entries == (Entry("", (255, 0, 0)),)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.gpl")
    with pytest.raises(ValueError, match="it is no file"):
        read_palette(tmp_path / "a.gpl")
