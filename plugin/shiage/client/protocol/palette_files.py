"""Palettes as files: Krita's .kpl, .gpl of GIMP and many others, and .aco of Photoshop.

Whoever reads or writes them in Krita has the standard library alone.
"""

import io
import math
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Callable, Dict, Iterator, List, NamedTuple, Tuple
from xml.etree import ElementTree

from .palettes import Color, Entry, Palette

MOST_BYTES = 1 << 22  # of a file, or of what it unpacks to; a palette of a thousand colors takes 100 KB
BROKEN = (struct.error, zipfile.BadZipFile, zlib.error, EOFError, LookupError, ElementTree.ParseError)
COLUMNS = 8  # that Krita shows a palette in

# Krita's palette (KoColorSet.cpp): a zip with this type as its first file, and the colors as XML.
KPL_TYPE = "application/x-krita-palette"
KPL_COLORS, KPL_PROFILES = "colorset.xml", "profiles.xml"
KPL_SPACE = "sRGB-elle-V2-srgbtrc.icc"
RGB_TAGS = ("RGB", "sRGB")

# Adobe Photoshop File Formats Specification, "Color swatches": all numbers are big endian, 16 bits but for lengths.
ACO_RGB = 0  # the color space; a channel has 65535 steps
ACO_STEP = 257


class PaletteFormat(NamedTuple):
    """How the files with one suffix are read and written."""

    title: str
    read: Callable[[bytes], Palette]
    write: Callable[[Palette], bytes]


def read_palette(path: Path) -> Palette:
    """The palette in a file; where it has no name, that of the file. Raises ValueError, with a sentence."""
    try:
        content = _content(path)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        found = format_of(path).read(content)
    except BROKEN as error:
        raise ValueError(
            f"{path} cannot be read as a palette, it is none, or broken: save it again."
        ) from error
    except (ValueError, RuntimeError) as error:
        raise ValueError(f"{path} cannot be read as a palette: {error}") from error
    if not found.entries:
        raise ValueError(f"{path} has no colors.")
    return found if found.name else found._replace(name=path.stem)


def _content(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):  # a pipe or device may never end
        raise ValueError(f"{path} cannot be read: it is no file.")
    if status.st_size > MOST_BYTES:
        raise ValueError(f"{path} is larger than any palette.")
    return path.read_bytes()


def palette_content(palette: Palette, path: Path) -> bytes:
    """What a file of that name is to hold. Raises ValueError for an unknown suffix."""
    return format_of(path).write(palette)


def format_of(path: Path) -> PaletteFormat:
    """By the suffix, in either case. Raises ValueError for one that is not known."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ValueError(f"Palettes are {', '.join(FORMATS)}: name the file so.")
    return FORMATS[suffix]


def _read_gpl(content: bytes) -> Palette:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = content.decode("latin-1").splitlines()
    if not lines or lines[0].strip() != "GIMP Palette":
        raise ValueError("it does not begin with “GIMP Palette”.")
    name, channels = "", 3
    entries: List[Entry] = []
    for number, line in enumerate(lines[1:], 2):
        key, _, rest = line.partition(":")
        if key == "Name" and not entries:
            name = rest.strip()
        elif key == "Channels":  # as Aseprite writes, whose colors have an alpha
            channels = len(rest.strip())
        elif line.strip() and key != "Columns" and not line.startswith("#"):
            entries.append(_gpl_entry(line, channels, number))
    return Palette(name, tuple(entries))


def _gpl_entry(line: str, channels: int, number: int) -> Entry:
    parts = line.split(None, channels)
    try:
        red, green, blue = (int(part) for part in parts[:3])
    except ValueError as error:
        raise ValueError(f"line {number} is no color.") from error
    if not all(0 <= channel <= 255 for channel in (red, green, blue)):
        raise ValueError(f"line {number} has a number beyond 0 to 255.")
    return Entry(parts[channels].strip() if len(parts) > channels else "", (red, green, blue))


def _write_gpl(palette: Palette) -> bytes:
    lines = ["GIMP Palette", f"Name: {_one_line(palette.name)}", f"Columns: {COLUMNS}", "#"]
    for name, (red, green, blue) in palette.entries:
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{_one_line(name)}")
    return ("\n".join(lines) + "\n").encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read_aco(content: bytes) -> Palette:
    """The second version of the colors, with their names, where a file has it; else the first."""
    version, count = struct.unpack_from(">HH", content)
    if version == 1:
        after = 4 + 10 * count
        if len(content) >= after + 4 and struct.unpack_from(">H", content, after)[0] == 2:
            return Palette("", tuple(_aco_entries(content, after, True)))
        return Palette("", tuple(_aco_entries(content, 0, False)))
    if version != 2:
        raise ValueError("it is no .aco file of version 1 or 2.")
    return Palette("", tuple(_aco_entries(content, 0, True)))


def _aco_entries(content: bytes, start: int, has_names: bool) -> Iterator[Entry]:
    (count,) = struct.unpack_from(">H", content, start + 2)
    place = start + 4
    for number in range(1, count + 1):
        space, red, green, blue, _ = struct.unpack_from(">5H", content, place)
        if space != ACO_RGB:
            raise ValueError(f"color {number} is not RGB: save it from a picture in RGB.")
        place += 10
        name = ""
        if has_names:
            (letters,) = struct.unpack_from(">I", content, place)
            place += 4
            if place + 2 * letters > len(content):
                raise struct.error("the name is cut off")
            name = content[place : place + 2 * letters].decode("utf-16-be", "replace").rstrip("\0")
            place += 2 * letters
        yield Entry(name, (round(red / ACO_STEP), round(green / ACO_STEP), round(blue / ACO_STEP)))


def _write_aco(palette: Palette) -> bytes:
    made = io.BytesIO()
    for version in (1, 2):
        made.write(struct.pack(">HH", version, len(palette.entries)))
        for name, color in palette.entries:
            made.write(struct.pack(">5H", ACO_RGB, *(channel * ACO_STEP for channel in color), 0))
            if version == 2:
                text = (name + "\0").encode("utf-16-be")
                made.write(struct.pack(">I", len(text) // 2) + text)
    return made.getvalue()


def _read_kpl(content: bytes) -> Palette:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo(KPL_COLORS).file_size > MOST_BYTES:
            raise ValueError("it is larger than any palette.")
        text = archive.read(KPL_COLORS)
    if b"<!DOCTYPE" in text or b"\0" in text:  # zeros: UTF-16, where the other would not be found
        raise ValueError("its XML has definitions of its own, or is not in UTF-8.")
    top = ElementTree.fromstring(text)
    groups = [top, *top.iter("Group")]
    entries = [entry for group in groups for entry in sorted(map(_kpl_entry, group.findall("ColorSetEntry")))]
    return Palette(top.get("name", ""), tuple(entry for _, entry in entries))


def _kpl_entry(element: ElementTree.Element) -> Tuple[Tuple[int, int], Entry]:
    """The place of an entry, as row and column, and what it holds."""
    color = next((child for child in element if child.tag in RGB_TAGS), None)
    if color is None:
        raise ValueError(f"“{element.get('name', '')}” is no RGB color: choose it in RGB.")
    position = element.find("Position")
    place = (0, 0)
    if position is not None:
        place = int(position.get("row", "0")), int(position.get("column", "0"))
    red, green, blue = (round(255 * _share(color.get(channel, "0"))) for channel in "rgb")
    return place, Entry(element.get("name", ""), (red, green, blue))


def _share(text: str) -> float:
    """A channel from 0 to 1; what is beyond, as in HDR, is the nearest of these."""
    share = float(text)
    if math.isnan(share):
        raise ValueError("one of its colors is no number.")
    return min(1.0, max(0.0, share))


def _write_kpl(palette: Palette) -> bytes:
    rows = -(-len(palette.entries) // COLUMNS)
    top = ElementTree.Element(
        "ColorSet",
        {"version": "1.0", "name": palette.name, "comment": "", "columns": str(COLUMNS), "rows": str(rows)},
    )
    for number, (name, color) in enumerate(palette.entries):
        facts = {"name": name, "id": str(number), "spot": "false", "bitdepth": "U8"}
        entry = ElementTree.SubElement(top, "ColorSetEntry", facts)
        ElementTree.SubElement(entry, "RGB", {"space": KPL_SPACE, **_shares(color)})
        row, column = divmod(number, COLUMNS)
        ElementTree.SubElement(entry, "Position", {"row": str(row), "column": str(column)})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KPL_TYPE, zipfile.ZIP_STORED)
        archive.writestr(KPL_COLORS, ElementTree.tostring(top, "utf-8"))
        archive.writestr(KPL_PROFILES, "<Profiles/>")
    return made.getvalue()


def _shares(color: Color) -> Dict[str, str]:
    """The channels of a color from 0 to 1."""
    return {channel: f"{value / 255:.9f}" for channel, value in zip("rgb", color)}  # noqa: B905 (Python 3.8)


FORMATS = {
    ".kpl": PaletteFormat("Krita", _read_kpl, _write_kpl),
    ".gpl": PaletteFormat("GIMP", _read_gpl, _write_gpl),
    ".aco": PaletteFormat("Photoshop", _read_aco, _write_aco),
}
