"""How many bytes a pixel reading takes at most, of drawings and paint that are noise all over."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="peaks are counted otherwise elsewhere"),
]

SIDE = 1536
MOST = 90  # bytes a pixel: of paint whose patches are pixels; lines take a third, in bands
PROGRAM = """
import sys
import numpy as np
from shiage_engine.drawing import line_art, palette, segmentation
from shiage_engine.drawing.descriptors import describe
from shiage_engine.drawing.parting import part_by_paint
from shiage_engine.pipeline.answers import dabbed, update_answers
side = int(sys.argv[1])
noise = np.random.default_rng(0).integers(0, 256, (side, side, 4), np.uint8)
noise[..., 3] = 255
art = np.full((side, side, 4), 255, np.uint8)
art[::31] = art[:, ::31] = (0, 0, 0, 255)
read = line_art.read(art)
regions = segmentation.segment(read)
halves = np.zeros(regions.shape, np.uint32)
halves[:, np.arange(side) % 31 < 15] = 1  # two colors in each region
stages = {
    "line art": lambda: line_art.read(noise),
    "regions": lambda: segmentation.segment_with_suspects(read),
    "paint": lambda: palette.read_references({0: noise}, {0: read}, {0: regions}),
    "parting": lambda: part_by_paint(regions, halves, 8),
    "descriptors": lambda: describe(read, regions),
    "answers": lambda: update_answers(0, regions, np.zeros_like(noise), noise, []),
    "hints": lambda: dabbed(regions, noise),
}
def kilobytes(what):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(what))
for name, stage in stages.items():
    open("/proc/self/clear_refs", "w").write("5")
    before = kilobytes("VmRSS")
    stage()
    print(name, (kilobytes("VmHWM") - before) * 1024 // side**2, sep=";")
"""


def test_noise_takes_so_many_bytes_a_pixel() -> None:
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(SIDE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    peaks = {name: int(taken) for name, taken in (line.split(";") for line in done.stdout.splitlines())}
    assert len(peaks) == 7 and {name: taken for name, taken in peaks.items() if taken > MOST} == {}, peaks
