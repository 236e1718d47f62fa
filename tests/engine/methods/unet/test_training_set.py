"""Colored frames of a character, read from folders of boxes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.errors import InputError
from shiage_engine.files.images import write_image
from shiage_engine.methods.unet.training_set import TrainingSet, read_training_set
from shiage_engine.progress import finish
from tests.engine.shots import BACKGROUND, BLUE, HEIGHT, LEFT, RED, RIGHT, WIDTH, color, line

GREEN = (30, 200, 30, 255)


def write(folder: Path, frames: int = 2, recolored: tuple[int, ...] = BLUE) -> None:
    """A shot whose larger box has another color."""
    for name in ("line", "color"):
        (folder / name).mkdir(parents=True)
    for time in range(frames):
        paint = color(time)
        paint[(paint == BLUE).all(2)] = recolored
        write_image(folder / "line" / f"{time:04d}.png", line(time))
        write_image(folder / "color" / f"{time:04d}.png", paint)


def read(*folders: Path, size: int = WIDTH) -> TrainingSet:
    return finish(read_training_set(folders, size))


def test_shots_share_a_palette_of_exact_colors(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", 1, GREEN)
    write(tmp_path / "c", 1, (30, 30, 201, 255))  # one step of blue
    found = read(tmp_path)
    assert found.shots == ["a", "b", "c"]
    assert found.palette.tolist() == [[0, 0, 0, 0], [*BLUE], [*RED], [*GREEN], [30, 30, 201, 255]]
    assert found.variants.label_of.tolist() == [0, 1, 2, 3, 1]  # two blues that never meet are one
    assert found.variants.counts.tolist() == [3, 1, 3, 1, 1]
    assert len(found.frames) == 4
    labels = [frame.labels.unpack() for frame in found.frames]
    assert [int(of[RIGHT]) for of in labels] == [1, 1, 3, 4]
    assert [int(of[LEFT]) for of in labels] == [2, 2, 2, 2]
    assert [int(of[BACKGROUND]) for of in labels] == [0, 0, 0, 0]


def test_the_line_and_mixed_paint_teach_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a", 2)
    mixed = color(0)
    mixed[12:20, 26:48], mixed[12:16, 26:48] = RED, GREEN
    mixed[20:24, 26:48] = (1, 2, 3, 255)
    write_image(tmp_path / "a" / "color" / "0000.png", mixed)
    found = read(tmp_path / "a")
    labels, regions = found.frames[0].labels.unpack(), found.frames[0].regions.unpack()
    assert labels[RIGHT] == UNKNOWN
    assert labels[10, 30] == UNKNOWN
    assert regions[10, 30] == 0
    assert regions[RIGHT] != regions[LEFT]


def test_frames_are_shrunk_alike(tmp_path: Path) -> None:
    write(tmp_path / "a")
    found = read(tmp_path, size=WIDTH // 2)
    assert found.shrink == 0.5
    frame = found.frames[0]
    assert frame.inks.shape == (HEIGHT // 2, WIDTH // 2, 4)
    assert frame.labels.shape == frame.regions.shape == (HEIGHT // 2, WIDTH // 2)
    assert read(tmp_path, size=10 * WIDTH).shrink == 1


def test_frames_without_paint_of_their_own_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "a", 3)
    (tmp_path / "a" / "color" / "0001.png").unlink()
    assert len(read(tmp_path).frames) == 2
    write(tmp_path / "b", 1)
    (tmp_path / "b" / "color" / "0000.png").unlink()
    assert read(tmp_path).shots == ["a"]


def test_what_cannot_teach_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no colored shots in"):
        read(tmp_path)
    write(tmp_path / "bare", 2)
    for time in range(2):
        write_image(tmp_path / "bare" / "color" / f"{time:04d}.png", np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    with pytest.raises(InputError, match="hold no paint"):
        read(tmp_path)
    write_image(tmp_path / "bare" / "color" / "0000.png", color()[:-1])
    with pytest.raises(InputError, match=r"color.0000\.png is not of the size of .*line.0000\.png"):
        read(tmp_path)
