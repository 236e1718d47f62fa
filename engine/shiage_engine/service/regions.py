"""The job "regions": a picture of what would be colored as one region, before anything is."""

from __future__ import annotations

import cv2

from ..drawing import line_art
from ..drawing.region_picture import region_picture
from ..drawing.segmentation import segment_and_tell
from ..pipeline.reading import read_closings
from ..pipeline.request import check_gap
from ..progress import Progress
from ..protocol import messages
from ..protocol.messages import Submit
from .drawings import Drawings
from .steps import Given, Reply, Steps


def regions_job(submit: Submit, drawn: Given) -> Steps:
    """Yields the picture of the one frame, as large as it is. Returns the report, see messages.Done."""
    check_gap(submit.options.largest_gap)
    (time,) = submit.times
    yield Progress(0, "Finding the regions")
    art = line_art.read(Drawings(drawn.lines, submit.height, submit.width)[time])
    strokes = read_closings(Drawings(drawn.closings, submit.height, submit.width).get(time), time, art)
    found = segment_and_tell(art, submit.options.largest_gap, strokes)
    picture = cv2.cvtColor(region_picture(found), cv2.COLOR_RGB2BGRA)
    yield Reply(messages.Preview(submit.job, time, submit.width, submit.height), (picture.data,))
    count = int(found.regions.max(initial=0))
    return {"regions": count, "closings": len(found.closings), "suspects": count + 1 - found.suspect}
