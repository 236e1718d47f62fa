"""Sends the drawings of a job, a little in each turn, and only those that the engine does not have."""

from dataclasses import replace
from typing import Any, Callable, Generator, List, Mapping, NamedTuple, Sequence, Tuple

from .client.engine_client import EngineClient, JobRequest
from .client.protocol.digests import planes_digest
from .client.protocol.messages import CLOSINGS_SINCE, HINTS_SINCE, MAX_LAYERS, SHEETS_SINCE, Need
from .guard import Refused
from .jobs import POLL, Job, Jobs
from .scene import Drawn, Snapshot
from .turns import Steps

LARGEST_BACKLOG = 64 << 20  # bytes of drawings that wait to be sent


class Aids(NamedTuple):
    """The times of what is drawn beside lines and paint, and sent; and the numbers of model sheets."""

    hints: Tuple[int, ...]
    closings: Tuple[int, ...]
    sheets: Tuple[int, ...]


def aids(snapshot: Snapshot, protocol: int) -> Aids:
    """What an engine of this protocol knows of a snapshot's hints, closings and sheets."""
    return Aids(
        snapshot.hints if protocol >= HINTS_SINCE else (),
        snapshot.closings if protocol >= CLOSINGS_SINCE else (),
        tuple(range(len(snapshot.sheets))) if protocol >= SHEETS_SINCE else (),
    )


def digests(snapshot: Snapshot, sent: Aids) -> Generator[int, None, Tuple[str, ...]]:
    """Of all drawings of a job, by `Submit.drawings`; each is read in one turn, and digested in the next.

    `sent`: as `aids` gives it.
    """
    kinds: Sequence[Tuple[Sequence[int], Callable[[int], Sequence[Any]]]] = (
        (snapshot.times, lambda time: line_layers(snapshot.lines(time))),
        (snapshot.references, lambda time: [snapshot.color(time)]),
        (sent.hints, lambda time: [snapshot.hint(time)]),
        (sent.closings, lambda time: [snapshot.closing(time)]),
        (sent.sheets, lambda number: [snapshot.sheets[number].plane]),
    )
    found = []
    for times, read in kinds:
        for time in times:
            planes = read(time)
            yield 0
            found.append(planes_digest(planes))
            yield 0
    return tuple(found)


def line_layers(lines: Sequence[Any]) -> List[Any]:
    """The line layers of a drawing. Raises Refused where they are more than an engine takes."""
    if len(lines) > MAX_LAYERS:
        raise Refused(f"The lines are in more than {MAX_LAYERS} layers: merge or hide some of them.")
    return list(lines)


def send(client: EngineClient, job: Job, snapshot: Snapshot, need: Need) -> Steps:
    """Send the drawings that the engine needs; waits where much is to be sent already."""
    kinds: Sequence[Tuple[Sequence[int], Callable[[int], Any], Callable[[int, int, Any], None]]] = (
        (need.lines, lambda time: line_layers(snapshot.lines(time)), client.send_line),
        (need.colors, snapshot.color, client.send_color),
        (need.hints, snapshot.hint, client.send_hint),
        (need.closings, snapshot.closing, client.send_closing),
    )
    for time in snapshot.times:
        needed = [(read, send_one) for times, read, send_one in kinds if time in times]
        for read, send_one in needed:
            drawing = read(time)
            yield 0
            send_one(job.number, time, drawing)
        if needed:
            yield from _room(client, job)
    for number in need.sheets:
        client.send_sheet(job.number, number, snapshot.sheets[number].plane)
        yield from _room(client, job)


def _room(client: EngineClient, job: Job) -> Steps:
    """Wait until little waits to be sent."""
    yield 0
    while client.backlog > LARGEST_BACKLOG:
        job.raise_error()
        yield POLL
    job.raise_error()


def submit_drawings(jobs: Jobs, request: JobRequest, drawn: Mapping[int, Drawn]) -> Job:
    """Give the engine a job on a few drawings, and send these with their closing strokes. Raises Refused.

    `drawn`: by time, each of `request.times`.
    """
    lines = {time: line_layers(one.lines) for time, one in drawn.items()}
    if jobs.client.protocol >= CLOSINGS_SINCE:
        closed = tuple(time for time, one in drawn.items() if one.closing is not None)
        request = replace(request, closings=closed)
    job = jobs.submit(request, lambda: None)
    for time in request.times:
        jobs.client.send_line(job.number, time, lines[time])
        if time in request.closings:
            jobs.client.send_closing(job.number, time, drawn[time].closing)
    return job
