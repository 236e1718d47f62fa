"""The job "traces": the lines of one frame as they are in the finished picture, without trace lines."""

from __future__ import annotations

from ..drawing.finished_lines import finish_lines
from ..drawing.planes import bgra_of_rgba
from ..progress import Progress
from ..protocol import messages
from ..protocol.messages import Submit
from .drawings import Drawings
from .steps import Given, Reply, Steps


def traces_job(submit: Submit, drawn: Given) -> Steps:
    """Yields the lines of the one frame, as large as it is. Returns the report, see messages.Done."""
    (time,) = submit.times
    yield Progress(0, "Taking out trace lines")
    size = (submit.height, submit.width)
    lines = Drawings(drawn.lines, *size)[time]
    (painted,) = Drawings(drawn.colors, *size).planes(time)
    finished = finish_lines(lines, painted, submit.darker)
    picture = bgra_of_rgba(finished.rgba)
    yield Reply(messages.Preview(submit.job, time, submit.width, submit.height), (picture.data,))
    return {"traces": finished.traces}
