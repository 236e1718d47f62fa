"""Sends the drawings of a job, one frame a turn, and only those that the engine does not have."""

from typing import Any, Dict, Generator, Sequence, Tuple

from .client.engine_client import EngineClient
from .client.protocol.digests import planes_digest
from .client.protocol.messages import MAX_LAYERS
from .guard import Refused
from .jobs import POLL, Job
from .scene import Snapshot
from .turns import Steps

LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


def digests(snapshot: Snapshot) -> Generator[int, None, Tuple[str, ...]]:
    """Of all drawings of a job, in the order of `Submit.drawings`, one frame a turn."""
    found: Dict[Tuple[str, int], str] = {}
    for time in snapshot.times:
        found["line", time] = planes_digest(line_layers(snapshot, time))
        yield 0
    for time in snapshot.references:
        found["color", time] = planes_digest([snapshot.color(time)])
        yield 0
    return tuple(found.values())


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
            client.send_line(job.number, time, list(line_layers(snapshot, time)))
        if time in colors:
            client.send_color(job.number, time, snapshot.color(time))
        if time not in lines and time not in colors:
            continue
        yield 0
        while client.backlog > LARGEST_BACKLOG:
            job.raise_error()
            yield POLL
        job.raise_error()
