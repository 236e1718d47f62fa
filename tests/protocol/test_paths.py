"""Folders and the record: where they lie, and who may open them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from shiage_engine.protocol import paths, record
from shiage_engine.protocol.paths import PathError
from shiage_engine.protocol.record import Record

from tests.failpoints import deaths

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are the folders of Linux")
RECORD = Record("/run/engine.sock", b"k" * 32, 17, "0.1.0")


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    paths.make_private(folder)
    return folder


@pytest.mark.parametrize(
    ("variable", "call", "inside"),
    [
        ("XDG_DATA_HOME", paths.data_dir, "shiage"),
        ("XDG_DATA_HOME", paths.log_dir, "shiage/logs"),
        ("XDG_DATA_HOME", paths.install_manifest, "shiage/install.json"),
        ("XDG_CACHE_HOME", paths.run_dir, "shiage/run"),
    ],
)
def test_the_xdg_folders(variable: str, call: object, inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv(variable, "/some/where ö")
    assert callable(call) and call() == Path("/some/where ö") / inside
    monkeypatch.setenv(variable, "relative")  # the specification says to ignore it
    monkeypatch.setenv("HOME", "/home/painter")
    assert str(call()).startswith("/home/painter/.")


def test_the_runtime_folder_is_used_when_it_is_ours_alone(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(private))
    assert paths.run_dir() == private / "shiage"
    private.chmod(0o755)
    assert private not in paths.run_dir().parents


def test_engines_of_every_login_are_found(private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(private))
    with_runtime_folder = paths.run_dir()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert paths.run_dir() != with_runtime_folder
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(private))
    login = Path(f"/run/user/{os.getuid()}/shiage")
    assert {with_runtime_folder, login} < set(paths.run_dirs())


def test_a_private_folder_is_made(tmp_path: Path) -> None:
    paths.make_private(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_an_open_folder_is_refused(private: Path) -> None:
    private.chmod(0o701)
    with pytest.raises(PathError, match="other users"):
        paths.make_private(private)


def test_a_link_is_refused(private: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(private)
    with pytest.raises(PathError, match="symbolic link"):
        paths.make_private(tmp_path / "link")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(private: Path) -> None:
    os.chown(private, 65534, 65534)
    with pytest.raises(PathError, match="another user"):
        paths.make_private(private)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PathError, match="cannot be created"):
        paths.make_private(tmp_path / "file" / "run")


@pytest.mark.parametrize("address", ["/run/engine.sock", ("127.0.0.1", 4711)])
def test_the_record_comes_back(private: Path, address: record.Address) -> None:
    written = RECORD._replace(address=address)
    record.write(private, written)
    assert record.read(private) == written
    assert stat.S_IMODE(paths.engine_record(private).stat().st_mode) == 0o600
    record.write(private, RECORD._replace(pid=18))  # the next engine replaces it
    assert record.read(private).pid == 18
    record.remove(private)
    assert list(private.iterdir()) == []


def test_no_record(private: Path) -> None:
    with pytest.raises(FileNotFoundError):
        record.read(private)


def test_a_record_that_others_may_read_is_not_trusted(private: Path) -> None:
    record.write(private, RECORD)
    paths.engine_record(private).chmod(0o644)
    with pytest.raises(PathError):
        record.read(private)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"address": 1, "token": "00", "pid": 1, "version": ""}', "é", "[" * 4000]
)
def test_a_damaged_record(private: Path, text: str) -> None:
    path = paths.engine_record(private)
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(PathError):
        record.read(private)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders")
def test_a_pipe_in_place_of_a_record_is_not_waited_for(private: Path) -> None:
    os.mkfifo(paths.engine_record(private), 0o600)
    with pytest.raises(PathError, match=r"engine\.json is no file: remove it"):
        record.read(private)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_after_a_death_at_any_moment_the_old_or_the_new_record_is_whole(private: Path) -> None:
    record.write(private, RECORD)
    new = RECORD._replace(pid=18)
    found = []
    for _ in deaths(lambda: record.write(private, new)):
        found.append(record.read(private).pid)
        record.write(private, RECORD)
        assert [path.name for path in private.iterdir()] == ["engine.json"]
    assert found[0] == RECORD.pid and found[-1] == 18
