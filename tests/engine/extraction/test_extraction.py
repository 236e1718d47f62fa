"""Line extraction, at toy size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.extraction.extract import TILE, by_network, canny, extract_folder, f1, xdog
from shiage_engine.extraction.lesson import LessonParams, LinesLesson, lines_loss, painted, spoiled
from shiage_engine.extraction.network import LineNetwork, LinesParams
from shiage_engine.extraction.store import PLACE, SHIPPED, load_lines, save_lines
from shiage_engine.extraction.train import train_lines
from shiage_engine.files.images import read_image, write_image
from shiage_engine.learning import kept
from shiage_engine.learning.fit import FitParams, fit
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.pictures.examples import ExampleParams, draw_example
from shiage_engine.progress import finish
from tests.engine.methods.pictures.sets import shot, write_set

TINY = LinesParams((4, 8))
LESSONS = LessonParams(batch=2, examples=ExampleParams(size=32, frame=48, broken=0.0))
QUICK = FitParams(4, rate=1e-2, warm_up=2, decay=0.0, average=0.9, save_every=2)


def network(params: LinesParams = TINY) -> LineNetwork:
    torch.manual_seed(0)
    return LineNetwork(params).eval()


@pytest.mark.parametrize(("height", "width"), [(16, 16), (17, 30), (1, 3)])
def test_ink_is_of_the_size_of_the_picture(height: int, width: int) -> None:
    for params in (TINY, LinesParams()):
        assert network(params)(torch.rand(2, 3, height, width)).shape == (2, 1, height, width)


def test_a_batch_equals_its_members_singly_and_a_gradient_reaches_every_parameter() -> None:
    one, pictures = network(), torch.rand(2, 3, 16, 16)
    together = one(pictures)
    torch.testing.assert_close(one(pictures[1:]), together[1:], rtol=1e-3, atol=1e-5)
    together.square().sum().backward()
    for name, value in one.named_parameters():
        assert value.grad is not None and value.grad.abs().sum() > 0, name


def test_line_and_paper_count_alike() -> None:
    true = torch.zeros(1, 1, 10, 10)
    true[..., 0] = 1
    of_line, of_paper = torch.zeros(2, 1, 1, 10, 10)
    of_line[..., 0] = 5.0
    of_paper[..., 1:] = -5.0
    assert lines_loss(of_line, true, 0).item() == pytest.approx(
        lines_loss(of_paper, true, 0).item(), rel=1e-4
    )


def test_pictures_are_painted_and_spoiled_under_their_lines() -> None:
    random = np.random.default_rng(0)
    example = draw_example(shot(), [0], random, replace(LESSONS.examples, hard=1.0))
    picture = painted(example, random, shaded=0.0)
    is_line = example.inks[0] == 255
    assert picture[is_line].max() <= 70 and picture[example.inks[0] == 0].min() >= 40
    for label in np.unique(example.labels[0]):
        assert len(np.unique(picture[(example.labels[0] == label) & (example.inks[0] == 0)], axis=0)) <= 1
    shaded = painted(example, random, shaded=1.0)
    assert len(np.unique(shaded.reshape(-1, 3), axis=0)) > len(np.unique(picture.reshape(-1, 3), axis=0))
    worst = replace(LESSONS, blurred=1.0, noisy=1.0, packed=1.0, rescaled=1.0)
    film = spoiled(picture, random, worst)
    assert film.dtype == np.uint8 and film.shape == picture.shape
    assert 1 < np.abs(film - picture).mean() < 40


def test_tiles_give_what_the_whole_gives() -> None:
    """Group norm sees a whole tile, so that only a picture that is alike everywhere can be compared."""
    picture = np.full((TILE + 40, 24, 3), 130, np.uint8)
    ink = by_network(network())(picture)
    assert ink.shape == picture.shape[:2]
    assert int(ink.max()) - int(ink.min()) <= 1


@pytest.mark.parametrize("extract", [canny, xdog])
def test_filters_find_a_line(extract: object) -> None:
    assert callable(extract)
    picture = np.full((40, 40, 3), 230, np.uint8)
    true = np.zeros((40, 40), np.uint8)
    cv2.line(true, (8, 20), (31, 20), 255, 2)
    picture[true > 0] = 20
    assert f1(extract(picture), true) > 0.7
    assert f1(extract(np.full_like(picture, 230)), np.zeros_like(true)) == 1


def test_ink_may_be_a_pixel_away() -> None:
    true = np.zeros((9, 9), np.uint8)
    true[4] = 255
    near, far, half = np.zeros((3, 9, 9), np.uint8)
    near[5], far[7], half[4, :3] = 255, 255, 255
    assert (f1(true, true), f1(near, true), f1(far, true)) == (1, 1, 0)
    recall = 4 / 9  # of the pixels that are there, three are found and one is beside them
    assert f1(half, true) == pytest.approx(2 * recall / (1 + recall))
    assert f1(np.zeros_like(true), true) == 0


def test_a_folder_of_pictures_becomes_line_art(tmp_path: Path) -> None:
    frames, out = tmp_path / "frames", tmp_path / "lines"
    frames.mkdir()
    with pytest.raises(InputError, match="no pictures"):
        finish(extract_folder(frames, out, canny))
    picture = np.full((40, 40, 4), 255, np.uint8)
    picture[10:30, 10:30, :3] = 0
    write_image(frames / "0007.png", picture)
    assert finish(extract_folder(frames, out, canny)) == 1
    line = read_image(out / "0007.png")
    assert (
        line.shape == (40, 40, 4)
        and set(np.unique(line).tolist()) == {0, 255}
        and (line[..., 3] == 255).all()
    )
    with pytest.raises(InputError, match="holds something already"):
        finish(extract_folder(frames, out, canny))


def test_pictures_that_would_replace_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    for name in ("a.png", "a.webp"):
        write_image(tmp_path / "frames" / name, np.full((8, 8, 3), 255, np.uint8))
    with pytest.raises(InputError, match=r"a\.png and .*a\.webp have one name: rename one of them"):
        finish(extract_folder(tmp_path / "frames", tmp_path / "lines", canny))
    assert not (tmp_path / "lines").exists()


def train(out: Path, folder: Path) -> None:
    finish(train_lines([folder], out, QUICK, TINY, LESSONS, device="cpu"))


def test_training_stopped_and_resumed_gives_the_weights_of_one_run(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    train(tmp_path / "whole.safetensors", folder)
    out = tmp_path / "parts.safetensors"
    running = train_lines([folder], out, QUICK, TINY, LESSONS, device="cpu")
    while not out.exists():
        next(running)
    running.close()
    load_lines(out)  # usable weights are there
    train(out, folder)
    out.unlink()
    train(out, folder)  # the last run may have ended between the checkpoint and the weights
    one, other = (
        load_lines(tmp_path / name).state_dict() for name in ("whole.safetensors", "parts.safetensors")
    )
    for name, value in one.items():
        torch.testing.assert_close(other[name], value)


@pytest.mark.slow
def test_the_loss_falls() -> None:
    one = network(LinesParams((8, 16)))
    losses = finish(fit(one, LinesLesson(one, [shot()], LESSONS), replace(QUICK, steps=60)))
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])


def saved(path: Path) -> LineNetwork:
    one = network()
    save_lines(path, TINY, one.state_dict(), {})
    return one


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "lines.safetensors"
    one = saved(path)
    picture = torch.rand(1, 3, 16, 16)
    torch.testing.assert_close(load_lines(path)(picture), one(picture), atol=2e-2, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"sizes": "{}"},
        *(
            {"sizes": json.dumps({"widths": widths})}
            for widths in ([4], [4, 16], [1 << 20, 8], [4] * 9, "48", [True, 8])
        ),
    ],
)
def test_files_of_another_making_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    path = tmp_path / "lines.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    save_tensors(path, tensors, metadata | changes)
    with pytest.raises(InputError, match="holds no weights of this version's line extraction"):
        load_lines(path)


def test_the_shipped_network_finds_the_ink_and_no_paint() -> None:
    picture = np.full((96, 96, 3), 255, np.uint8)
    picture[20:76, 20:76] = (200, 120, 60)
    picture[20:48, 20:76] = (120, 60, 30)  # a color beside another, with no line between
    ink = np.zeros((96, 96), np.uint8)
    cv2.rectangle(ink, (20, 20), (76, 76), 255, 2)
    picture[ink > 0] = 0
    assert f1(by_network(load_lines(SHIPPED))(picture), ink) > 0.95


def test_what_was_trained_here_comes_before_what_is_shipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    assert load_lines().params == LinesParams()
    saved(PLACE.trained())
    assert load_lines().params == TINY
    path = tmp_path / "bad.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    tensors["tell.bias"][0] = float("nan")
    save_tensors(path, tensors, metadata)
    with pytest.raises(InputError, match="no numbers"):
        load_lines(path)
