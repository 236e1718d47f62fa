"""What Shiage remembers in a document: the JSON of one annotation. Field names are those of the file."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Dict, List, Mapping, TypeVar

from ..client.protocol.json_text import parse_json
from ..client.protocol.names import composed
from ..client.protocol.palettes import Color, code_of, color_of
from ..palettes import Known, Palettes

T = TypeVar("T")

ANNOTATION = "shiage/memory"
# Fields of version 0.2 and later.
LATER_FIELDS = {
    "answers",
    "finished",
    "accepted",
    "hints",
    "frames",
    "put_away",
    "closings",
    "areas",
    "line_copies",
    "palettes",
    "sheets",
    "roles",
}  # since version 0.2
HISTORY = 32  # results of one line layer that are remembered, because Undo may bring them back


@dataclass
class PlacedResults:
    """The results of one line layer, and the state of the paint layer below them."""

    groups: List[str] = field(default_factory=list)  # uids, the newest last
    colors: str = ""
    covers_colors: bool = False  # the paint layer would show through the result
    hid_colors: bool = False  # Shiage has hidden it


@dataclass
class LineCopies:
    """The copies of one line layer that Finish has made, of which Undo may bring back any."""

    uids: List[str] = field(default_factory=list)  # the newest last
    is_in: bool = False  # is one of them in the document, as it was seen last?


@dataclass
class Memory:
    """Layers are identified by their uid, frames by the time of their keyframe."""

    lines: str = ""
    colors: Dict[str, str] = field(default_factory=dict)  # line layer -> paint layer; "": none, by choice
    marks: Dict[str, List[int]] = field(default_factory=dict)  # paint layer -> reference times
    placed: Dict[str, PlacedResults] = field(default_factory=dict)  # line layer -> results
    characters: Dict[str, str] = field(default_factory=dict)  # line layer -> the character's name
    # line layer -> what the painter said of single regions, as in `messages.Submit`
    answers: Dict[str, List[List[int]]] = field(default_factory=dict)
    # line layer -> time -> not partly painted.
    finished: Dict[str, Dict[str, bool]] = field(default_factory=dict)
    accepted: Dict[str, List[int]] = field(default_factory=dict)  # line layer -> times of accepted frames
    hints: Dict[str, str] = field(default_factory=dict)  # line layer -> hint layer; "": none, by choice
    closings: Dict[str, str] = field(default_factory=dict)  # line layer -> layer of closing strokes
    # Result -> left, top, width, height of its frames, where they are larger than the canvas.
    areas: Dict[str, List[int]] = field(default_factory=dict)
    frames: List[str] = field(default_factory=list)  # groups whose still layers are the frames of a shot

    # line layer -> uids of what Finish has hidden.
    put_away: Dict[str, List[str]] = field(default_factory=dict)
    line_copies: Dict[str, LineCopies] = field(default_factory=dict)  # line layer -> its copies
    sheets: List[List[str]] = field(default_factory=list)  # key and name of each model sheet

    palettes: Dict[str, Dict[str, Any]] = field(default_factory=dict)  # result -> as `dump_palettes`
    # Result -> uid of each layer that Shiage made in it -> its role, as `placed.roles`.
    roles: Dict[str, Dict[str, str]] = field(default_factory=dict)

    def palettes_of(self, lines: str, group: str) -> Palettes:
        """The palettes of a result of a line layer; of the newest that is remembered where `group` is empty."""
        placed = self.placed.get(lines)
        groups = [group] if group else reversed(placed.groups if placed is not None else [])
        return next((_palettes(self.palettes[one]) for one in groups if one in self.palettes), Palettes())

    def remember_palettes(self, group: str, palettes: Palettes) -> None:
        """Remember those of a result, and forget those of results that are forgotten."""
        self.palettes = {**self._of_results(self.palettes), group: dump_palettes(palettes)}

    def remember_roles(self, group: str, roles: Dict[str, str]) -> None:
        """Remember the layers that Shiage made in a result, and forget those of results that are forgotten."""
        self.roles = {**self._of_results(self.roles), group: roles}

    def _of_results(self, known: Dict[str, T]) -> Dict[str, T]:
        """What is known of results, without those that are forgotten."""
        groups = {one for placed in self.placed.values() for one in placed.groups}
        return {one: found for one, found in known.items() if one in groups}

    def answer(self, lines: str, time: int, answers: List[List[int]]) -> None:
        """Replace the answers of one frame."""
        others = [answer for answer in self.answers.get(lines, []) if answer[0] != time]
        self.answers[lines] = sorted(others + answers)

    def accept(self, lines: str, time: int, is_accepted: bool) -> None:
        times = set(self.accepted.get(lines, [])) - {time}
        self.accepted[lines] = sorted(times | {time} if is_accepted else times)

    def times_said(self, lines: str, is_finished: bool) -> List[int]:
        """The frames of which the painter has said that they are finished, or partly painted."""
        said = {
            int(time) for time, finished in self.finished.get(lines, {}).items() if finished == is_finished
        }
        accepted = set(self.accepted.get(lines, []))
        return sorted(said | accepted if is_finished else said - accepted)

    def place(self, lines: str, group: str, colors: str, covers_colors: bool) -> None:
        """Remember a new result group of a line layer; `covers_colors`: the paint layer is hidden for it."""
        groups = self.placed[lines].groups if lines in self.placed else []
        self.placed[lines] = PlacedResults([*groups, group][-HISTORY:], colors, covers_colors, covers_colors)

    def copied(self, lines: str, copy: str) -> None:
        """Remember a new copy of a line layer, which is in the document."""
        uids = self.line_copies[lines].uids if lines in self.line_copies else []
        self.line_copies[lines] = LineCopies([*uids, copy][-HISTORY:], True)

    def hidden(self, lines: str) -> str:
        """The paint layer that is hidden for a line layer's result; empty where none is."""
        placed = self.placed.get(lines)
        return placed.colors if placed is not None and placed.hid_colors else ""

    def toggle_mark(self, colors: str, time: int) -> bool:
        """Mark or unmark; True when the frame is marked afterwards."""
        marks = set(self.marks.get(colors, []))
        marks ^= {time}
        self.marks[colors] = sorted(marks)
        return time in marks


def dump(memory: Memory) -> bytes:
    """The JSON; fields that version 0.1 did not have are left out where they are empty."""
    fields = {name: value for name, value in asdict(memory).items() if value or name not in LATER_FIELDS}
    return json.dumps(fields, sort_keys=True).encode("utf-8")


def load(content: bytes) -> Memory:
    """Read an annotation; an empty one where it is missing or damaged."""
    try:
        found = parse_json(content.decode("utf-8")) if content else {}
        return Memory(
            lines=str(found.get("lines", "")),
            colors={str(key): str(value) for key, value in _pairs(found, "colors")},
            marks={str(key): sorted(int(time) for time in value) for key, value in _pairs(found, "marks")},
            placed={str(key): _placed(value) for key, value in _pairs(found, "placed")},
            characters={str(key): _name(str(value)) for key, value in _pairs(found, "characters")},
            answers={str(key): [_answer(one) for one in value] for key, value in _pairs(found, "answers")},
            finished={str(key): _flags(value) for key, value in _pairs(found, "finished")},
            accepted={str(key): [int(time) for time in value] for key, value in _pairs(found, "accepted")},
            hints={str(key): str(value) for key, value in _pairs(found, "hints")},
            put_away={str(key): [str(uid) for uid in value] for key, value in _pairs(found, "put_away")},
            roles={str(key): _roles(value) for key, value in _pairs(found, "roles")},
            line_copies={str(key): _copies(value) for key, value in _pairs(found, "line_copies")},
            closings={str(key): str(value) for key, value in _pairs(found, "closings")},
            palettes={str(key): dict(value) for key, value in _pairs(found, "palettes")},
            areas={str(key): _area(value) for key, value in _pairs(found, "areas")},
            frames=[str(group) for group in found.get("frames", [])],
            sheets=[[str(key), str(name)] for key, name in found.get("sheets", [])],
        )
    except (ValueError, TypeError, AttributeError, OverflowError):  # the last of numbers without end
        return Memory()


def dump_palettes(palettes: Palettes) -> Dict[str, Any]:
    """As JSON; colors are codes."""
    return {
        "shown": palettes.shown,
        "entries": [[code_of(color), name, is_stand_in] for color, name, is_stand_in in palettes.entries],
        "by_name": {name: _codes(colors) for name, colors in palettes.by_name.items()},
    }


def _codes(colors: Mapping[Color, Color]) -> Dict[str, str]:
    return {code_of(entry): code_of(color) for entry, color in colors.items()}


def _palettes(value: Dict[str, Any]) -> Palettes:
    """Those of one result, read when they are asked for; none where they are damaged."""
    try:
        entries = [
            Known(color_of(str(code)), str(name), bool(is_stand_in))
            for code, name, is_stand_in in value["entries"]
        ]
        by_name = {
            str(name): {color_of(str(entry)): color_of(str(color)) for entry, color in colors.items()}
            for name, colors in value["by_name"].items()
        }
        return Palettes(tuple(entries), by_name).showing(str(value["shown"]))
    except (ValueError, TypeError, AttributeError, KeyError):
        return Palettes()


def _area(value: List[Any]) -> List[int]:
    left, top, width, height = (int(part) for part in value)
    return [left, top, width, height]


def _answer(value: List[Any]) -> List[int]:
    time, x, y, red, green, blue, alpha = (int(part) for part in value)
    return [time, x, y, red, green, blue, alpha]


def _flags(value: Dict[str, Any]) -> Dict[str, bool]:
    return {str(int(time)): bool(flag) for time, flag in value.items()}


def _pairs(found: Dict[str, Any], name: str) -> Any:
    return found.get(name, {}).items()


def _roles(value: Dict[str, str]) -> Dict[str, str]:
    return {str(uid): str(role) for uid, role in value.items()}


def _name(text: str) -> str:
    """A character's name in its compared form; empty where it is not valid."""
    try:
        return composed(text)
    except ValueError:
        return ""


def _copies(value: Dict[str, Any]) -> LineCopies:
    return LineCopies([str(uid) for uid in value.get("uids", [])], bool(value.get("is_in", False)))


def _placed(value: Dict[str, Any]) -> PlacedResults:
    return PlacedResults(
        groups=[str(uid) for uid in value.get("groups", [])],
        colors=str(value.get("colors", "")),
        covers_colors=bool(value.get("covers_colors", False)),
        hid_colors=bool(value.get("hid_colors", False)),
    )
