"""Training a tiny matcher on a handful of drawn boxes, from folders to weights."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.errors import InputError
from shiage_engine.learning.datasets import TrainingShots, prepare, see
from shiage_engine.learning.fit import FitParams
from shiage_engine.learning.matching import LessonParams, MatchingLesson
from shiage_engine.learning.store import load_matcher, load_tensors
from shiage_engine.learning.train_matcher import train_matcher
from shiage_engine.networks.matcher import Matcher, MatcherParams
from shiage_engine.progress import finish
from tests.engine.shots import HEIGHT, WIDTH, color, line

TOY = MatcherParams(width=16, layers=1, pair_width=8, rounds=1)
LESSONS = LessonParams(believed=1.0)


def write_shot(folder: Path, frames: int) -> None:
    """Two boxes that move; ids in label/: 0 line, 1 background, 2 and 3 the boxes."""
    for name in ("line", "label"):
        (folder / name).mkdir(parents=True)
    for time in range(frames):
        drawing, paint = line(time), color(time)
        label = np.where(drawing[..., 0] == 0, 0, 1).astype(np.uint8)
        label[paint[..., 0] == 200] = 2
        label[paint[..., 2] == 200] = 3
        cv2.imwrite(str(folder / "line" / f"{time:04d}.png"), drawing[..., :3])
        cv2.imwrite(str(folder / "label" / f"{time:04d}.png"), label)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        write_shot(tmp_path / "shots" / name, 5)
    return tmp_path / "shots"


def shots(made: Path, cache: Path) -> TrainingShots:
    return finish(prepare([made], cache))


def test_a_frame_is_seen_with_its_labels(made: Path) -> None:
    frame = see(made / "one" / "line" / "0000.png", made / "one" / "label" / "0000.png", 0)
    assert sorted(frame.labels) == [0, 1, 2]
    assert len(frame.view.ids) == 3


def test_a_region_of_two_minds_is_unknown(made: Path) -> None:
    path = made / "one" / "label" / "0000.png"
    label = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    label[: HEIGHT // 2, : WIDTH // 2][label[: HEIGHT // 2, : WIDTH // 2] == 2] = 3
    cv2.imwrite(str(path), label)
    frame = see(made / "one" / "line" / "0000.png", path, 0)
    assert sorted(frame.labels) == [UNKNOWN, 0, 2]


def test_what_is_prepared_is_read_back_and_not_made_again(made: Path, tmp_path: Path) -> None:
    cache = tmp_path / "seen"
    first = shots(made, cache)
    direct = see(made / "two" / "line" / "0003.png", made / "two" / "label" / "0003.png", 4)
    read = first.frame(1, 3)
    np.testing.assert_array_equal(read.labels, direct.labels)
    for name, value in vars(direct.view).items():
        np.testing.assert_array_equal(getattr(read.view, name), value)
    before = {path: path.stat().st_mtime_ns for path in cache.rglob("*.npz")}
    assert len(before) == 10
    again = shots(made, cache)
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*.npz")} == before
    assert (len(again), again.frames(0)) == (2, 5)


def test_a_folder_without_shots_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="shiage generate"):
        finish(prepare([tmp_path], tmp_path / "seen"))


def test_a_lesson_is_the_same_for_the_same_numbers(made: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    lesson = MatchingLesson(Matcher(TOY), shots(made, tmp_path / "seen"), LESSONS)
    losses = [lesson(np.random.default_rng([5, step])).item() for step in (1, 1, 2)]
    assert losses[0] == losses[1] != losses[2]
    assert np.isfinite(losses).all()


def test_shots_that_are_too_short_say_so(tmp_path: Path) -> None:
    write_shot(tmp_path / "shots" / "short", 3)
    lesson = MatchingLesson(Matcher(TOY), shots(tmp_path / "shots", tmp_path / "seen"), LESSONS)
    with pytest.raises(InputError, match="four frames"):
        lesson(np.random.default_rng(0))


def test_trained_weights_are_better_than_none_and_the_same_each_time(made: Path, tmp_path: Path) -> None:
    params = FitParams(steps=60, rate=0.01, warm_up=5, save_every=20, average=0.9)
    runs = [
        finish(train_matcher([made], tmp_path / name, params, sizes=TOY, device="cpu"))
        for name in ("a.safetensors", "b.safetensors")
    ]
    assert runs[0].loss == runs[1].loss
    assert runs[0].loss < 0.5  # 1.1 is knowing nothing of three labels
    one, other = (load_tensors(tmp_path / name)[0] for name in ("a.safetensors", "b.safetensors"))
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert load_matcher(tmp_path / "a.safetensors").params == TOY
    assert load_tensors(tmp_path / "a.safetensors")[1]["shots"] == "2 of shots"


def test_training_given_up_leaves_no_weights_but_a_checkpoint(made: Path, tmp_path: Path) -> None:
    params = FitParams(steps=60, save_every=5)
    work = train_matcher([made], tmp_path / "a.safetensors", params, sizes=TOY, device="cpu")
    while not (tmp_path / "a.training" / "checkpoint.safetensors").exists():
        next(work)
    work.close()
    assert not (tmp_path / "a.safetensors").exists()
    left = train_matcher([made], tmp_path / "a.safetensors", params, sizes=TOY, device="cpu")
    assert finish(left).steps < 60
