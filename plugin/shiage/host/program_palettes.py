"""Krita's own palettes, of whatever kind of file it has read them from."""

from typing import List, Mapping

from krita import Krita, Resource
from krita import Palette as KritaPalette

from ..client.protocol.palettes import Entry, Palette
from ..guard import Refused

MOST = 4096  # places of a palette that are looked at


def program_palettes(application: Krita) -> Mapping[str, Resource]:
    """By name."""
    found: Mapping[str, Resource] = application.resources("palette")  # type: ignore[assignment]
    return found


def read_program_palette(resource: Resource) -> Palette:
    """The colors and names of a palette. Raises Refused where one is no RGB color."""
    palette = KritaPalette(resource)
    entries: List[Entry] = []
    for place in range(MOST):  # with empty places between
        if len(entries) == palette.numberOfEntries():
            break
        swatch = palette.colorSetEntryByIndex(place)
        if not swatch.isValid():
            continue
        color = swatch.color()
        if color.colorModel() != "RGBA":
            raise Refused(f"“{swatch.name()}” is no RGB color: choose it in RGB.")
        color.setColorSpace("RGBA", "U8", color.colorProfile())
        blue, green, red = (round(255 * part) for part in color.components()[:3])
        entries.append(Entry(swatch.name(), (red, green, blue)))
    return Palette(resource.name(), tuple(entries))
