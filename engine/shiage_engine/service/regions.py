"""The job "regions": a picture of what would be colored as one region, before anything is."""

from __future__ import annotations

from functools import partial

import cv2

from ..drawing.open_shots import ALONE, segmented
from ..drawing.region_picture import region_picture
from ..pipeline.reading import line_art_of
from ..pipeline.request import check_gap
from ..progress import Progress
from ..protocol import messages
from ..protocol.messages import Submit
from .drawings import Drawings
from .steps import Given, Reply, Steps

NOTE = "Finding the regions"


def regions_job(submit: Submit, drawn: Given) -> Steps:
    """Yields the picture of the first frame, as large as it is; others help to tell whether it is open.

    Returns the report, see messages.Done.
    """
    check_gap(submit.options.largest_gap)
    lines, closings = (Drawings(some, submit.height, submit.width) for some in (drawn.lines, drawn.closings))
    yield Progress(0, NOTE)
    time = submit.times[0]
    for turn in segmented(submit.times, partial(line_art_of, lines, closings), submit.options.largest_gap):
        if turn.time == time:
            found = turn.found
        elif turn.done > ALONE:
            break  # the others are not shown
        yield Progress(turn.done, NOTE)
    picture = cv2.cvtColor(region_picture(found), cv2.COLOR_RGB2BGRA)
    yield Reply(messages.Preview(submit.job, time, submit.width, submit.height), (picture.data,))
    count = int(found.regions.max(initial=0))
    return {
        "regions": count,
        "closings": len(found.closings),
        "suspects": count + 1 - found.suspect,
        "open": found.times > 0,
    }
