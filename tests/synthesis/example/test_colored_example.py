"""The example animation, colored by the method that is shipped: how well, and in which colors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from shiage_engine.api import colorize
from shiage_engine.drawing.regions import SPECK
from shiage_engine.evaluation.truth import paper_regions
from shiage_engine.files.images import read_image
from shiage_engine.files.shots import open_shot
from shiage_engine.lazy import Lazy
from shiage_engine.pipeline import Request
from shiage_engine.results import FrameResult, Report
from shiage_synthesis.example import write_example

pytestmark = pytest.mark.slow

TIMES = (0, 3, 8, 11)  # the first and the last are colored


@dataclass(frozen=True)
class Colored:
    """A part of the example, and what came of it."""

    folder: Path
    painted: dict[int, FrameResult]
    report: Report

    def truth(self, time: int) -> np.ndarray:
        return packed(read_image(self.folder / "truth" / f"{time:04d}.png"))

    def line(self, time: int) -> np.ndarray:
        return read_image(self.folder / "line" / f"{time:04d}.png")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Colored:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    shot = open_shot(folder)
    work = colorize(Request(Lazy(TIMES, lambda time: shot.lines[time]), shot.colors))
    painted: dict[int, FrameResult] = {}
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            return Colored(folder, painted, stop.value)
        if isinstance(step, FrameResult):
            painted[step.time] = step


def packed(rgba: np.ndarray) -> np.ndarray:
    """u32 (H, W), one number a color; all that is transparent is 0."""
    numbers = np.ascontiguousarray(rgba).view(np.uint32)[..., 0].copy()
    numbers[rgba[..., 3] == 0] = 0
    return numbers


def outcomes(example: Colored) -> tuple[np.ndarray, np.ndarray]:
    """Of every region over the size of a speck: whether its color is right, and whether it is painted."""
    right, kept = [], []
    for time, painted in example.painted.items():
        regions = paper_regions(example.line(time), 250).ravel()
        area = np.bincount(regions)
        is_right = np.bincount(regions, (packed(painted.color()) == example.truth(time)).ravel()) > area / 2
        is_withdrawn = np.bincount(regions, painted.withdrawn_pixels().ravel()) > area / 2
        large = area > SPECK
        large[0] = False
        right.append(is_right[large])
        kept.append(~is_withdrawn[large])
    return np.concatenate(right), np.concatenate(kept)


def test_every_frame_between_the_references_is_painted(example: Colored) -> None:
    assert list(example.painted) == list(TIMES[1:-1])
    assert [frame.time for frame in example.report.frames] == list(TIMES[1:-1])


def test_nearly_all_regions_are_right_and_most_are_painted(example: Colored) -> None:
    right, kept = outcomes(example)
    assert right.mean() >= 0.88
    assert kept.mean() >= 0.55
    assert right[kept].mean() >= 0.97


def test_nearly_all_pixels_are_right(example: Colored) -> None:
    for time, painted in example.painted.items():
        truth = example.truth(time)
        assert (packed(painted.color()) == truth).mean() >= 0.96
        background = (truth == 0) & (packed(painted.color()) == 0)
        assert background.sum() >= 0.98 * (truth == 0).sum()


def test_every_painted_pixel_has_a_color_of_the_references(example: Colored) -> None:
    given = np.union1d(example.truth(TIMES[0]), example.truth(TIMES[-1]))
    assert set(packed(example.report.palette[None]).ravel()) <= {0, *given}
    for painted in example.painted.values():
        assert np.isin(packed(painted.color()), given).all()
        assert set(np.unique(painted.color()[..., 3])) <= {0, 255}


def test_the_withdrawn_are_those_the_engine_is_least_sure_of(example: Colored) -> None:
    frames = example.painted.values()
    shades, withdrawn, areas = (
        np.concatenate([part[1:] for part in parts])
        for parts in zip(*((one.confidence, one.withdrawn, one.areas) for one in frames), strict=True)
    )
    larger = areas > 10 * SPECK  # with what lies under lines; specks have a threshold of their own
    shades_withdrawn, shades_kept = shades[larger & withdrawn], shades[larger & ~withdrawn]
    assert len(shades_withdrawn) > 0
    assert shades_withdrawn.max() <= shades_kept.min()
