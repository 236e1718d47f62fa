"""What holds for every shot, whatever its style."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shiage_synthesis.page.canvas import Frame
from shiage_synthesis.shots.shot import Shot

SEEDS = range(40, 52)


def frames_of(seed: int, size: int = 160, frames: int = 3) -> tuple[Shot, list[Frame]]:
    shot = Shot(seed, size, frames)
    return shot, list(shot.draw())


@pytest.mark.parametrize("seed", SEEDS)
def test_truth_agrees_with_the_drawing(seed: int) -> None:
    shot, frames = frames_of(seed)
    for frame in frames:
        paper = frame.line.min(2) >= (128 if shot.style.pen.soft else 250)
        assert ((frame.label > 0) == paper).all()
        assert frame.label.max() < len(shot.paints.colors)
        if shot.style.gaps == 0 and not shot.style.pen.raw:
            regions = cv2.connectedComponents(paper.astype(np.uint8), connectivity=4)[1]
            pairs = np.unique(np.stack([regions[paper], frame.label[paper]], 1), axis=0)
            assert len(pairs) == regions.max(), "a region of two labels"


@pytest.mark.parametrize("seed", [5, 13, 20])
def test_a_raw_drawing_has_black_lines_alone(seed: int) -> None:
    shot, frames = frames_of(seed)
    assert shot.style.pen.raw
    for frame in frames:
        assert (frame.line == frame.line[..., :1]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_has_one_label_in_all_frames(seed: int) -> None:
    shot, frames = frames_of(seed)
    if shot.style.gaps or shot.style.specks:
        return  # these uncover labels of the neighborhood
    pairs = {pair for frame in frames for pair in _pairs(frame)}
    assert len({part for part, _ in pairs}) == len(pairs)


def _pairs(frame: Frame) -> set[tuple[int, int]]:
    shown = frame.label > 0
    return {
        (int(part), int(label)) for part, label in zip(frame.part[shown], frame.label[shown], strict=True)
    }


def test_some_parts_stay_and_some_move() -> None:
    _, frames = frames_of(41)
    first, last = set(np.unique(frames[0].part)), set(np.unique(frames[-1].part))
    assert len(first & last) > 10
    assert (frames[0].label != frames[-1].label).any()


def test_a_seed_draws_the_same_shot_and_another_seed_another() -> None:
    (_, a), (_, again), (_, b) = frames_of(3), frames_of(3), frames_of(4)
    for one, two in zip(a, again, strict=True):
        assert (one.line == two.line).all()
        assert (one.label == two.label).all()
        assert (one.part == two.part).all()
    assert (a[0].line != b[0].line).any()


@pytest.mark.parametrize("seed", [420, 728, 777])
def test_players_of_lines_alone_can_be_framed(seed: int) -> None:
    shot = Shot(seed, 64, 1)
    assert "effect" in shot.cast
    assert len(list(shot.draw())) == 1
