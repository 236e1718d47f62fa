"""The methods that an engine tells, however oddly it does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiage.methods import AUTO, REFERENCES, Method, find, in_effect, load, read

PATCH = {"title": "Learn this shot", "hint": "Slow.", "needs": ["references"], "takes": ["character"]}
UNET = {"title": "Known character", "needs": ["character"], "characters": ["Kumo", "Rin"]}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_the_automatic_method_stands_first_then_the_engines_in_their_order() -> None:
    auto, patch, unet = read({"patch": PATCH, "unet": UNET})
    assert auto == AUTO  # nobody is known whom the first method could make use of
    wants = frozenset({"references"}), frozenset({"character"})
    assert patch == Method("patch", "Learn this shot", "Slow.", *wants)
    assert unet == Method("unet", "Known character", "", wants[1], frozenset(), ("Kumo", "Rin"))
    assert [method.asks_for_character for method in (auto, patch, unet)] == [False, True, True]


def test_a_method_that_tells_nothing_has_its_name_and_needs_references() -> None:
    assert read({"fused": {}})[1] == Method("fused", "fused", "", AUTO.needs)


@pytest.mark.slow
@given(st.dictionaries(st.text(), ANYTHING))
def test_whatever_an_engine_tells_is_no_trouble(told: dict[str, Any]) -> None:
    assert read(told)[0].name == AUTO.name
    assert load(json.dumps(told)) == read(told)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"fused": 3}'])
def test_what_was_remembered_badly_leaves_the_automatic_method(text: str) -> None:
    assert load(text) == (AUTO,)


FUSED = {"title": "Matching", "needs": ["references"], "takes": ["character"], "characters": ["Kumo"]}


def test_the_automatic_method_asks_who_is_drawn_once_the_first_one_knows_somebody() -> None:
    assert not read({"fused": {**FUSED, "characters": []}})[0].asks_for_character
    auto = read({"fused": FUSED})[0]
    assert auto.asks_for_character
    assert auto.characters == ("Kumo",)


def test_the_automatic_method_colors_who_is_known_from_nothing() -> None:
    methods = read({"fused": FUSED, "unet": {**UNET, "rule": "share"}})
    auto, fused, _ = methods
    assert in_effect(auto, methods, "Nobody", is_painted=False) == auto
    known = in_effect(auto, methods, "Kumo", is_painted=False)
    assert (REFERENCES in known.needs, known.rule, known.name) == (False, "share", "auto")
    assert in_effect(auto, methods, "Kumo", is_painted=True).rule == "calibrated"
    assert in_effect(fused, methods, "Kumo", is_painted=False) == fused
    older = read({"fused": {"needs": ["references"]}, "unet": UNET})  # its automatic method takes no name
    assert in_effect(older[0], older, "Kumo", is_painted=False) == AUTO


def test_a_method_that_is_not_there_any_more_is_the_automatic_one() -> None:
    methods = read({"fused": FUSED})
    assert find(methods, "fused") == methods[1]
    assert find(methods, "gone") == methods[0]
    assert methods[0].characters == ("Kumo",)


def test_with_hints_alone_the_automatic_method_needs_no_paint() -> None:
    methods = read(
        {"fused": FUSED, "hinted": {"needs": [], "needs_any": ["references", "hints"], "rule": "share"}}
    )
    auto = methods[0]
    assert in_effect(auto, methods, "", is_painted=False, has_hints=False) == auto
    assert in_effect(auto, methods, "", is_painted=True, has_hints=True) == auto
    alone = in_effect(auto, methods, "", is_painted=False, has_hints=True)
    assert (alone.needs, alone.rule, alone.name) == (frozenset(), "share", "auto")


def test_a_method_may_need_one_of_several_inputs() -> None:
    hinted = read({"hinted": {"needs": [], "needs_any": ["references", "hints"]}})[1]
    assert not hinted.has_any(False, False, True)
    assert hinted.has_any(True, False, False) and hinted.has_any(False, True, False)
    assert AUTO.has_any(False, False, False)
