"""Replacing folders and files, interrupted at every step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from installer import swap


def prepare(path: Path) -> None:
    for folder, content in ((path, "old"), (swap.beside(path, "new"), "new")):
        folder.mkdir()
        (folder / "file").write_text(content)


def test_replace_folder(tmp_path: Path) -> None:
    path = tmp_path / "plugin"
    prepare(path)
    swap.replace_folder(path)
    assert (path / "file").read_text() == "new"
    assert sorted(p.name for p in tmp_path.glob("plugin*")) == ["plugin"]


@pytest.mark.parametrize("step", range(3))
def test_a_folder_is_whole_after_an_interruption_at_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    path = tmp_path / "plugin"
    prepare(path)
    calls = []

    def interrupted(real: Any) -> Any:
        def call(*args: Any, **options: Any) -> None:
            calls.append(real)
            if len(calls) == step + 2:  # the first is heal's, before anything happens
                raise KeyboardInterrupt
            real(*args, **options)

        return call

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "rename", interrupted(os.rename))
        patch.setattr(shutil, "rmtree", interrupted(shutil.rmtree))
        swap.replace_folder(path)
    swap.heal(path)
    assert (path / "file").read_text() in {"old", "new"}
    assert not swap.beside(path, "old").exists()


def test_write_file_keeps_the_old_one_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "file"
    swap.write_file(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="space"):
        patch.setattr(os, "fsync", full)
        swap.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    swap.discard_new(path)
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_links_and_files_of_others_are_not_ours_to_replace(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert "symbolic link" in swap.check_replaceable(link)
    assert swap.check_replaceable(tmp_path / "none") == ""
    assert swap.check_replaceable(tmp_path) == ""


def test_a_copy_that_somebody_made_stays(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path, copies = place / "shiage", [place / "shiage.old", place / "shiage.new"]
    for folder in (path, *copies, swap.beside(path, "new")):
        folder.mkdir()
    swap.replace_folder(path)
    swap.heal(path)
    swap.discard_new(path)
    for name in ("rc", "rc.new"):
        (place / name).write_text("mine")
    (place / ".rc.0123456789abcdef.new").write_text("half")
    swap.write_file(place / "rc", b"new")
    assert (place / "rc").read_text() == "new" and (place / "rc.new").read_text() == "mine"
    assert sorted(one.name for one in place.iterdir()) == [
        "rc",
        "rc.new",
        "shiage",
        "shiage.new",
        "shiage.old",
    ]
