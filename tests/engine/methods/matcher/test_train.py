"""Training a tiny matcher on a handful of drawn boxes, from folders to weights."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from shiage_engine.__main__ import main
from shiage_engine.drawing.shot import FAR, UNKNOWN
from shiage_engine.errors import InputError
from shiage_engine.learning.fit import FitParams
from shiage_engine.learning.tensor_files import load_tensors
from shiage_engine.methods.matcher.lesson import LessonParams, MatchingLesson
from shiage_engine.methods.matcher.network import Given, Matcher, MatcherParams
from shiage_engine.methods.matcher.pairs import Encoded
from shiage_engine.methods.matcher.store import load_matcher
from shiage_engine.methods.matcher.train import train_matcher
from shiage_engine.methods.matcher.training_shots import TrainingShots, prepare, read_frame
from shiage_engine.progress import finish
from tests.engine.shots import HEIGHT, WIDTH, color, line

pytestmark = pytest.mark.slow

TOY = MatcherParams(width=16, layers=1, pair_width=8, rounds=1)
LESSONS = LessonParams(predicted=1.0)


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


def test_a_frame_is_read_with_its_labels(made: Path) -> None:
    frame = read_frame(made / "one" / "line" / "0000.png", made / "one" / "label" / "0000.png", 0)
    assert sorted(frame.labels) == [0, 1, 2]
    assert len(frame.view.ids) == 3


def test_a_region_of_two_labels_is_unknown(made: Path) -> None:
    path = made / "one" / "label" / "0000.png"
    label = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert label is not None
    label[: HEIGHT // 2, : WIDTH // 2][label[: HEIGHT // 2, : WIDTH // 2] == 2] = 3
    cv2.imwrite(str(path), label)
    frame = read_frame(made / "one" / "line" / "0000.png", path, 0)
    assert sorted(frame.labels) == [UNKNOWN, 0, 2]


def test_what_is_prepared_is_read_back_and_not_made_again(made: Path, tmp_path: Path) -> None:
    cache = tmp_path / "views"
    first = shots(made, cache)
    direct = read_frame(made / "two" / "line" / "0003.png", made / "two" / "label" / "0003.png", 4)
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
        finish(prepare([tmp_path], tmp_path / "views"))


def test_a_lesson_is_the_same_for_the_same_numbers(made: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    lesson = MatchingLesson(Matcher(TOY), shots(made, tmp_path / "views"), LESSONS)
    losses = [lesson(np.random.default_rng([5, step])).item() for step in (1, 1, 2)]
    assert losses[0] == losses[1] != losses[2]
    assert np.isfinite(losses).all()


def test_model_sheets_lie_outside_time(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, float]] = []
    match = Matcher.match

    def watched(self: Matcher, target: Encoded, given: Sequence[Given]) -> list[Tensor]:
        seen.extend((one.predicted, one.away) for one in given)
        return match(self, target, given)

    monkeypatch.setattr(Matcher, "match", watched)
    params = LessonParams(predicted=1.0, as_sheets=True)
    lesson = MatchingLesson(Matcher(TOY), shots(made, tmp_path / "views"), params)
    losses = [lesson(np.random.default_rng([5, step])).item() for step in range(4)]
    assert np.isfinite(losses).all()
    assert {away for is_predicted, away in seen if not is_predicted} == {FAR}
    assert {away for is_predicted, away in seen if is_predicted} == {-1, 1}


def test_shots_that_are_too_short_say_so(tmp_path: Path) -> None:
    write_shot(tmp_path / "shots" / "short", 3)
    lesson = MatchingLesson(Matcher(TOY), shots(tmp_path / "shots", tmp_path / "views"), LESSONS)
    with pytest.raises(InputError, match="four frames"):
        lesson(np.random.default_rng(0))


def test_trained_weights_are_better_than_none_and_the_same_each_time(made: Path, tmp_path: Path) -> None:
    params = FitParams(steps=60, rate=0.01, warm_up=5, save_every=20, average=0.9)
    runs = [
        finish(train_matcher([made], tmp_path / name, params, sizes=TOY, device="cpu"))
        for name in ("a.safetensors", "b.safetensors")
    ]
    assert runs[0].loss == runs[1].loss
    assert runs[0].loss < 0.5  # 1.1: the loss of three equal probabilities
    one, other = (load_tensors(tmp_path / name)[0] for name in ("a.safetensors", "b.safetensors"))
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert load_matcher(tmp_path / "a.safetensors").params == TOY
    assert load_tensors(tmp_path / "a.safetensors")[1]["shots"] == "2 of shots"


def test_training_goes_on_from_weights(made: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    finish(train_matcher([made], first, FitParams(steps=2), sizes=TOY, device="cpu"))
    finish(train_matcher([made], second, FitParams(steps=1, rate=1e-9), start=first, device="cpu"))
    before, after = (load_tensors(path)[0] for path in (first, second))
    assert all(torch.allclose(before[name], after[name], atol=1e-4) for name in before)


def test_training_given_up_leaves_no_weights_but_a_checkpoint(made: Path, tmp_path: Path) -> None:
    params = FitParams(steps=60, save_every=5)
    work = train_matcher([made], tmp_path / "a.safetensors", params, sizes=TOY, device="cpu")
    while not (tmp_path / "a.training" / "checkpoint.safetensors").exists():
        next(work)
    work.close()
    assert not (tmp_path / "a.safetensors").exists()
    left = train_matcher([made], tmp_path / "a.safetensors", params, sizes=TOY, device="cpu")
    assert finish(left).steps < 60


def test_a_training_goes_on_as_it_was_begun_alone(made: Path, tmp_path: Path) -> None:
    first, out = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    finish(train_matcher([made], first, FitParams(steps=1), sizes=TOY, device="cpu"))

    def train(start: Path | None, as_sheets: bool) -> None:
        lessons = LessonParams(as_sheets=as_sheets)
        params = FitParams(steps=1)
        finish(train_matcher([made], out, params, lessons=lessons, start=start, device="cpu"))

    train(first, True)
    train(first, True)  # it is done already
    for start, as_sheets in ((None, True), (first, False), (None, False)):
        with pytest.raises(InputError, match=r"begun with --start a\.safetensors --as-sheets: say the same"):
            train(start, as_sheets)
    first.write_bytes(out.read_bytes())
    with pytest.raises(InputError, match="begun with other weights of that name"):
        train(first, True)


def test_a_drawing_that_changed_is_read_again(made: Path, tmp_path: Path) -> None:
    cache = tmp_path / "views"
    shots(made, cache)
    line_file, label = (made / "one" / name / "0000.png" for name in ("line", "label"))
    content = cv2.imread(str(label), cv2.IMREAD_UNCHANGED)
    assert content is not None
    content[content == 3] = 2
    later = line_file.stat().st_mtime + 60
    cv2.imwrite(str(label), content)
    os.utime(label, (later, later))
    assert sorted(shots(made, cache).frame(0, 0).labels) == [0, 1, 1]


def test_a_frame_that_was_added_is_read(made: Path, tmp_path: Path) -> None:
    shots(made, tmp_path / "views")
    for name in ("line", "label"):
        (made / "one" / name / "0005.png").write_bytes((made / "one" / name / "0000.png").read_bytes())
    again = shots(made, tmp_path / "views")
    assert again.frames(0) == 6
    assert len(again.frame(0, 5).labels) == 3


def test_a_mark_that_was_cut_off_counts_for_nothing(made: Path, tmp_path: Path) -> None:
    shots(made, tmp_path / "views")
    (tmp_path / "views" / "shots-one" / "whole.json").write_text('{"vers', encoding="utf-8")
    assert len(shots(made, tmp_path / "views")) == 2


def test_a_shot_that_is_not_complete_is_left_out(made: Path, tmp_path: Path) -> None:
    (made / ".g000001.77.growing" / "line").mkdir(parents=True)
    assert len(shots(made, tmp_path / "views")) == 2


def test_shots_of_one_name_are_not_taken_for_each_other(tmp_path: Path) -> None:
    for place in ("a", "b"):
        write_shot(tmp_path / place / "shots" / "one", 4)
    with pytest.raises(InputError, match="same name"):
        finish(prepare([tmp_path / place / "shots" for place in ("a", "b")], tmp_path / "views"))


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (np.zeros((HEIGHT, WIDTH, 3), np.uint8), "one whole number a pixel"),
        (np.zeros((HEIGHT, WIDTH - 1), np.uint8), "size of the line art"),
        (None, "cannot be read as a picture"),
    ],
)
def test_a_broken_truth_is_named(made: Path, label: np.ndarray | None, message: str) -> None:
    path = made / "one" / "label" / "0000.png"
    if label is None:
        path.write_bytes(b"no picture")
    else:
        cv2.imwrite(str(path), label)
    with pytest.raises(InputError, match=rf"0000\.png .*{message}"):
        read_frame(made / "one" / "line" / "0000.png", path, 0)


def test_a_shot_without_drawings_is_said(made: Path, tmp_path: Path) -> None:
    (made / "empty" / "line").mkdir(parents=True)
    with pytest.raises(InputError, match="no line art"):
        shots(made, tmp_path / "views")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "."], "is a folder"),
        (["--out", "a", "--seed", "-1"], "whole number of at least 0"),
        (["--out", "a", "--rate", "nan"], "above 0 and at most 1"),
        (["--out", "a", "--rate", "-1"], "above 0 and at most 1"),
        (["--out", "a", "--device", "banana"], "no device 'banana'"),
    ],
)
def test_training_that_cannot_start_is_one_sentence(
    arguments: list[str], message: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.chdir(tmp_path):
        status: object
        try:
            status = main(["train", "matcher", "--shots", str(made), "--steps", "1", *arguments])
        except SystemExit as done:
            status = done.code
    assert status == 2
    assert message in capsys.readouterr().err
    assert not any(path.name.endswith(".training") for path in tmp_path.iterdir())
