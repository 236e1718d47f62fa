"""How much memory a job takes at most, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="peaks are counted otherwise elsewhere"),
]

PROGRAM = """
import sys
import numpy as np
from shiage_engine import api
from shiage_engine.progress import finish
height, width, rows, columns, colors, frames = map(int, sys.argv[1:])
ys, xs = np.arange(height) * rows // height, np.arange(width) * columns // width
cell = ys[:, None] * columns + xs
def line(shift):
    art = np.full((height, width, 4), 255, np.uint8)
    art[1:][ys[1:] != ys[:-1]] = art[:, 1:][:, np.roll(xs[1:] != xs[:-1], shift)] = (0, 0, 0, 255)
    art[[0, -1]] = art[:, [0, -1]] = (0, 0, 0, 255)
    return art
label = cell % colors + 1
paint = np.stack([label * 37 % 256, label // 7 * 13 % 256, label // 256 * 40, np.full_like(label, 255)], 2)
report = finish(api.colorize(api.Request({t: line(t % 2) for t in range(frames)}, {0: paint.astype(np.uint8)})))
# Not `getrusage`: that counts what the process that started this one had, too.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(report.frames[0].regions, len(report.palette) - 1, int(peak.split()[1]) >> 10)
"""


@pytest.mark.parametrize(
    ("drawing", "regions", "colors", "most"),
    [
        ((1080, 1920, 26, 50, 64, 2), 1300, 64, 1000),
        ((320, 320, 26, 26, 700, 2), 676, 676, 1000),
    ],
)
def test_the_peak_of_a_job(drawing: tuple[int, ...], regions: int, colors: int, most: int) -> None:
    """`most`: MB."""
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, *map(str, drawing)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found_regions, found_colors, peak = map(int, done.stdout.split())
    assert found_regions == regions
    assert found_colors >= 0.9 * colors  # some are too alike for this simple way to make them
    assert peak < most
