"""Files that Shiage knows again, and what it does where others lie."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from shiage_engine.errors import InputError
from shiage_engine.files.arrays import read_arrays, write_arrays
from shiage_engine.files.images import encoded, read_image
from shiage_engine.files.saving import check_place, growing_name, new_folder, sweep, write_ours
from shiage_engine.files.seals import COMMENT, FIELD, SEAL, is_sealed, sealed, write_sealed
from tests.failpoints import deaths

PICTURE = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
FILES = {
    "table.md": sealed(("| a |\n" + COMMENT).encode()),
    "figures.json": sealed(json.dumps(FIELD | {"a": 1}).encode()),
    "sheet.png": sealed(encoded(PICTURE)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_again_until_one_byte_is_another(name: str, tmp_path: Path) -> None:
    path, content = tmp_path / name, FILES[name]
    path.write_bytes(content)
    assert is_sealed(path)
    for place in range(0, len(content), 7):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not is_sealed(path), place
    path.write_bytes(content + b"\n")
    assert not is_sealed(path)


def test_a_seal_is_a_field_or_a_comment_and_changes_nothing_else(tmp_path: Path) -> None:
    assert json.loads(FILES["figures.json"])["a"] == 1
    (tmp_path / "sheet.png").write_bytes(FILES["sheet.png"])
    assert (read_image(tmp_path / "sheet.png")[..., :3] == PICTURE).all()
    with Image.open(tmp_path / "sheet.png") as picture:
        picture.load()  # the checksums are right
        assert picture.info["Software"].startswith("Shiage ")


def test_what_others_wrote_is_not_sealed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for content in (b"", b"mine", SEAL.encode(), b"Shiage " + 64 * b"a", encoded(PICTURE)):
        path.write_bytes(content)
        assert not is_sealed(path)


def test_our_file_is_replaced_and_what_a_link_points_to(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    link.symlink_to(path)
    for text in ("one\n", "two\n"):
        check_place(link, is_sealed)
        write_sealed(link, text + COMMENT)
        assert path.read_text().startswith(text) and link.is_symlink()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "link.md"]


@pytest.mark.parametrize("content", ["mine\n", sealed(COMMENT.encode()).decode() + "and mine\n"])
def test_what_is_not_ours_stays_and_ours_is_kept_beside_it(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.b.md"
    path.write_text(content)
    with pytest.raises(
        InputError, match=r"a\.b\.md is not known as a file of Shiage, or was changed since: remove it, or"
    ):
        check_place(path, is_sealed)
    for number in (2, 3):
        with pytest.raises(
            InputError, match=rf"was left as it is: what was to be there is in .*a\.b\.{number}\.md"
        ):
            write_sealed(path, COMMENT)
        assert path.read_text() == content and is_sealed(tmp_path / f"a.b.{number}.md")
    assert len([*tmp_path.iterdir()]) == 3


def test_a_file_that_may_not_be_replaced_stays_and_the_new_one_is_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    write_sealed(path, COMMENT)
    before = path.read_bytes()

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputError, match=r"a\.md cannot be replaced \(Operation not permitted\).*a\.2\.md"):
        write_sealed(path, "more" + COMMENT)
    assert path.read_bytes() == before and is_sealed(tmp_path / "a.2.md")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.2.md", "a.md"]


def test_a_place_is_no_folder_and_no_device(tmp_path: Path) -> None:
    check_place(tmp_path / "no" / "a.md", is_sealed)  # the folder will be made
    with pytest.raises(InputError, match="it is a folder: name a file"):
        check_place(tmp_path, is_sealed)
    with pytest.raises(InputError, match="is not known as a file of Shiage"):
        check_place(Path("/dev/null"), is_sealed)


def test_a_folder_without_rights_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda folder, _: folder != tmp_path)
    with pytest.raises(InputError, match=r"a\.md cannot be written, its folder is closed to you: choose"):
        check_place(tmp_path / "a.md", is_sealed)
    check_place(tmp_path / "new" / "a.md", is_sealed)


@pytest.mark.skipif(not hasattr(os, "link"), reason="links of files")
def test_on_a_disk_without_links_a_file_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write_sealed(tmp_path / "a.md", COMMENT)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_what_is_left_over_and_may_not_be_removed_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As what another user of a shared disk left; and nobody is said to be writing."""
    left, unlink = growing_name(tmp_path / "a.md"), Path.unlink
    left.write_text("half")

    def refuse(path: Path, *args: Any, **kwargs: Any) -> None:
        if path == left:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, *args, **kwargs)

    monkeypatch.setattr(Path, "unlink", refuse)
    write_sealed(tmp_path / "a.md", COMMENT)
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([left.name, "a.md"])


def test_a_new_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(ZeroDivisionError), new_folder(out) as growing:
        (growing / "a").write_text("half")
        raise ZeroDivisionError
    assert not [*out.iterdir()]
    with new_folder(out) as growing:
        (growing / "a").write_text("whole")
        assert not [*out.iterdir()]
    assert (out / "a").read_text() == "whole" and [*tmp_path.iterdir()] == [out]
    with pytest.raises(InputError, match="holds something already"), new_folder(out):
        pass


def test_a_folder_that_others_filled_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(InputError, match=r"left as it is: .* is in .*out\.2"), new_folder(out) as growing:
        (growing / "a").write_text("ours")
        out.mkdir()
        (out / "a").write_text("theirs")
    assert (out / "a").read_text() == "theirs" and (tmp_path / "out.2" / "a").read_text() == "ours"


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
@pytest.mark.parametrize("before", ["", "ours"])
def test_whenever_it_dies_a_file_is_old_or_new_and_nothing_stays(before: str, tmp_path: Path) -> None:
    path = tmp_path / "place" / "a.md"
    path.parent.mkdir()

    def write() -> None:
        write_sealed(path, "new\n" + COMMENT)

    def prepare() -> None:
        path.unlink(missing_ok=True)
        if before:
            write_sealed(path, "old\n" + COMMENT)

    prepare()
    for number in deaths(write):
        assert path.is_file() or not before
        assert not path.exists() or is_sealed(path), number
        write()
        assert path.read_text().startswith("new") and [*path.parent.iterdir()] == [path], number
        prepare()


def test_arrays_replace_arrays_of_the_same_names_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    for value in (1, 2):
        write_arrays(path, {"one": np.array(value)})
        assert read_arrays(path, ["one"])["one"] == value
    content = path.read_bytes()
    packed = content.index(b"one.npy") + len(b"one.npy")
    no_block = content[: packed + 20] + b"\xff" * 9 + content[packed + 29 :]  # a kind that there is not
    kind = content.rindex(b"PK\1\2") + 10
    no_kind = content[:kind] + b"\x63" + content[kind + 1 :]  # of packing
    for other in (b"", b"mine", content[:-9], no_block, no_kind, encoded(PICTURE)):
        path.write_bytes(other)
        with pytest.raises(InputError, match="is not of Shiage, or is broken: remove it"):
            write_arrays(path, {"one": np.array(3)})
        assert path.read_bytes() == other
    np.savez(path, other=np.zeros(2), one=np.array([{}], object))
    with pytest.raises(InputError, match="is not of Shiage, or is broken"):
        read_arrays(path, ["one"])


def test_a_picture_is_written_by_what_is_ours(tmp_path: Path) -> None:
    """Any mark will do: the rule is one."""
    path = tmp_path / "a"
    write_ours(path, b"1", lambda at: at.read_bytes() == b"1")
    write_ours(path, b"2", lambda at: at.read_bytes() == b"1")
    with pytest.raises(InputError):
        write_ours(path, b"3", lambda at: at.read_bytes() == b"1")
    assert path.read_bytes() == b"2"
