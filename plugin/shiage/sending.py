"""Sends the drawings of a job, a little in each turn, and only those that the engine does not have."""

from typing import Any, Generator, NamedTuple, Sequence, Tuple

from .client.engine_client import EngineClient
from .client.protocol.digests import planes_digest
from .client.protocol.messages import CLOSINGS_SINCE, HINTS_SINCE, MAX_LAYERS, Need
from .guard import Refused
from .jobs import POLL, Job
from .scene import Snapshot
from .turns import Steps

LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


class Aids(NamedTuple):
    """The times of what is drawn beside lines and paint, and sent."""

    hints: Tuple[int, ...]
    closings: Tuple[int, ...]


def aids(snapshot: Snapshot, protocol: int) -> Aids:
    """What an engine of this protocol knows of a snapshot's hints and closings."""
    return Aids(
        snapshot.hints if protocol >= HINTS_SINCE else (),
        snapshot.closings if protocol >= CLOSINGS_SINCE else (),
    )


def digests(snapshot: Snapshot, sent: Aids) -> Generator[int, None, Tuple[str, ...]]:
    """Of all drawings of a job, by `Submit.drawings`; each is read in one turn, and digested in the next.

    `sent`: as `aids` gives it.
    """
    found = []
    for time in snapshot.times:
        layers = line_layers(snapshot, time)
        yield 0
        found.append(planes_digest(layers))
        yield 0
    for time in snapshot.references:
        color = snapshot.color(time)
        yield 0
        found.append(planes_digest([color]))
        yield 0
    for time in sent.hints:
        dabs = snapshot.hint(time)
        yield 0
        found.append(planes_digest([dabs]))
        yield 0
    for time in sent.closings:
        strokes = snapshot.closing(time)
        yield 0
        found.append(planes_digest([strokes]))
        yield 0
    return tuple(found)


def line_layers(snapshot: Snapshot, time: int) -> Sequence[Any]:
    lines = snapshot.lines(time)
    if len(lines) > MAX_LAYERS:
        raise Refused(f"The lines are in more than {MAX_LAYERS} layers: merge or hide some of them.")
    return lines


def send(client: EngineClient, job: Job, snapshot: Snapshot, need: Need) -> Steps:
    """Send the drawings that the engine needs; waits where much is to be sent already."""
    for time in snapshot.times:
        if time in need.lines:
            layers = line_layers(snapshot, time)
            yield 0
            client.send_line(job.number, time, list(layers))
        if time in need.colors:
            color = snapshot.color(time)
            yield 0
            client.send_color(job.number, time, color)
        if time in need.hints:
            dabs = snapshot.hint(time)
            yield 0
            client.send_hint(job.number, time, dabs)
        if time in need.closings:
            strokes = snapshot.closing(time)
            yield 0
            client.send_closing(job.number, time, strokes)
        if time not in {*need.lines, *need.colors, *need.hints, *need.closings}:
            continue
        yield 0
        while client.backlog > LARGEST_BACKLOG:
            job.raise_error()
            yield POLL
        job.raise_error()
