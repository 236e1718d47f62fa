"""Sends the drawings of a job, a little in each turn, and only those that the engine does not have."""

from typing import Any, Generator, Sequence, Tuple

from .client.engine_client import EngineClient
from .client.protocol.digests import planes_digest
from .client.protocol.messages import MAX_LAYERS
from .guard import Refused
from .jobs import POLL, Job
from .scene import Snapshot
from .turns import Steps

LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


def digests(snapshot: Snapshot) -> Generator[int, None, Tuple[str, ...]]:
    """Of all drawings of a job, by `Submit.drawings`; each is read in one turn, and digested in the next."""
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
    return tuple(found)


def line_layers(snapshot: Snapshot, time: int) -> Sequence[Any]:
    lines = snapshot.lines(time)
    if len(lines) > MAX_LAYERS:
        raise Refused(f"The lines are in more than {MAX_LAYERS} layers: merge or hide some of them.")
    return lines


def send(
    client: EngineClient, job: Job, snapshot: Snapshot, lines: Sequence[int], colors: Sequence[int]
) -> Steps:
    """Send the line art and the paint of these times; waits where much is to be sent already."""
    for time in snapshot.times:
        if time in lines:
            layers = line_layers(snapshot, time)
            yield 0
            client.send_line(job.number, time, list(layers))
        if time in colors:
            color = snapshot.color(time)
            yield 0
            client.send_color(job.number, time, color)
        if time not in lines and time not in colors:
            continue
        yield 0
        while client.backlog > LARGEST_BACKLOG:
            job.raise_error()
            yield POLL
        job.raise_error()
