"""What the painter says of a shot besides its pictures: SHOT/shot.json, which may be missing.

    {
      "finished": ["0000"],
      "partly_painted": ["0007"],
      "answers": {"0003": [[412, 230, "#c81e1e"], [80, 95, null]]},
      "character": "Kumo"
    }

Finished frames are painted as they are to stay; of those partly painted the unpainted regions are colored. All others
are judged by how much of them is painted. An answer is the color of the region under a pixel (x, y); null: it stays
unpainted. The character is who is drawn, unless the command line names another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..protocol.json_text import parse_json
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


def read_notes(folder: Path, names: Mapping[int, str]) -> ShotNotes:
    """The notes in the shot's folder; `names`: of its frames by time. Raises InputError where they are not sound."""
    path = folder / NOTES
    if not path.exists():
        return ShotNotes()
    times = {name: time for time, name in names.items()}
    text = read_text(path)
    try:
        found = parse_json(text)
        unknown = sorted(found.keys() - {"finished", "partly_painted", "answers", "character"})
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
    except KeyError as error:
        raise InputError(
            f"{path} names the frame {error.args[0]!r}, which is not in the shot: correct it."
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path} cannot be read as notes of a shot: {error}.") from error
    return ShotNotes(finished, partial, tuple(answers), character)


def _pixel(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no pixel")
    return value


def _color(text: object) -> Color:
    if text is None:
        return (0, 0, 0, 0)
    if not isinstance(text, str) or len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is no color like #c81e1e")
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue, 255
