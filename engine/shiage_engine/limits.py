"""How much memory the engine may take, stage by stage: checked before it is taken.

With them a worker stays under 1 GB for frames of 1920 x 1080 with 1300 regions and 64 colors, and under 2 GB whatever
comes (`python -m tests.service.limits` drives one there). What clients may ask for is in `service/limits.py`.
"""

from __future__ import annotations

from .errors import InputError

MIB = 1 << 20

FILE_BYTES = 1 << 28  # of a picture, notes, or a document, whose layers stay packed but for one at a time
PICTURE_PIXELS = 1 << 25  # of a picture, or a frame: at most 40 bytes each are taken; 7680 x 4320 fits
TIMESHEET_BYTES = 1 << 24  # of a timesheet; its JSON takes some 20 times that
WEIGHTS_BYTES = 1 << 30  # of a file of weights; ours are far smaller

# Of a shot. Beyond, the painter is told so: what is kept of all its regions and scores has to fit.
COLORS = 2048  # relaxation counts which of them touch: about 32 bytes a pair of colors
FRAME_REGIONS = 1 << 14  # of one frame: about 40 KB each while it is described and matched
SHOT_REGIONS = 1 << 17  # of all frames: about 5 KB are kept of each
SHOT_CELLS = 1 << 24  # regions times colors, of all frames: about 50 bytes each, at most
PATCHES = 1 << 23  # of one color in one region of a painted frame, 50 bytes each: all pixels of 3840 x 2160

# Of one stage. Beyond, it goes on in pieces, or without what does not scale.
BAND = 1 << 20  # pixels that are worked on at once where each takes more bytes than that
TREE_BYTES = 128 * MIB  # of the trees that are grown at once; where one alone takes more, none is
END_PAIRS = 1 << 22  # of line ends near each other, each counted twice; beyond, no openings are closed
DISTANCES = 1 << 22  # between regions that are compared at once
LESSONS = 1 << 16  # regions that few-shot learns from, a few KB each; beyond, of every n-th
PLACED = 1 << 14  # regions whose descriptors are whitened at once, 7 KB each
MIRRORED_REGIONS = 1 << 16  # of a shot; beyond, they are not matched in the drawings' mirror images as well
PAIRS = 1 << 23  # of regions of two frames, about 50 bytes each; beyond, no links are looked for
VOTES = 1 << 27  # pixels times colors that patches vote on, 2 bytes each; beyond, frames are scaled down
LOGITS = 1 << 25  # the same of a network that colors pixels, 4 bytes each
NETWORK_BYTES = 1 << 30  # a network of pictures, for one frame; beyond, it sees frames smaller
SHOWN_BYTES = 256 * MIB  # raw pictures that are kept of a shot's frames, to be judged; beyond, none
CROPS = 2048  # regions whose surroundings are encoded at once

WORKER_BYTES = 2048 * MIB  # of a worker, whatever comes
BEGUN_BYTES = 768 * MIB  # of a worker that begins with other drawings; with more it forgets earlier shots
# Pieces of this size go back to the system when a worker with more than BEGUN_BYTES frees them.
PIECE = MIB // 2
KEPT_BYTES = 1200 * MIB  # of a worker between two jobs; one that has more is replaced


def worker_bytes(pixels: int) -> int:
    """Memory that a process which colors shots is to be given: `pixels` of a frame; there may be any number of them.

    Twice what was measured (docs/batch.md), since it is not known before how many regions and colors there are.
    """
    return min(512 * MIB + 200 * pixels, WORKER_BYTES)


def check_colors(colors: int) -> None:
    """Raise InputError for a palette that is too large."""
    if colors > COLORS:
        raise InputError(f"The palette has {colors} colors, more than {COLORS}: paint without gradients.")


def check_shot(frames: int, regions: int, colors: int) -> None:
    """Raise InputError where a shot does not fit; `regions`: of all its frames together."""
    check_colors(colors)
    if regions > SHOT_REGIONS or regions * colors > SHOT_CELLS:
        raise InputError(
            f"{frames} frames with {regions} regions and {colors} colors do not fit into memory at once: "
            "color fewer frames at a time, or give them fewer small regions and colors."
        )


def check_frame(name: str, regions: int) -> None:
    """Raise InputError where one frame, or a model sheet, has too many regions."""
    if regions > FRAME_REGIONS:
        raise InputError(
            f"{name} has {regions} regions, more than {FRAME_REGIONS}: leave out dots and grain."
        )
