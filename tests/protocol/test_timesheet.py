"""Timesheets: XDTS as other programs write it is read, what is read is written again, and what is unsound is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shiage_engine.protocol.timesheet import HEADER, BadTimesheet, Cel, Timesheet, dump, parse

# As OpenToonz lays a sheet out: keys in alphabetical order, no cel in column 1, what is empty said at the end.
OPENTOONZ = """exchangeDigitalTimeSheet Save Data
{
    "header": {"cut": "12", "scene": "3"},
    "timeTables": [{
        "duration": 12,
        "fields": [
            {"fieldId": 3, "tracks": [{"frames": [{"data": [{"id": 0, "values": ["Ann", "Hm!"]}], "frame": 2}],
                                       "trackNo": 0}]},
            {"fieldId": 0, "tracks": [
                {"frames": [
                    {"data": [{"id": 0, "values": ["1"]}], "frame": 0},
                    {"data": [{"id": 0, "values": ["SYMBOL_TICK_1"]}], "frame": 3},
                    {"data": [{"id": 0, "values": ["2a"]}], "frame": 6},
                    {"data": [{"id": 0, "values": ["1"]}], "frame": 9},
                    {"data": [{"id": 0, "values": ["SYMBOL_NULL_CELL"]}], "frame": 12}], "trackNo": 0},
                {"frames": [
                    {"data": [{"id": 0, "values": ["SYMBOL_NULL_CELL"]}], "frame": 0},
                    {"data": [{"id": 0, "values": ["1"]}], "frame": 4},
                    {"data": [{"id": 0, "values": ["SYMBOL_HYPHEN"]}], "frame": 5}], "trackNo": 2}
            ]}
        ],
        "name": "c012",
        "timeTableHeaders": [{"fieldId": 3, "names": ["S1"]}, {"fieldId": 0, "names": ["A", "", "B"]}]
    }],
    "version": 5
}
"""
READ = Timesheet(
    "c012",
    12,
    (Cel("A", ((0, "1"), (6, "2a"), (9, "1"), (12, None))), Cel("B", ((4, "1"),))),
)


def sheet(frames: list[dict[str, Any]], **changes: Any) -> str:
    """A timesheet of one cel."""
    table = {
        "duration": 8,
        "fields": [{"fieldId": 0, "tracks": [{"trackNo": 0, "frames": frames}]}],
        "name": "cut",
        "timeTableHeaders": [{"fieldId": 0, "names": ["A"]}],
        **changes,
    }
    return f"{HEADER}\n{json.dumps({'timeTables': [table], 'version': 5})}"


def at(frame: int, *values: str) -> dict[str, Any]:
    return {"frame": frame, "data": [{"id": 0, "values": [*values]}]}


def test_a_sheet_of_another_program_is_read() -> None:
    assert parse(OPENTOONZ) == READ
    assert parse("\ufeff" + OPENTOONZ.replace("\n", "\r\n")) == READ


def test_a_drawing_is_first_seen_where_it_first_stands() -> None:
    assert READ.cels[0].first_frames() == {"1": 0, "2a": 6}


def test_what_is_written_is_read_again_and_is_plain_json_below_its_first_line() -> None:
    assert parse(dump(READ)) == READ
    header, _, content = dump(READ).partition("\n")
    table = json.loads(content)["timeTables"][0]
    assert header == "exchangeDigitalTimeSheet Save Data"
    assert table["timeTableHeaders"] == [{"fieldId": 0, "names": ["A", "B"]}]
    assert table["fields"][0]["tracks"][1] == {"trackNo": 1, "frames": [at(4, "1")]}
    assert table["fields"][0]["tracks"][0]["frames"][-1] == at(12, "SYMBOL_NULL_CELL")


def test_what_stands_before_the_first_frame_is_seen_in_it() -> None:
    """CLIP STUDIO PAINT writes such frames."""
    assert parse(sheet([at(-3, "1"), at(-1, "2"), at(4, "3")])).cels[0].changes == ((0, "2"), (4, "3"))
    assert parse(sheet([at(-3, "1"), at(0, "2")])).cels[0].changes == ((0, "2"),)


def test_a_cel_of_which_nothing_is_said_is_none() -> None:
    assert parse(sheet([])).cels == ()
    assert parse(sheet([at(2)])).cels[0].changes == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "does not begin"),
        ("{}", "does not begin"),
        ("toeiDigitalTimeSheet Save Data\n{}", "does not begin"),
        (HEADER, "cut short or broken"),
        (OPENTOONZ[:-200], "cut short or broken"),
        (f"{HEADER}\n" + "[" * 100_000, "cut short or broken"),
        (f"{HEADER}\n{{}}", "cut short or broken"),
        (sheet([at(0, "1")], timeTableHeaders=[{"fieldId": 3, "names": ["S1"]}]), "has no cels"),
        (sheet([at(0, "1")], timeTableHeaders=[{"fieldId": 0, "names": []}]), "cut short or broken"),
        (sheet([{"frame": "0", "data": []}]), "'0' is no number"),
        (sheet([{"frame": 0}]), "cut short or broken"),
        (sheet([at(2, "SYMBOL_HYPHEN"), at(3, "1")]), "cel A holds a drawing at frame 3, before its first"),
        (sheet([at(0, "SYMBOL_TICK_1")]), "cel A holds a drawing at frame 1, before its first"),
        (sheet([at(0, "1"), at(0, "2")]), "two drawings at one frame"),
        (
            sheet(
                [],
                fields=[{"fieldId": 0, "tracks": [{"trackNo": n, "frames": [at(0, "1")]} for n in (0, 1)]}],
                timeTableHeaders=[{"fieldId": 0, "names": ["A", "a"]}],
            ),
            "two cels are called a",
        ),
    ],
)
def test_what_is_unsound_is_said(text: str, sentence: str) -> None:
    with pytest.raises(BadTimesheet, match=sentence):
        parse(text)
