"""`shiage regions`: what would be colored as one region, before anything is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..protocol.options import Options

if TYPE_CHECKING:
    from ..files.shots import ShotFiles


def add_regions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shot", type=Path, metavar="SHOT", help="a shot or a cut, as for colorize")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for a picture of each frame, new or empty"
    )
    parser.add_argument(
        "--largest-gap",
        type=int,
        default=Options().largest_gap,
        help="in lines, as for colorize (%(default)s)",
    )


def regions(arguments: argparse.Namespace) -> None:
    from ..cuts.opening import open_cut  # noqa: PLC0415
    from ..drawing.segmentation import open_as  # noqa: PLC0415
    from ..files.saving import new_folder  # noqa: PLC0415
    from ..pipeline.request import check_gap  # noqa: PLC0415
    from .console import say  # noqa: PLC0415

    check_gap(arguments.largest_gap)
    cut = open_cut(arguments.shot, [])
    with new_folder(arguments.out) as out:
        for shot in cut.shots.values():
            found = {time: _show(shot, time, out, arguments.largest_gap) for time in shot.names}
            least_times = open_as([times for times, _ in found.values()])
            for time, (times, sentence) in found.items():
                said = sentence
                if least_times and not times:
                    _, said = _show(shot, time, out, arguments.largest_gap, least_times)
                say(said)


def _show(
    shot: ShotFiles, time: int, out: Path, largest_gap: int, least_times: float = 0
) -> tuple[float, str]:
    """Write the picture of a frame. Returns how wide its openings are, see `Segmented.times`, and what is found."""
    from ..drawing import line_art  # noqa: PLC0415
    from ..drawing.region_picture import region_picture  # noqa: PLC0415
    from ..drawing.segmentation import segment_and_tell  # noqa: PLC0415
    from ..files.images import write_image  # noqa: PLC0415
    from ..files.saving import naming  # noqa: PLC0415
    from ..pipeline.reading import read_closings  # noqa: PLC0415

    art = line_art.read(shot.lines[time])
    strokes = read_closings(shot.closings.get(time), time, art)
    found = segment_and_tell(art, largest_gap, strokes, least_times)
    name = shot.names[time]
    picture = out / f"{name}.png"
    with naming(picture):
        picture.parent.mkdir(exist_ok=True)
    write_image(picture, region_picture(found))
    count, closed = int(found.regions.max(initial=0)), len(found.closings)
    suspects = count + 1 - found.suspect
    return found.times, f"{name}: {count} regions, {closed} openings closed, {suspects} suspects"
