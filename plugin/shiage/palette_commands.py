"""Commands on the palettes of the present result, and where one of its colors is seen."""

import os
from pathlib import Path
from typing import Callable, Dict, Optional, Sequence, Tuple

from .client.protocol.palette_files import palette_content, read_palette
from .client.protocol.palettes import Color, code_of
from .desk import Desk
from .guard import Refused
from .live.session import Live
from .palettes import AS_PAINTED, Known, Palettes
from .qt import QObject
from .scene import Scene
from .turns import Steps, Turns

POLL = 100  # milliseconds between two looks whether the document is idle
NO_COLORS = "The colors of this result are not known: press Auto-colorize first."


class PaletteCommands(QObject):
    """What changes a color runs `recolor`, which is one undo step; all else is remembered with the result."""

    def __init__(self, desk: Desk, live: Live, recolor: Callable[[Palettes], None]) -> None:
        super().__init__()
        self._host, self._guard = desk.host, desk.guard
        self._refresh, self._notify, self._changed = desk.refresh, desk.notify, desk.changed
        self._live, self._recolor = live, recolor
        self._scene = Scene()
        self._turns = Turns(self)
        self.selected: Optional[Color] = None  # the entry that the painter looks at
        self.is_looking = False
        self._seen: Dict[int, bool] = {}  # by time: is the entry seen there?

    @property
    def palettes(self) -> Palettes:
        """Those of the present result, with the colors that the engine has learned since."""
        palettes, colors = self._scene.palettes, self._live.colors
        known = {entry.color for entry in palettes.entries}
        return palettes.with_colors(colors) if set(colors) - known else palettes

    @property
    def known(self) -> Optional[Known]:
        """What is said of the entry that is selected; None where none is."""
        return next((one for one in self.palettes.entries if one.color == self.selected), None)

    @property
    def program_names(self) -> Sequence[str]:
        """The palettes that the program has."""
        return self._host.palette_names()

    @property
    def seen(self) -> Tuple[int, ...]:
        """The frames in which the entry that is selected is seen, as far as they were looked at."""
        return tuple(time for time, is_seen in sorted(self._seen.items()) if is_seen)

    def follow(self, scene: Scene) -> None:
        """From now on the commands are on this scene."""
        before, self._scene = self._scene, scene
        if (before.document, before.result) != (scene.document, scene.result):
            entries = {entry.color for entry in scene.palettes.entries}
            self.select(self.selected if self.selected in entries else None)

    def stop(self) -> None:
        """Look no further."""
        self._turns.stop()
        self.is_looking = False

    def select(self, entry: Optional[Color]) -> None:
        """Look at an entry: the frames in which it is seen are found one by one."""
        self.stop()
        self.selected, self._seen = entry, {}
        if entry is not None and self._scene.has_colors:
            self.is_looking = True
            self._turns.run(self._look(entry, self._scene), self._guard(self._ended))
        self._changed()

    def _look(self, entry: Color, scene: Scene) -> Steps:
        color = self.palettes.color(entry)
        for time in scene.times:
            found = self._host.holds_color(scene, time, color)
            while found is None:
                yield POLL
                found = self._host.holds_color(scene, time, color)
            self._seen[time] = found
            yield 0

    def _ended(self, error: Optional[Exception]) -> None:
        self.is_looking = False
        if error is not None:
            self._guard.report(error)
        self._changed()

    def change(self, entry: Color, color: Color) -> None:
        """Give an entry another color in the palette in use; where that is of the references, in a copy."""
        palettes = self._known()
        if palettes.color(entry) != color:
            self._take(palettes.changed(entry, color))

    def take_brush(self) -> None:
        """Give the entry that is selected the color of the brush."""
        if self.selected is None:
            raise Refused("Select a color first.")
        red, green, blue, _ = self._host.brush_color(self._refresh())
        self.change(self.selected, (red, green, blue))

    def show(self, name: str) -> None:
        """Show the result in another palette."""
        self._take(self._known().showing(name))

    def add(self, name: str) -> None:
        """Add a copy of the palette in use, and use that."""
        if name.strip() in self._known().names:
            raise Refused(f"There is a palette “{name.strip()}” already: choose another name.")
        self._take(self._known().added(name))

    def rename(self, name: str) -> None:
        """Give the palette in use another name."""
        palettes = self._known()
        if palettes.shown == AS_PAINTED:
            raise Refused("This palette is that of your references: add one, which can have a name.")
        if palettes.renamed(name) == palettes:
            raise Refused("This name is taken, or empty: choose another one.")
        self._take(palettes.renamed(name))

    def remove(self) -> None:
        """Remove the palette in use; the result shows the colors of the references then."""
        palettes = self._known()
        if palettes.shown == AS_PAINTED:
            raise Refused("This palette is that of your references, and stays.")
        self._take(palettes.removed())

    def say(self, said: Known) -> None:
        """Remember what the painter calls an entry, and whether it is a stand-in."""
        self._take(self._known().said(said))

    def read(self, path: str) -> None:
        """Take a palette from a file."""
        try:
            self._take(self._known().taken(read_palette(Path(path))))
        except ValueError as error:
            raise Refused(str(error)) from error

    def take(self, name: str) -> None:
        """Take one of the program's own palettes."""
        try:
            self._take(self._known().taken(self._host.program_palette(name)))
        except ValueError as error:
            raise Refused(str(error)) from error

    def write(self, path: str) -> None:
        """Write the palette in use to a file, which the painter has chosen to replace where there is one."""
        place = Path(path)
        growing = place.with_name(f".{place.name}.{os.getpid()}.growing")
        try:
            content = palette_content(self._known().palette, place)
            growing.write_bytes(content)
            growing.replace(place)
        except ValueError as error:
            raise Refused(str(error)) from error
        except OSError as error:
            growing.unlink(missing_ok=True)
            raise Refused(f"{place} cannot be written: {error.strerror or error}.") from error
        self._notify(f"{place.name} has {len(self._known().entries)} colors.")

    def show_frame(self, time: int) -> None:
        """Go to a frame."""
        self._host.show_time(self._refresh(), time)
        self._refresh()

    def _known(self) -> Palettes:
        self._refresh()
        if not self._scene.has_colors:
            raise Refused(self._scene.no_result)
        if not self.palettes.entries:
            raise Refused(NO_COLORS)
        return self.palettes

    def _take(self, palettes: Palettes) -> None:
        if palettes.exchange != self.palettes.exchange:
            self._recolor(palettes)
            return
        self._host.remember_palettes(self._scene, palettes)
        self._refresh()
        self._changed()

    def remark(self, entry: Color) -> str:
        """What is to be known of an entry, in sentences."""
        palettes = self.palettes
        color = palettes.color(entry)
        twins = [
            f"Looks like {code_of(pair.other if pair.one == color else pair.one)} (ΔE {pair.difference:.1f})."
            for pair in palettes.twins
            if color in pair[:2]
        ]
        is_left = entry in {one.color for one in palettes.left}
        return " ".join([*(["A stand-in that is not exchanged."] if is_left else []), *twins])
