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
from shiage_engine.protocol.options import AUTOMATIC_GAP, Options

OPTIONS = st.builds(
    Options,
    method=st.text(),
    target_accuracy=st.floats(allow_nan=False, allow_infinity=False),
    withdraw=st.booleans(),
    largest_gap=st.integers(-(2**53), 2**53),
    character=st.text(),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Options": OPTIONS,
    "int": st.integers(-(2**53), 2**53),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "str": st.text(),
    "bool": st.booleans(),
    "Tuple[int, ...]": st.lists(st.integers(0, 10**6)).map(tuple),
    "Tuple[str, ...]": st.lists(st.text()).map(tuple),
    "Tuple[float, ...]": st.lists(st.floats(allow_nan=False, allow_infinity=False)).map(tuple),
    "Tuple[Tuple[int, ...], ...]": st.lists(st.lists(st.integers(0, 10**6)).map(tuple)).map(tuple),
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
        {"as_labels": 1},
        {"answers": [1, 2]},
        {"answers": [["0"]]},
        {"drawings": "00"},
        {"known": [0]},
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


def test_fields_that_have_their_default_are_left_out_for_older_engines() -> None:
    assert set(GOOD) == {"type", "job", "width", "height", "times", "references"}
    options = Options(character="Kumo")
    named = Submit(job=1, width=2, height=3, times=(0, 1), references=(), options=options, watch=True)
    assert to_header(named)["character"] == "Kumo"
    assert from_header(json.loads(json.dumps(to_header(named)))) == named


# The headers of version 0.1, as they went over the wire: (header, message).
VERSION_0_1: list[tuple[dict[str, Any], Message]] = [
    (
        {"type": "submit", "job": 1, "width": 6, "height": 4, "times": [0, 1], "references": [0]},
        Submit(1, 6, 4, (0, 1), (0,)),
    ),
    (
        {
            "type": "submit",
            "job": 2,
            "width": 6,
            "height": 4,
            "times": [0, 3],
            "references": [],
            "method": "unet",
            "target_accuracy": 0.9,
            "withdraw": False,
            "largest_gap": 7,
            "character": "Kumo",
            "watch": True,
        },
        Submit(2, 6, 4, (0, 3), (), options=Options("unet", 0.9, False, 7, "Kumo"), watch=True),
    ),
    (
        {
            "type": "submit",
            "job": 3,
            "width": 1,
            "height": 1,
            "times": [0],
            "references": [],
            "kind": "train",
        },
        Submit(3, 1, 1, (0,), (), kind="train"),
    ),
    ({"type": "frame", "job": 1, "time": 3, "role": "line"}, messages.Frame(1, 3, "line")),
    ({"type": "ask"}, messages.Ask()),
    (
        {"type": "result", "job": 1, "time": 2, "regions": 9, "coverage": 0.5, "seconds": 0.25},
        messages.Result(1, 2, 9, 0.5, 0.25),
    ),
    ({"type": "done", "job": 1, "report": {"method": "fused"}}, messages.Done(1, {"method": "fused"})),
    ({"type": "error", "job": 1, "code": "busy", "text": "Wait."}, Error(1, "busy", "Wait.")),
]


# Messages of protocol 3, as they go over the wire.
PROTOCOL_3: list[tuple[dict[str, Any], Message]] = [
    (
        {
            "type": "submit",
            "job": 1,
            "width": 6,
            "height": 4,
            "times": [0, 1],
            "references": [0],
            "as_labels": True,
            "partial": [0],
            "answers": [[1, 3, 2, 9, 8, 7, 255]],
            "known": ["ab"],
            "drawings": ["01", "02", "03"],
        },
        Submit(
            *(1, 6, 4, (0, 1), (0,)),
            as_labels=True,
            partial=(0,),
            answers=((1, 3, 2, 9, 8, 7, 255),),
            known=("ab",),
            drawings=("01", "02", "03"),
        ),
    ),
    ({"type": "need", "job": 1, "lines": [1], "colors": []}, messages.Need(1, (1,), ())),
    (
        {"type": "palette", "job": 1, "colors": [[0, 0, 0, 0], [9, 8, 7, 255]]},
        messages.Palette(1, ((0, 0, 0, 0), (9, 8, 7, 255))),
    ),
    (
        {
            "type": "labels",
            "job": 1,
            "time": 2,
            "digest": "ab",
            "regions": 9,
            "coverage": [1.0, 0.5],
            "area": [1.0, 0.25],
            "seconds": 0.5,
        },
        messages.Labels(1, 2, "ab", 9, (1.0, 0.5), (1.0, 0.25), 0.5),
    ),
]


def test_a_client_that_asks_no_questions_sends_protocol_3() -> None:
    asking = Submit(1, 6, 4, (0,), (0,), questions=True)
    assert to_header(asking)["questions"] is True
    assert "questions" not in to_header(dataclasses.replace(asking, questions=False))


@pytest.mark.parametrize(("header", "message"), PROTOCOL_3)
def test_the_headers_of_protocol_3(header: dict[str, Any], message: Message) -> None:
    assert from_header(header) == message
    assert json.loads(json.dumps(to_header(message))) == header


@pytest.mark.parametrize(("header", "message"), VERSION_0_1)
def test_version_0_1_of_the_other_side_is_understood_and_understands(
    header: dict[str, Any], message: Message
) -> None:
    assert from_header(header) == message
    assert json.loads(json.dumps(to_header(message))) == header


def test_the_defaults_of_the_options_are_those_of_version_0_1_but_for_the_gap() -> None:
    """Which was 4 pixels: so it is still, in drawings of closed lines."""
    assert Options() == Options("auto", 0.98, True, AUTOMATIC_GAP, "")


def test_the_methods_keep_their_order() -> None:
    sent = Methods({"patch": {"needs": ["references"]}, "fused": {}})
    received = from_header(json.loads(json.dumps(to_header(sent))))
    assert isinstance(received, Methods)
    assert list(received.methods) == ["patch", "fused"]


def test_a_whole_number_will_do_for_a_fraction() -> None:
    header = {"type": "progress", "job": 1, "fraction": 1, "note": "", "done": 2, "total": 2}
    assert from_header(header) == Progress(1, 1.0, "", 2, 2)


def test_error_codes_are_a_closed_list() -> None:
    with pytest.raises(ProtocolError):
        from_header({"type": "error", "job": 1, "code": "surprise", "text": "", "retryable": False})
