"""Every message comes back as it was; nothing of a wrong type gets in."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shiage_engine.protocol import messages
from shiage_engine.protocol.framing import ProtocolError
from shiage_engine.protocol.messages import (
    TYPES,
    Error,
    Message,
    Methods,
    Progress,
    Submit,
    from_header,
    to_header,
)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "int": st.integers(-(2**53), 2**53),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "str": st.text(),
    "bool": st.booleans(),
    "Tuple[int, ...]": st.lists(st.integers(0, 10**6)).map(tuple),
    "Dict[str, Any]": st.dictionaries(st.text(), st.integers() | st.text()),
}


def any_message() -> st.SearchStrategy[Message]:
    def of(kind: type[Message]) -> st.SearchStrategy[Message]:
        fields = {field.name: VALUES[str(field.type)] for field in dataclasses.fields(kind)}
        if kind is Error:
            fields["code"] = st.sampled_from(sorted(messages.CODES))
        return st.builds(kind, **fields)

    return st.sampled_from(sorted(TYPES.values(), key=lambda kind: kind.__name__)).flatmap(of)


@given(any_message())
def test_a_message_comes_back(message: Message) -> None:
    assert from_header(json.loads(json.dumps(to_header(message)))) == message


@given(any_message(), st.data())
def test_any_change_of_a_value_is_a_message_or_a_protocol_error(
    message: Message, data: st.DataObject
) -> None:
    header = to_header(message)
    name = data.draw(st.sampled_from(sorted(header)))
    header[name] = data.draw(st.none() | st.integers() | st.text() | st.lists(st.none()) | st.floats())
    with contextlib.suppress(ProtocolError):
        assert isinstance(from_header(header), Message)


GOOD = to_header(Submit(job=1, width=2, height=3, times=(0, 1), references=(0,)))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "shutdown"},
        {"type": None},
        {"type": ["submit"]},
        {"job": "1"},
        {"job": True},
        {"job": 1.0},
        {"job": 2**53 + 1},
        {"times": [0, "1"]},
        {"times": "01"},
        {"withdraw": 1},
        {"target_accuracy": "0.9"},
        {"method": None},
        {"path": "/etc/passwd"},
    ],
)
def test_wrong_values(change: dict[str, object]) -> None:
    assert isinstance(from_header(GOOD), Submit)
    with pytest.raises(ProtocolError):
        from_header({**GOOD, **change})


def test_a_missing_field() -> None:
    with pytest.raises(ProtocolError):
        from_header({"type": "cancel"})


def test_fields_with_a_default_may_be_left_out() -> None:
    short = {"type": "submit", "job": 1, "width": 2, "height": 3, "times": [0, 1], "references": [0]}
    assert from_header(short) == from_header(GOOD)


def test_what_has_its_default_is_not_said_so_that_older_engines_understand() -> None:
    assert set(GOOD) == {"type", "job", "width", "height", "times", "references"}
    named = Submit(job=1, width=2, height=3, times=(0, 1), references=(), character="Kumo", watch=True)
    assert to_header(named)["character"] == "Kumo"
    assert from_header(json.loads(json.dumps(to_header(named)))) == named


def test_the_methods_keep_their_order() -> None:
    said = Methods({"patch": {"needs": ["references"]}, "fused": {}})
    heard = from_header(json.loads(json.dumps(to_header(said))))
    assert isinstance(heard, Methods)
    assert list(heard.methods) == ["patch", "fused"]


def test_a_whole_number_will_do_for_a_fraction() -> None:
    header = {"type": "progress", "job": 1, "fraction": 1, "note": "", "done": 2, "total": 2}
    assert from_header(header) == Progress(1, 1.0, "", 2, 2)


def test_error_codes_are_a_closed_list() -> None:
    with pytest.raises(ProtocolError):
        from_header({"type": "error", "job": 1, "code": "surprise", "text": "", "retryable": False})
