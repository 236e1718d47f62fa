"""Weights on disk."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from shiage_engine.drawing import schema
from shiage_engine.errors import InputError
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.matcher import store
from shiage_engine.methods.matcher.network import Given, Matcher, MatcherParams
from shiage_engine.methods.matcher.store import KIND, SHIPPED, load_matcher, save_matcher
from shiage_engine.methods.matcher.tensors import certain
from tests.engine.methods.matcher.drawn_views import TOY, encoded, toy


def test_what_is_saved_gives_the_same_answers(tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    matcher = toy()
    with torch.no_grad():
        for value in matcher.parameters():
            value.copy_(value.half().float())  # what half precision can hold
    save_matcher(path, matcher, {"steps": "5"})
    loaded = load_matcher(path)
    assert loaded.params == TOY
    assert load_tensors(path)[1]["steps"] == "5"
    answers = []
    for one in (matcher, loaded):
        given = Given(encoded(one), certain(torch.arange(6).numpy() % 3, 3), 1, False)
        answers.append(one.match(encoded(one, 4), [given])[-1])
    torch.testing.assert_close(*answers)


def test_the_old_file_stays_where_a_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    save_matcher(path, toy(), {})
    before = path.read_bytes()
    with pytest.raises(TypeError):
        save_tensors(path, {"a": torch.ones(1)}, {"steps": 5})  # type: ignore[dict-item]
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_what_the_disk_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"a\.safetensors cannot be written: the disk .* is full .* Remove"):
        save_tensors(tmp_path / "a.safetensors", {"a": torch.ones(1)}, {})
    assert not any(tmp_path.iterdir())


def test_weights_for_other_descriptors_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    save_matcher(path, toy(), {})
    tensors, metadata = load_tensors(path)
    assert metadata["descriptors"] == schema.DIGEST
    save_tensors(path, tensors, metadata | {"descriptors": "0123456789abcdef"})
    with pytest.raises(InputError, match=r"other descriptors .* install Shiage again, or train"):
        load_matcher(path)


def test_weights_of_version_0_1_have_no_digest_and_are_read(tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    save_matcher(path, toy(), {})
    tensors, metadata = load_tensors(path)
    del metadata["descriptors"]
    save_tensors(path, tensors, metadata)
    assert load_matcher(path).params == TOY


def test_the_shipped_weights_are_for_the_present_descriptors() -> None:
    assert load_tensors(SHIPPED)[1]["descriptors"] == schema.DIGEST


def broken(what: str, path: Path) -> None:
    """Write a file that is no sound matcher, in one of many ways."""
    save_matcher(path, toy(), {})
    tensors, metadata = load_tensors(path)
    if what == "truncated":
        path.write_bytes(path.read_bytes()[:-100])
    elif what == "noise":
        path.write_bytes(b"\xff" * 5000)
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "missing":
        path.unlink()
    elif what == "nan":
        tensors["mean"][3] = float("nan")
        save_tensors(path, tensors, metadata)
    elif what == "other kind":
        save_tensors(path, tensors, metadata | {"kind": KIND + "0"})
    elif what == "a tensor less":
        del tensors["mean"]
        save_tensors(path, tensors, metadata)
    elif what == "no metadata":
        save_tensors(path, tensors, {})
    else:
        sizes = asdict(TOY) | json.loads(what)
        save_tensors(path, tensors, metadata | {"sizes": json.dumps(sizes)})


@pytest.mark.parametrize(
    "what",
    [
        "truncated",
        "noise",
        "empty",
        "missing",
        "nan",
        "other kind",
        "a tensor less",
        "no metadata",
        '{"width": 32}',
        '{"width": 1000000000}',
        '{"width": "wide"}',
        '{"depth": 3}',
        '{"descriptors": 100}',
        '{"layers": 1000}',
        '{"width": 1024, "layers": 16}',
    ],
)
def test_a_file_that_is_not_sound_is_refused_with_a_sentence(tmp_path: Path, what: str) -> None:
    path = tmp_path / "matcher.safetensors"
    broken(what, path)
    with pytest.raises(InputError, match=r"matcher\.safetensors (holds|is)"):
        load_matcher(path)


def test_sizes_that_do_not_fit_the_file_take_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "matcher.safetensors"
    broken('{"width": 1024, "layers": 16}', path)
    made: list[Matcher] = []

    def make(sizes: MatcherParams) -> Matcher:
        made.append(Matcher(sizes))
        return made[-1]

    monkeypatch.setattr(store, "Matcher", make)
    with pytest.raises(InputError):
        load_matcher(path)
    assert [value.device.type for value in made[0].parameters()] == ["meta"] * len([*made[0].parameters()])
    assert len(made) == 1
