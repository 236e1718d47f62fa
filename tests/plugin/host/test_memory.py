"""What is remembered with a document."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiage.host.memory import ANNOTATION, HISTORY, LineCopies, Memory, PlacedResults, dump, load
from shiage.palettes import Known, Palettes


def test_round_trip() -> None:
    placed = {"a": PlacedResults(["x", "y"], "b", True, True)}
    memory = Memory("a", {"a": "b"}, {"b": [0, 4]}, placed, {"a": "Kumo"}, put_away={"a": ["c"]})
    memory.sheets = [["1f", "front"], ["0a", "back"]]
    memory.remember_roles("y", {"p": "colors", "q": "gaps"})
    memory.copied("a", "d")
    memory.copied("a", "e")
    assert load(dump(memory)) == memory
    assert memory.line_copies == {"a": LineCopies(["d", "e"], True)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"marks": 3}',
        b'{"marks": {"a": ["x"]}}',
        b'{"placed": {"a": 1}}',
        b"\xff",
    ],
)
def test_what_cannot_be_read_counts_as_nothing(content: bytes) -> None:
    assert load(content) == Memory()


@given(st.binary())
def test_no_content_raises(content: bytes) -> None:
    load(content)


def test_a_document_from_before_names_were_kept() -> None:
    assert load(b'{"lines": "a"}') == Memory("a")


def test_the_annotation_of_version_0_1_is_read_and_would_be_written_the_same() -> None:
    content = (
        b'{"characters": {"{l}": "Kumo"}, "colors": {"{l}": "{c}", "{m}": ""}, "lines": "{l}",'
        b' "marks": {"{c}": [0, 4]}, "placed": {"{l}": {"colors": "{c}", "covers_colors": true,'
        b' "groups": ["{1}", "{2}"], "hid_colors": true}}}'
    )
    memory = Memory(
        lines="{l}",
        colors={"{l}": "{c}", "{m}": ""},
        marks={"{c}": [0, 4]},
        placed={"{l}": PlacedResults(["{1}", "{2}"], "{c}", covers_colors=True, hid_colors=True)},
        characters={"{l}": "Kumo"},
    )
    assert load(content) == memory
    assert dump(memory) == content
    assert ANNOTATION == "shiage/memory"


def test_names_are_composed_and_unsound_ones_forgotten() -> None:
    content = json.dumps({"characters": {"a": "Ame\u0301lie ", "b": "x/y"}}).encode()
    assert load(content).characters == {"a": "Am\u00e9lie", "b": ""}


def test_marks_toggle_and_stay_in_order() -> None:
    memory = Memory()
    assert [memory.toggle_mark("b", time) for time in (4, 0, 4, 9)] == [True, True, False, True]
    assert memory.marks == {"b": [0, 9]}


def test_the_paint_layer_that_is_hidden_is_known_until_another_takes_its_place() -> None:
    memory = Memory()
    hidden = [memory.hidden("a")]
    for colors, covers in (("b", True), ("c", False), ("", False)):
        memory.place("a", "group", colors, covers)
        hidden.append(memory.hidden("a"))
    assert hidden == ["", "b", "", ""]


def test_results_of_a_layer_are_kept_for_undo_the_newest_last() -> None:
    memory = Memory()
    for number in range(HISTORY + 3):
        memory.place("a", str(number), "b", covers_colors=number % 2 == 0)
    placed = memory.placed["a"]
    assert len(placed.groups) == HISTORY
    assert placed.groups[-1] == str(HISTORY + 2)
    assert placed.hid_colors is placed.covers_colors is True


def test_answers_finished_and_accepted_frames_are_read_as_they_were_written() -> None:
    memory = Memory()
    memory.answer("l", 3, [[3, 1, 2, 9, 8, 7, 255]])
    memory.answer("l", 1, [[1, 0, 0, 0, 0, 0, 0]])
    memory.finished["l"] = {"0": True, "5": False}
    memory.accept("l", 3, True)
    memory.accept("l", 5, True)
    again = load(dump(memory))
    assert again == memory
    assert again.answers["l"] == [[1, 0, 0, 0, 0, 0, 0], [3, 1, 2, 9, 8, 7, 255]]
    assert (again.times_said("l", True), again.times_said("l", False)) == ([0, 3, 5], [])
    again.answer("l", 3, [])
    again.accept("l", 5, False)
    assert again.answers["l"] == [[1, 0, 0, 0, 0, 0, 0]]
    assert (again.times_said("l", True), again.times_said("l", False)) == ([0, 3], [5])


def test_the_hint_layer_is_remembered_and_left_out_where_there_is_none() -> None:
    assert b"hints" not in dump(Memory())
    memory = Memory(hints={"{lines}": "{hints}", "{other}": ""})
    assert load(dump(memory)) == memory


def test_closings_and_still_frames_are_kept_and_left_out_where_there_are_none() -> None:
    memory = Memory(closings={"{lines}": "{closings}"}, frames=["{cut}"])
    assert load(dump(memory)) == memory
    assert b"closings" not in dump(Memory()) and b"frames" not in dump(Memory())


def test_frames_larger_than_the_canvas_are_remembered_with_their_result() -> None:
    memory = Memory(areas={"{result}": [-22, -11, 102, 84]})
    assert load(dump(memory)) == memory
    assert b"areas" not in dump(Memory())
    assert load(b'{"areas": {"{result}": [1, 2]}}') == Memory(), "what is damaged is not gone by"


def test_the_palettes_of_results_are_remembered_as_long_as_undo_may_bring_those_back() -> None:
    skin, dusk = (244, 207, 176), (70, 60, 110)
    day = Palettes().with_colors([skin, dusk]).said(Known(skin, "skin", True))
    night = day.changed(skin, (1, 2, 3)).renamed("Night")
    memory = Memory()
    for group, palettes in (("one", day), ("two", night)):
        memory.place("lines", group, "colors", False)
        memory.remember_palettes(group, palettes)
    memory = load(dump(memory))
    assert memory.palettes_of("lines", "one") == day
    assert memory.palettes_of("lines", "two") == memory.palettes_of("lines", "") == night
    assert memory.palettes_of("lines", "unknown") == memory.palettes_of("other", "") == Palettes()
    for number in range(HISTORY):
        memory.place("lines", str(number), "colors", False)
    memory.remember_palettes("5", night)
    assert set(memory.palettes) == {"5"}
    assert b"palettes" not in dump(Memory())


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b'{"marks": {"a": [Infinity]}}', b'{"accepted": {"a": [-Infinity]}}', b"\xff", b"3"],
)
def test_whatever_lies_in_a_document_no_error_is_raised(content: bytes) -> None:
    """Documents come from others, too."""
    assert load(content) == Memory()


def test_damaged_palettes_cost_nothing_but_themselves() -> None:
    content = (
        b'{"lines": "a", "palettes": {"g": {"entries": [["red", "", false]], "by_name": {}, "shown": ""}}}'
    )
    assert load(content).lines == "a"
    assert load(content).palettes_of("a", "g") == Palettes()
