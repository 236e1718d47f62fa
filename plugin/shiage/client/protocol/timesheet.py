"""Timesheets: which drawing of which cel is seen when, read and written as XDTS.

XDTS ("exchange digital timesheet", version 5 of 2018-11-29, by Toei Animation and Celsys) is a line that names the
format, then JSON: a timetable has fields, of which 0 is that of the cels (3 is dialogue, 5 camera work; both are
passed over); a field has tracks, one a cel, whose names are in the timetable's header; and a track says at which
frames its drawing changes. What is said last holds until the next change, or the end.
"""

import json
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Tuple

from .json_text import parse_json

HEADER = "exchangeDigitalTimeSheet Save Data"
VERSION = 5
CELS = 0  # the field of the cels
NOTHING = "SYMBOL_NULL_CELL"  # from here on no drawing is seen
HOLDS = frozenset({"SYMBOL_HYPHEN", "SYMBOL_TICK_1", "SYMBOL_TICK_2"})  # the drawing before goes on


class BadTimesheet(ValueError):
    """What is wrong with a timesheet, as the second half of a sentence."""


@dataclass(frozen=True)
class Cel:
    """A cel's drawings in time."""

    name: str
    changes: Tuple[Tuple[int, Optional[str]], ...]  # frame, and what is seen from there on; None: nothing

    def first_frames(self) -> Dict[str, int]:
        """The frame at which each drawing is seen for the first time, in order."""
        found: Dict[str, int] = {}
        for frame, drawing in self.changes:
            if drawing is not None:
                found.setdefault(drawing, frame)
        return found


@dataclass(frozen=True)
class Timesheet:
    """The first timetable of a file."""

    name: str
    duration: int  # in frames
    cels: Tuple[Cel, ...]  # from bottom to top


def parse(text: str) -> Timesheet:
    """Read XDTS. Raises BadTimesheet."""
    header, _, content = text.partition("\n")
    if header.strip().lstrip("\ufeff") != HEADER:
        raise BadTimesheet("it does not begin as an XDTS timesheet does")
    try:
        table = parse_json(content)["timeTables"][0]
        names = [str(name) for name in _of_cels(table["timeTableHeaders"])["names"]]
        tracks = {_whole(track["trackNo"]): track["frames"] for track in _of_cels(table["fields"])["tracks"]}
        cels = [
            Cel(names[number], tuple(_changes(names[number], frames)))
            for number, frames in sorted(tracks.items())
            if frames
        ]
        _check_names(cels)
        return Timesheet(str(table.get("name", "")), _whole(table["duration"]), tuple(cels))
    except BadTimesheet:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadTimesheet("it is cut short or broken") from error


def dump(timesheet: Timesheet) -> str:
    """The same as XDTS."""
    tracks = [
        {
            "trackNo": number,
            "frames": [
                {"frame": frame, "data": [{"id": 0, "values": [NOTHING if drawing is None else drawing]}]}
                for frame, drawing in cel.changes
            ],
        }
        for number, cel in enumerate(timesheet.cels)
    ]
    table = {
        "name": timesheet.name,
        "duration": timesheet.duration,
        "timeTableHeaders": [{"fieldId": CELS, "names": [cel.name for cel in timesheet.cels]}],
        "fields": [{"fieldId": CELS, "tracks": tracks}],
    }
    content = {"header": {"cut": "1", "scene": "1"}, "timeTables": [table], "version": VERSION}
    return HEADER + "\n" + json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _of_cels(fields: List[Dict[str, Any]]) -> Dict[str, Any]:
    """Of the fields, or of their headers, the one of the cels."""
    found = next((field for field in fields if field.get("fieldId") == CELS), None)
    if found is None:
        raise BadTimesheet("it has no cels")
    return found


def _check_names(cels: List[Cel]) -> None:
    known = set()
    for cel in cels:
        if cel.name.casefold() in known:
            raise BadTimesheet(f"two cels are called {cel.name}")
        known.add(cel.name.casefold())


def _changes(cel: str, frames: List[Dict[str, Any]]) -> Iterator[Tuple[int, Optional[str]]]:
    """What a track says, in order of time; what was said before frame 0, as by CLIP STUDIO, is seen from 0 on."""
    said = sorted((_whole(one["frame"]), _drawing(one)) for one in frames)
    if len({frame for frame, _ in said}) < len(said):
        raise BadTimesheet(f"cel {cel} has two drawings at one frame")
    if said and said[0][1] in HOLDS:
        raise BadTimesheet(f"cel {cel} holds a drawing at frame {said[0][0] + 1}, before its first one")
    shown = {max(frame, 0): drawing for frame, drawing in said}
    last = NOTHING
    for frame, drawing in shown.items():
        if drawing in HOLDS or drawing == last:
            continue
        last = drawing
        yield frame, None if drawing == NOTHING else drawing


def _drawing(frame: Dict[str, Any]) -> str:
    values = frame["data"][0]["values"]
    return str(values[0]) if values and values[0] != "" else NOTHING


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise BadTimesheet(f"{value!r} is no number of a frame or track")
    return value
