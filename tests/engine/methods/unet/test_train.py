"""Learning a character of two boxes, from folders to kept weights."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.files.images import write_image
from shiage_engine.learning import kept
from shiage_engine.learning.fit import FitParams, Training
from shiage_engine.learning.kept import all_kept, path_of
from shiage_engine.learning.tensor_files import load_tensors
from shiage_engine.methods.unet.lesson import ColoringParams
from shiage_engine.methods.unet.store import load_unet
from shiage_engine.methods.unet.train import train_unet
from shiage_engine.progress import Progress, finish
from tests.engine.methods.unet.test_training_set import GREEN, write
from tests.engine.shots import BLUE, RED, WIDTH, color
from tests.failpoints import deaths

pytestmark = pytest.mark.slow

QUICK = FitParams(steps=40, rate=0.02, warm_up=3, average=0.8, save_every=10)
SMALL = {"width": 8, "widest": 16, "depth": 2}
LESSONS = ColoringParams(crop=48, batch=2, turn=0.05, stretch=0.05, narrow=0, shear=0, mirrored=0)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path / "home")


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    for name in ("run", "walk"):
        write(tmp_path / "shots" / name, 3)
    return tmp_path / "shots"


def training(
    folder: Path, character: str = "Vita", params: FitParams = QUICK
) -> Generator[Progress, None, Training]:
    return train_unet([folder], character, params, sizes=SMALL, lessons=LESSONS, size=WIDTH, device="cpu")


def weights(character: str = "Vita") -> dict[str, torch.Tensor]:
    return load_tensors(path_of("unet", character))[0]


def test_a_character_is_learned_and_kept_with_where_it_comes_from(shots: Path) -> None:
    done = finish(training(shots))
    assert done.steps == 40
    assert done.loss < 0.7 * np.log(3)  # of knowing nothing of three labels
    (one,) = all_kept()
    assert (one.method, one.character, one.shots, one.steps) == ("unet", "Vita", ("run", "walk"), 40)
    assert one.palette == ((0, 0, 0, 0), BLUE, RED)
    assert load_unet(path_of("unet", "Vita")).shrink == 1


def test_the_same_training_gives_the_same_weights(shots: Path) -> None:
    for name in ("Vita", "Mio"):
        finish(training(shots, name))
    for one, other in zip(weights("Vita").values(), weights("Mio").values(), strict=True):
        assert torch.equal(one, other)


def test_stopped_and_resumed_is_one_run(shots: Path) -> None:
    finish(training(shots, "whole"))
    running = training(shots, "parts")
    while not path_of("unet", "parts").exists():
        next(running)
    running.close()
    assert finish(training(shots, "parts")).steps == 30
    for one, other in zip(weights("whole").values(), weights("parts").values(), strict=True):
        assert torch.equal(one, other)


def test_a_finished_training_has_nothing_left_to_do_but_to_mend_its_weights(shots: Path) -> None:
    finish(training(shots))
    before = weights()
    assert finish(training(shots, params=replace(QUICK, steps=10))).steps == 0
    assert all_kept()[0].steps == 40
    path_of("unet", "Vita").unlink()
    assert finish(training(shots)).steps == 0
    for one, other in zip(before.values(), weights().values(), strict=True):
        assert torch.equal(one, other)


def test_training_given_up_leaves_weights_that_can_be_used(shots: Path) -> None:
    running = training(shots)
    for step in running:
        if step.fraction > 0.7:
            break
    running.close()
    learned = load_unet(path_of("unet", "Vita"))
    assert all_kept()[0].steps in (20, 30)
    with torch.inference_mode():
        assert torch.isfinite(learned.network(torch.zeros(1, 4, 40, 60))).all()


def test_new_shots_go_on_from_what_is_known(shots: Path) -> None:
    finish(training(shots))
    known = weights()
    write(shots / "jump", 1, GREEN)
    running = training(shots, params=replace(QUICK, rate=1e-9))
    finish(running)
    learned = load_unet(path_of("unet", "Vita"))
    assert learned.palette.tolist() == [[0, 0, 0, 0], [*GREEN], [*RED], [*BLUE]]
    for name, value in weights().items():
        if not name.startswith("tell."):
            torch.testing.assert_close(value, known[name])
    torch.testing.assert_close(weights()["tell.weight"][[0, 3, 2]], known["tell.weight"])


def test_weights_that_are_broken_are_replaced(shots: Path) -> None:
    path = path_of("unet", "Vita")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"noise")
    finish(training(shots, params=replace(QUICK, steps=2)))
    assert load_unet(path).palette.tolist() == [[0, 0, 0, 0], [*BLUE], [*RED]]


def test_learned_on_the_command_line_and_colored_without_a_reference(
    shots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--character", "Vita", "--shots", str(shots), "--steps", "2", "--device", "cpu"]
    assert main(["train", "unet", *arguments]) == 0
    said = capsys.readouterr().out
    assert "Vita: 2 steps now, 2 in all, loss" in said
    assert "run this again with more --steps" in said
    (tmp_path / "new" / "line").mkdir(parents=True)
    (shots / "run" / "line" / "0001.png").rename(tmp_path / "new" / "line" / "0001.png")
    out = tmp_path / "out"
    new = ["colorize", str(tmp_path / "new"), "--out", str(out), "--method", "unet", "--character", "Vita"]
    assert main(new) == 0
    assert (out / "full" / "0001.png").is_file()
    walk = ["colorize", str(shots / "walk"), "--references", "none", *new[2:]]
    assert main(walk) == 0
    assert len([*(out / "full").iterdir()]) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--character", "a/b"], "has a slash"),
        (["--character", " "], "Give the character a name"),
        (["--character", "Vita", "--device", "banana"], "no device 'banana'"),
        (["--character", "Vita", "--size", "0"], "at least 1"),
        ([], "--character"),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(
    arguments: list[str], said: str, shots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status: object
    try:
        status = main(["train", "unet", "--shots", str(shots), "--steps", "1", *arguments])
    except SystemExit as done:
        status = done.code
    assert status == 2
    assert said in capsys.readouterr().err
    assert not all_kept()


def test_shots_without_paint_are_refused_before_anything_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "bare" / "a", 1)
    write_image(tmp_path / "bare" / "a" / "color" / "0000.png", np.zeros_like(color()))
    with pytest.raises(InputError, match="hold no paint"):
        finish(training(tmp_path / "bare"))
    assert not all_kept()


def test_two_trainings_of_one_character_take_turns(shots: Path) -> None:
    first, second = training(shots), training(shots)
    next(first)
    with pytest.raises(InputError, match="Another program is learning Vita: wait"):
        next(second)
    first.close()
    next(training(shots))


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_after_a_death_at_any_moment_training_goes_on_as_if_nothing_was(shots: Path) -> None:
    """The checkpoint and what it is of are one file, and weights older than the checkpoint are made again."""
    quick = replace(QUICK, steps=2, save_every=1)

    def train() -> None:
        torch.set_num_threads(1)
        finish(training(shots, params=quick))

    write(shots / "jump", 1, GREEN)  # an earlier training, whose checkpoint is of other shots
    finish(training(shots, params=replace(quick, steps=1)))
    shutil.rmtree(shots / "jump")
    folder = path_of("unet", "Vita").parent
    earlier = {path.name: path.read_bytes() for path in folder.iterdir()}
    expected = None
    for _ in deaths(train):
        finish(training(shots, params=quick))
        assert all_kept()[0].steps == 2
        assert {path.name for path in folder.iterdir()} == {"weights.safetensors", "checkpoint.safetensors"}
        found = weights("Vita")
        expected = expected or found
        for name, value in expected.items():
            torch.testing.assert_close(found[name], value)
        shutil.rmtree(folder)
        folder.mkdir()
        for name, content in earlier.items():
            (folder / name).write_bytes(content)
