"""The palettes of a result as plain values: its colors, how each is shown, and what the painter calls them."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Container, Dict, Iterator, Mapping, NamedTuple, Sequence, Tuple

from .client.protocol.palettes import Color, Entry, Palette, Twins, exchanges, named, near_twins, plain_name
from .result.exchange import Exchange

AS_PAINTED = ""  # the name of the palette that the references have, which cannot be changed
NEW = "Palette {}"


class Known(NamedTuple):
    """A color of the references, and what the painter says of it."""

    color: Color
    name: str = ""
    is_stand_in: bool = False


@dataclass(frozen=True)
class Palettes:
    """The palettes of one result. What is changed comes back as a new value."""

    entries: Tuple[Known, ...] = ()  # in order of area
    by_name: Mapping[str, Mapping[Color, Color]] = field(default_factory=dict)  # the color of each entry
    shown: str = AS_PAINTED

    @property
    def names(self) -> Tuple[str, ...]:
        """Of all palettes, that of the references first."""
        return (AS_PAINTED, *sorted(self.by_name))

    @property
    def exchange(self) -> Exchange:
        """How the palette in use shows the entries."""
        return Exchange({entry.color: self.color(entry.color) for entry in self.entries})

    def color(self, entry: Color) -> Color:
        """The color of an entry in the palette in use."""
        return self.by_name.get(self.shown, {}).get(entry, entry)

    @property
    def twins(self) -> Sequence[Twins]:
        """Colors in use that a painter could take for each other."""
        return _twins(tuple(self.color(entry.color) for entry in self.entries))

    @property
    def left(self) -> Tuple[Known, ...]:
        """The stand-ins that are not exchanged in the palette in use."""
        return tuple(one for one in self.entries if one.is_stand_in and self.color(one.color) == one.color)

    def with_colors(self, colors: Sequence[Color]) -> "Palettes":
        """With these entries; of others those that the painter has said something of stay, at the end."""
        known = {entry.color: entry for entry in self.entries}
        now = [known.get(color, Known(color)) for color in dict.fromkeys(colors)]
        said = [one for one in self.entries if one.color not in colors and self._is_said(one)]
        return replace(self, entries=(*now, *said))

    def _is_said(self, entry: Known) -> bool:
        changed = any(of.get(entry.color, entry.color) != entry.color for of in self.by_name.values())
        return changed or entry != Known(entry.color)

    def showing(self, name: str) -> "Palettes":
        return replace(self, shown=name if name in self.by_name else AS_PAINTED)

    def added(self, name: str = "") -> "Palettes":
        """With a copy of the palette in use, which is in use then; without a name it gets one."""
        numbered = (NEW.format(number) for number in range(1, len(self.by_name) + 2))
        name = name.strip() or next(one for one in numbered if one not in self.by_name)
        copy = dict(self.by_name.get(self.shown, {}))
        return replace(self, by_name={**self.by_name, name: copy}, shown=name)

    def renamed(self, name: str) -> "Palettes":
        """With another name for the palette in use; as it is where that is taken, or of the references."""
        name = name.strip()
        if self.shown == AS_PAINTED or not name or name in self.by_name:
            return self
        by_name = {name if one == self.shown else one: colors for one, colors in self.by_name.items()}
        return replace(self, by_name=by_name, shown=name)

    def removed(self) -> "Palettes":
        """Without the palette in use; the colors of the references are in use then."""
        by_name = {name: colors for name, colors in self.by_name.items() if name != self.shown}
        return replace(self, by_name=by_name, shown=AS_PAINTED)

    def changed(self, entry: Color, color: Color) -> "Palettes":
        """With another color for an entry in the palette in use; that of the references stays, and a copy is used."""
        palettes = self.added() if self.shown == AS_PAINTED else self
        taken = {palettes.color(one.color) for one in palettes.entries if one.color != entry}
        colors = {**palettes.by_name[palettes.shown], entry: free(color, taken)}
        return replace(palettes, by_name={**palettes.by_name, palettes.shown: colors})

    def said(self, said: Known) -> "Palettes":
        """With what the painter says of an entry."""
        return replace(self, entries=tuple(said if one.color == said.color else one for one in self.entries))

    def taken(self, palette: Palette) -> "Palettes":
        """With a palette from elsewhere, in use and in place of one with its name. Raises ValueError.

        Names and stand-ins are taken from it too, where nothing is said of an entry yet.
        """
        of_file = exchanges([one.color for one in self.entries], palette, self.palette)
        used = {one.color for one in self.entries if one.color not in of_file}
        colors: Dict[Color, Color] = {}
        for entry, color in of_file.items():
            colors[entry] = free(color, used)
            used.add(colors[entry])
        name = palette.name.strip() or NEW.format(1)
        found = replace(self, by_name={**self.by_name, name: colors}, shown=name)
        for of in palette.entries:
            if of.code is not None and Known(of.code) in self.entries:
                found = found.said(Known(of.code, plain_name(of.name), of.is_stand_in))
        return found

    @property
    def palette(self) -> Palette:
        """The palette in use, for a file."""
        entries = [Entry(named(*one), self.color(one.color)) for one in self.entries]
        return Palette(self.shown or "As painted", tuple(entries))


NO_PALETTES = Palettes()


@lru_cache(maxsize=4)
def _twins(colors: Tuple[Color, ...]) -> Sequence[Twins]:
    """Of 100 colors 50 ms."""
    return tuple(near_twins(colors))


def free(color: Color, taken: Container[Color]) -> Color:
    """The color, or where it is taken one that looks like it: so each color tells its entry."""
    return next(one for one in _around(color) if one not in taken)


def _around(color: Color) -> Iterator[Color]:
    yield color
    for step in range(1, 256):
        for channel in (2, 0, 1):  # blue is seen least
            for way in (-step, step):
                near = list(color)
                near[channel] += way
                if 0 <= near[channel] <= 255:
                    yield near[0], near[1], near[2]
