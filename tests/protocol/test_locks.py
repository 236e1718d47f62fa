"""Locks between programs: one holder at a time, freed by any death, and gone afterwards."""

from __future__ import annotations

import errno
import subprocess
import sys
import types
from pathlib import Path

import pytest

from shiage.client.protocol import locks
from shiage.client.protocol.locks import Locked, is_at, locked, take

HOLD = """
import sys, time
from pathlib import Path
from shiage.client.protocol.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_one_program_holds_a_lock_and_leaves_no_file(tmp_path: Path) -> None:
    with locked(tmp_path / "lock") as is_sure:
        assert is_sure
        with pytest.raises(Locked), locked(tmp_path / "lock"):
            pass
        assert (tmp_path / "lock").exists()
    assert not (tmp_path / "lock").exists()
    with locked(tmp_path / "lock"):
        pass


def test_a_program_that_dies_frees_its_lock(tmp_path: Path) -> None:
    plugin = str(Path(locks.__file__).parents[3])
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {plugin!r})\n{HOLD}",
        str(tmp_path / "lock"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(Locked), locked(tmp_path / "lock"):
            pass
        holder.kill()
        holder.wait()
    with locked(tmp_path / "lock"):
        pass
    assert not (tmp_path / "lock").exists()


def test_a_lock_that_was_removed_and_made_anew_is_not_held(tmp_path: Path) -> None:
    file = take(tmp_path / "lock")
    assert file is not None and is_at(tmp_path / "lock", file)
    (tmp_path / "lock").unlink()
    assert not is_at(tmp_path / "lock", file)
    with locked(tmp_path / "lock"):
        assert not is_at(tmp_path / "lock", file)
    file.close()


def test_a_disk_without_locks_lets_all_write_and_says_that_nothing_is_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locks, "_lock", refuse)
    with locked(tmp_path / "lock") as is_sure:
        assert not is_sure
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none/lock"), locked(tmp_path / "none" / "lock"):
        pass


def test_on_windows_the_first_byte_is_locked_and_the_file_closed_before_it_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a fake of its module; what Windows does of itself, such as refusing to remove an open file, is not tried."""
    held: list[tuple[int, int]] = []

    def locking(handle: int, mode: int, count: int) -> None:
        if held:
            raise OSError(errno.EACCES, "Permission denied")
        held.append((mode, count))

    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(sys, "platform", "win32")
    with locked(tmp_path / "lock"):
        assert held == [(2, 1)]
        with pytest.raises(Locked), locked(tmp_path / "lock"):
            pass
    assert [*tmp_path.iterdir()] == []
