"""Palettes: named colors, and which colors of a result they stand for.

A color of the references is known by its code, "#f4cfb0". An entry of a palette stands for the color whose code its
name holds ("skin #f4cfb0"), so that whoever edits a palette changes its colors and leaves its names as they are.
"""

import re
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from .color_difference import ciede2000, lab

Color = Tuple[int, int, int]  # red, green, blue, 0 to 255

# CIEDE2000 under which two colors are near twins: of 20 drawn shots' palettes two had a pair under 3, 14 under 4.
NEAR = 3.0
STAND_IN = "stand-in"  # in the name of an entry whose color is to be exchanged
NOTHING_NAMED = (
    "The palette does not say which colors its entries stand for: name them by the colors that they replace, as "
    "“skin #f4cfb0”."
)
_CODE = re.compile(r"#[0-9a-f]{6}(?![0-9a-f])", re.IGNORECASE)


class Entry(NamedTuple):
    """One color of a palette."""

    name: str
    color: Color

    @property
    def code(self) -> Optional[Color]:
        """The color whose code the name holds; None where it holds none."""
        found = _CODE.search(self.name)
        return color_of(found.group()) if found is not None else None

    @property
    def is_stand_in(self) -> bool:
        """Is its color one that is to be exchanged?"""
        return STAND_IN in self.name.lower()

    @property
    def is_left(self) -> bool:
        """Is it a stand-in that has not been exchanged?"""
        return self.is_stand_in and self.code == self.color


class Palette(NamedTuple):
    """Entries in order, and what they are called together, as "Night"."""

    name: str
    entries: Tuple[Entry, ...]


def opaque_colors(palette: Sequence[Sequence[int]]) -> Tuple[Color, ...]:
    """The colors of a palette (RGBA), each once, in order, without those that are wholly transparent."""
    return tuple(dict.fromkeys((red, green, blue) for red, green, blue, alpha in palette if alpha))


def code_of(color: Sequence[int]) -> str:
    """The code of a color, "#f4cfb0"; what follows blue is left out."""
    return "#{:02x}{:02x}{:02x}".format(*color[:3])


def color_of(code: str) -> Color:
    """The color of a code. Raises ValueError for another text."""
    if _CODE.fullmatch(code) is None:
        raise ValueError(f"“{code}” is no color like #f4cfb0.")
    red, green, blue = bytes.fromhex(code[1:])
    return red, green, blue


def named(code: Color, name: str = "", is_stand_in: bool = False) -> str:
    """The name of an entry that stands for a color; `name`: what it is called otherwise."""
    return " ".join(part for part in (name, code_of(code), STAND_IN if is_stand_in else "") if part)


def plain_name(name: str) -> str:
    """What an entry is called, without the code and the mark that `named` adds."""
    return " ".join(word for word in name.split() if _CODE.fullmatch(word) is None and word != STAND_IN)


def exchanges(
    colors: Sequence[Color], palette: Palette, former: Optional[Palette] = None
) -> Mapping[Color, Color]:
    """The color that each of `colors` gets by a palette; those that it says nothing of are left out.

    `colors`: of a result, each once, in order. An entry stands for the color whose code it holds, or else for that of
    the entry that is called as it is in `former`, the palette from which `colors` were painted; of several with one
    name, in order. Where this says nothing at all, no entry holds a code, and there are as many as colors, they stand
    for them in order. Raises ValueError, with a sentence, where nothing says it.
    """
    by_name = {key: entry.color for key, entry in _keyed(former)} if former is not None else {}
    found: Dict[Color, Color] = {}
    for key, entry in _keyed(palette):
        stands_for = entry.code if entry.code in colors else by_name.get(key) if key[0] else None
        if stands_for is not None and stands_for in colors:
            found.setdefault(stands_for, entry.color)
    has_codes = any(entry.code is not None for entry in palette.entries)
    if not found and not has_codes and len(palette.entries) == len(colors):
        found = {color: entry.color for color, entry in zip(colors, palette.entries)}  # noqa: B905 (Python 3.8)
    if not found:
        raise ValueError(NOTHING_NAMED)
    return found


def _keyed(palette: Palette) -> Iterator[Tuple[Tuple[str, int], Entry]]:
    """The entries by what they are compared by: a name, and which of that name it is (all may be “Untitled”)."""
    met: Dict[str, int] = {}
    for entry in palette.entries:
        name = plain_name(entry.name).casefold()
        met[name] = met.get(name, 0) + 1
        yield (name, met[name]), entry


class Twins(NamedTuple):
    """Two colors that a painter could take for each other, and their difference (CIEDE2000)."""

    one: Color
    other: Color
    difference: float


def near_twins(colors: Sequence[Color]) -> List[Twins]:
    """The pairs whose difference is under NEAR, the nearest first; not those that are equal."""
    colors = list(dict.fromkeys(colors))
    places = [lab(color) for color in colors]
    found = [
        Twins(colors[one], colors[other], ciede2000(places[one], places[other]))
        for one in range(len(colors))
        for other in range(one + 1, len(colors))
    ]
    return sorted((pair for pair in found if pair.difference < NEAR), key=lambda pair: pair.difference)
