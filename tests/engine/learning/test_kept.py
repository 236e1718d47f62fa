"""Weights by name: kept, listed, and truly gone when removed."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.learning.kept import (
    Kept,
    all_kept,
    describe,
    make_folder,
    path_of,
    remove,
    sweep_all,
    writing,
)
from shiage_engine.learning.tensor_files import save_tensors
from tests.failpoints import deaths

PALETTE = np.array([(0, 0, 0, 0), (200, 30, 30, 255)], np.uint8)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    return tmp_path


def keep(method: str, character: str, steps: int = 7) -> Path:
    path = path_of(method, character)
    note = Kept.now(method, character, PALETTE, ["walk", "run"], steps)
    save_tensors(path, {"weight": torch.ones(3)}, note.metadata())
    return path


def test_what_is_kept_is_told_in_order_of_name() -> None:
    for method, character in (("unet", "Vita"), ("patch", "Vita"), ("patch", "ビタ")):
        keep(method, character)
    assert [(one.character, one.method) for one in all_kept()] == [
        ("Vita", "patch"),
        ("Vita", "unet"),
        ("ビタ", "patch"),
    ]
    one = all_kept()[0]
    assert (one.shots, one.steps) == (("walk", "run"), 7)
    assert one.size == path_of("patch", "Vita").stat().st_size
    assert one.palette == ((0, 0, 0, 0), (200, 30, 30, 255))


def test_names_that_look_alike_are_one_and_others_are_not() -> None:
    assert path_of("patch", "Ame\N{COMBINING ACUTE ACCENT}lie ") == path_of("patch", "Amélie")
    assert len({path_of("patch", name) for name in ("a", "A", "b")}) == 3


def test_nothing_is_left_of_what_is_removed(home: Path) -> None:
    (keep("patch", "Vita").parent / "checkpoint.safetensors").write_bytes(b"more")
    keep("unet", "Vita")
    keep("patch", "Mio")
    assert remove("Vita", "patch") == ["patch"]
    assert [(one.character, one.method) for one in all_kept()] == [("Mio", "patch"), ("Vita", "unet")]
    assert remove("Vita") == ["unet"]
    assert remove("Mio") == ["patch"]
    assert [*kept.characters_dir().iterdir()] == []
    with pytest.raises(InputError, match="Nothing is kept of Mio"):
        remove("Mio")


def test_a_name_is_needed() -> None:
    with pytest.raises(InputError, match="name"):
        path_of("patch", " ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"palette": "[[0,0,0,0],[1,2,3]]"},
        {"palette": "[[1,0,0,0]]"},
        {"palette": "[[0,0,0,0],[1,2,3,256]]"},
        {"palette": "[]"},
        {"palette": "nonsense"},
        {"steps": "many"},
        {"character": "../x"},
        {"character": ""},
        {"shots": "7"},
        {"palette": "[" * 100_000},
    ],
)
def test_files_that_are_not_sound_are_refused_and_passed_over(wrong: dict[str, str]) -> None:
    path = keep("patch", "Vita")
    metadata = Kept.now("patch", "Vita", PALETTE, [], 1).metadata()
    save_tensors(path, {"weight": torch.ones(3)}, {**metadata, **wrong})
    assert all_kept() == []
    with pytest.raises(InputError, match="train again"):
        describe(path)
    path.write_bytes(path.read_bytes()[:20])
    assert all_kept() == []


def test_weights_under_anothers_name_are_passed_over() -> None:
    path = keep("patch", "Vita")
    other = path_of("patch", "Mio")
    other.parent.mkdir(parents=True)
    path.rename(other)
    assert all_kept() == []


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_after_a_death_at_any_moment_the_old_or_the_new_weights_are_whole() -> None:
    path = keep("patch", "Vita", steps=1)

    def save_new() -> None:
        with writing("patch", "Vita"):
            keep("patch", "Vita", steps=2)

    found = []
    for _ in deaths(save_new):
        found.append(describe(path).steps)
        sweep_all()
        assert [one for one in path.parents[1].rglob("*") if one.is_file()] == [path]
        keep("patch", "Vita", steps=1)
    assert (found[0], found[-1]) == (1, 2)
    assert found == sorted(found)


def test_what_is_being_written_is_neither_swept_nor_written_by_another() -> None:
    with writing("patch", "Vita") as folder:
        growing = folder / ".weights.safetensors.0123456789abcdef.growing"
        growing.write_text("growing")
        sweep_all()
        with pytest.raises(InputError, match="Another program is learning Vita"), writing("patch", "Vita"):
            pass
        with pytest.raises(InputError, match="Another program is learning Vita"):
            remove("Vita", "patch")
        with writing("patch", "Mio"), writing("unet", "Vita"):  # others can be
            pass
        assert growing.exists()
    sweep_all()
    assert not growing.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_loose_umask_leaves_nothing_open_to_others(home: Path) -> None:
    before = os.umask(0)
    try:
        make_folder("patch", "Vita")
    finally:
        os.umask(before)
    assert stat.S_IMODE(kept.characters_dir().stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_a_pipe_in_place_of_weights_is_not_waited_for() -> None:
    path = make_folder("patch", "Vita") / kept.WEIGHTS
    os.mkfifo(path)
    assert all_kept() == []
    with pytest.raises(InputError, match="remove it, and train again"):
        describe(path)
