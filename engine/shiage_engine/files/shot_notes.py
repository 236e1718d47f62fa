"""What the painter says of a shot besides its pictures: SHOT/shot.json, which may be missing.

    {
      "finished": ["0000"],
      "partly_painted": ["0007"],
      "answers": {"0003": [[412, 230, "#c81e1e"], [80, 95, null]]},
      "character": "Kumo",
      "offset": {"0005": [-120, 0]}
    }

Finished frames are painted as they are to stay; of those partly painted the unpainted regions are colored. All others
are judged by how much of them is painted. An answer is the color of the region under a pixel (x, y); null: it stays
unpainted. The character is who is drawn, unless the command line names another. An offset says how
many pixels to the right and down of the other frames' top left a picture's own lies; negative: to the left and up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..protocol.json_text import parse_json
from .images import LARGEST_EDGE
from .reading import read_text

NOTES = "shot.json"
Color = tuple[int, int, int, int]  # RGBA


@dataclass(frozen=True)
class ShotNotes:
    """The notes of a shot, by time."""

    finished: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    answers: tuple[tuple[int, int, int, Color], ...] = ()  # time, x, y, color; alpha 0: stays unpainted
    character: str = ""  # who is drawn
    offsets: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # (x, y) of a picture's top left


def read_notes(folder: Path, names: Mapping[int, str]) -> ShotNotes:
    """The notes in the shot's folder; `names`: of its frames by time. Raises InputError where they are not sound."""
    path = folder / NOTES
    if not path.exists():
        return ShotNotes()
    times = {name: time for time, name in names.items()}
    text = read_text(path)
    try:
        found = parse_json(text)
        unknown = sorted(found.keys() - {"finished", "partly_painted", "answers", "character", "offset"})
        if unknown:
            raise ValueError(f"it says something of {unknown[0]!r}, which is not known")
        finished, partial = (
            tuple(times[name] for name in found.get(key, ())) for key in ("finished", "partly_painted")
        )
        answers = [
            (times[name], _pixel(x), _pixel(y), _color(color))
            for name, of_frame in found.get("answers", {}).items()
            for x, y, color in of_frame
        ]
        character = found.get("character", "")
        if not isinstance(character, str):
            raise ValueError(f"{character!r} is no name")
        offsets = {times[name]: _offset(*offset) for name, offset in found.get("offset", {}).items()}
    except KeyError as error:
        raise InputError(
            f"{path} names the frame {error.args[0]!r}, which is not in the shot: correct it."
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path} cannot be read as notes of a shot: {error}.") from error
    return ShotNotes(finished, partial, tuple(answers), character, offsets)


def _pixel(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no pixel")
    return value


def _offset(x: object, y: object) -> tuple[int, int]:
    if type(x) is not int or type(y) is not int or max(abs(x), abs(y)) > LARGEST_EDGE:
        raise ValueError(f"{[x, y]!r} is no offset")
    return x, y


def _color(text: object) -> Color:
    if text is None:
        return (0, 0, 0, 0)
    if not isinstance(text, str) or len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is no color like #c81e1e")
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue, 255
