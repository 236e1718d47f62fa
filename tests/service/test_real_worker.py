"""The engine as it is installed: a small drawing over the wire, through the pipeline, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from shiage_engine.protocol.channel import Received
from shiage_engine.protocol.digests import planes_digest
from shiage_engine.protocol.messages import (
    BAD_REQUEST,
    PAINTED,
    Done,
    Error,
    Frame,
    Labels,
    Need,
    Palette,
    Result,
    Submit,
)
from shiage_engine.protocol.options import Options

from tests.service.harness import Engine

pytestmark = pytest.mark.slow

SIZE = 96
SKIN, HAIR = (180, 200, 250, 255), (60, 30, 20, 255)  # BGRA


def drawing(shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Line art and paint, u8 BGRA: two boxes side by side, moved to the right by `shift` pixels."""
    line, color = np.zeros((2, SIZE, SIZE, 4), np.uint8)
    for left, paint in ((12, SKIN), (46, HAIR)):
        rows, columns = slice(20, 70), slice(left + shift, left + shift + 35)
        line[rows, columns] = (0, 0, 0, 255)
        line[22:68, columns.start + 2 : columns.stop - 2] = 0
        color[rows, columns] = paint
    return line, color


def test_a_small_shot_is_colored(start: Callable[..., Engine]) -> None:
    client = start(command=("-I", "-m", "shiage_engine.service")).client().greet()
    times, shifts = (0, 2, 5), (0, 2, 4)
    client.send(Submit(1, SIZE, SIZE, times, (0,), options=Options(withdraw=False)))
    client.send(Frame(1, 0, "color"), (drawing(0)[1].tobytes(),))
    for time, shift in zip(times, shifts, strict=True):
        client.send(Frame(1, time, "line"), (drawing(shift)[0].tobytes(),))
    results = {}
    while not isinstance(message := (said := client.receive()).message, Done):
        assert not isinstance(message, Error), message
        if isinstance(message, Result):
            results[message.time] = [np.frombuffer(plane, np.uint8) for plane in said.planes]
    assert sorted(results) == [2, 5]
    assert sorted(map(tuple, message.report["palette"])) == sorted(
        [(0, 0, 0, 0), (*SKIN[2::-1], 255), (*HAIR[2::-1], 255)]
    )
    for time, shift in zip(times[1:], shifts[1:], strict=True):
        color, mask, confidence = results[time]
        painted = color.reshape(SIZE, SIZE, 4)
        assert tuple(painted[45, 30 + shift]) == SKIN and tuple(painted[45, 64 + shift]) == HAIR
        assert (mask == 255).all() and len(confidence) == 4 * SIZE * SIZE


def test_what_the_pipeline_cannot_do_is_its_sentence(start: Callable[..., Engine]) -> None:
    client = start(command=("-I", "-m", "shiage_engine.service")).client().greet()
    client.send(Submit(1, SIZE, SIZE, (0, 1), ()))
    for time in (0, 1):
        client.send(Frame(1, time, "line"), (drawing(time)[0].tobytes(),))
    answer = client.last_answer(1)
    assert isinstance(answer, Error) and answer.code == BAD_REQUEST
    assert answer.text == "Color at least one frame of this shot first."


def test_a_correction_becomes_an_answer(start: Callable[..., Engine]) -> None:
    """The right box is filled with the bucket on a result that left it unpainted."""
    client = start(command=("-I", "-m", "shiage_engine.service")).client().greet()
    line, full = drawing(0)
    shown = full.copy()
    shown[:, 46:] = 0
    client.send(Submit(1, SIZE, SIZE, (3,), (3,), kind="answers"))
    client.send(Frame(1, 3, "line"), (line.tobytes(),))
    client.send(Frame(1, 3, "color"), (shown.tobytes(), full.tobytes()))
    answer = client.last_answer(1)
    assert isinstance(answer, Done), answer
    ((time, x, y, *color),) = answer.report["answers"]
    assert (time, *color) == (3, *HAIR[2::-1], 255)
    assert 48 <= x < 79 and 22 <= y < 68
    assert answer.report["mixed"] == 0


def test_an_answer_updates_a_colored_shot(start: Callable[..., Engine]) -> None:
    """The right box of one frame is answered in a new color: it alone is sent again, and stays whatever comes."""
    client = start(command=("-I", "-m", "shiage_engine.service")).client().greet()
    times, shifts = (0, 2, 5), (0, 2, 4)
    lines = {time: drawing(shift)[0].tobytes() for time, shift in zip(times, shifts, strict=True)}
    paint = drawing(0)[1].tobytes()
    drawings = (*(planes_digest([lines[time]]) for time in times), planes_digest([paint]))

    def color(job: int, **more: Any) -> tuple[Palette, dict[int, Received], Done]:
        request = Submit(job, SIZE, SIZE, times, (0,), as_labels=True, drawings=drawings)
        client.send(replace(request, **more))
        need = client.wait_for(Need)
        for time in need.lines:
            client.send(Frame(job, time, "line"), (lines[time],))
        for time in need.colors:
            client.send(Frame(job, time, "color"), (paint,))
        palette, frames = None, {}
        while not isinstance(message := (said := client.receive()).message, Done):
            assert not isinstance(message, Error), message
            palette = message if isinstance(message, Palette) else palette
            if isinstance(message, Labels):
                frames[message.time] = said
        assert palette is not None
        return palette, frames, message

    _, first, report = color(1)
    assert sorted(first) == [2, 5]
    assert (report.report["finished"], report.report["partial"]) == ([0], [])
    digests = tuple(said.message.digest for said in first.values())
    assert color(2, known=digests)[1] == {}  # nothing is new, and no drawing was sent again
    right_box = (2, 66, 45, 10, 200, 10, 255)
    palette, changed, _ = color(3, known=digests, answers=(right_box,))
    assert list(palette.colors[-1]) == [10, 200, 10, 255]
    assert 2 in changed
    labels, steps = (np.frombuffer(plane, np.uint8).reshape(SIZE, SIZE) for plane in changed[2].planes)
    assert labels[45, 66] == len(palette.colors) - 1
    assert steps[45, 66] == PAINTED != steps[45, 32]
    assert color(4, known=digests)[1] == {}  # taken back: all is as it was


def test_a_dab_of_color_is_obeyed(start: Callable[..., Engine]) -> None:
    """A dab in a color that the reference lacks; only the hint is sent for the next job, which has another."""
    client = start(command=("-I", "-m", "shiage_engine.service")).client().greet()
    times, lines = (0, 2), {time: drawing(time)[0].tobytes() for time in (0, 2)}
    paint = drawing(0)[1].tobytes()

    def color(job: int, dab: tuple[int, int, int]) -> Labels:
        plane = np.zeros((SIZE, SIZE, 4), np.uint8)
        plane[40:48, 62:70] = (*dab[::-1], 255)  # BGRA, in the right box
        hint = plane.tobytes()
        drawings = tuple(planes_digest([one]) for one in (*lines.values(), paint, hint))
        request = Submit(job, SIZE, SIZE, times, (0,), as_labels=True, drawings=drawings, hints=(2,))
        client.send(request)
        need = client.wait_for(Need)
        assert need.hints == (2,) and (job == 1 or not need.lines)
        for role, planes, wanted in (
            ("line", lines, need.lines),
            ("color", {0: paint}, need.colors),
            ("hint", {2: hint}, need.hints),
        ):
            for time in wanted:
                client.send(Frame(job, time, role), (planes[time],))
        palette = client.wait_for(Palette)
        said = client.receive()
        while not isinstance(said.message, Labels):
            said = client.receive()
        labels, steps = (np.frombuffer(part, np.uint8).reshape(SIZE, SIZE) for part in said.planes)
        assert palette.colors[labels[45, 66]] == (*dab, 255) and steps[45, 66] == PAINTED
        assert client.wait_for(Done).report["hints"] == [[2, 1, 0]]
        return said.message

    assert color(1, (10, 200, 10)).digest != color(2, (200, 10, 200)).digest
