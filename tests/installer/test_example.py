"""The colored example: what is asked of the engine and of Krita."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from installer import example, krita_run, places, system
from installer.errors import InstallError

HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (6).to_bytes(4, "big") + (4).to_bytes(4, "big")
PYTHON = Path("/engine/bin/python")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words after `shiage` of every call of the engine, whose example are two frames of 6 x 4 pixels."""
    words: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert command[:4] == [str(PYTHON), "-I", "-m", "shiage_engine"]
        words.append(command[4:])
        if command[4] == "example":
            for place in ("line/0000.png", "line/0001.png", "color/0000.png"):
                path = Path(command[5]) / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(HEAD)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return words


@pytest.mark.parametrize("has_krita", [False, True])
def test_the_command_line_colors_it_where_krita_cannot(
    tmp_path: Path, krita: Path, asked: list[list[str]], capsys: pytest.CaptureFixture[str], has_krita: bool
) -> None:
    found = places.find_kritas()[0] if has_krita else None  # and there is no display, and no Xvfb
    example.run(found, tmp_path, PYTHON)
    assert [words[0] for words in asked] == ["example", "colorize", "sheet"]
    said = capsys.readouterr().out
    assert "Left out" in said
    assert str(tmp_path / "sheet.png") in said
    assert ("no display" if has_krita else "no Krita") in said


def test_in_krita(
    tmp_path: Path,
    krita: Path,
    asked: list[list[str]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    colored: list[bool] = []

    def color(found: places.Krita, folder: Path) -> None:
        colored.append((folder / "lines.kra").is_file() and found.program == krita)

    monkeypatch.setattr(krita_run, "color", color)
    example.run(places.find_kritas()[0], tmp_path, PYTHON)
    assert colored == [True]
    assert [words[0] for words in asked] == ["example", "sheet"]
    assert str(tmp_path / "example.kra") in capsys.readouterr().out


KRITA = """#!/bin/sh
test -f "$XDG_CONFIG_HOME/kritarc" || exit 1
grep -q enable_shiage_example=true "$XDG_CONFIG_HOME/kritarc" || exit 1
test "$DISPLAY" = :5 || exit 1
printf '%s' '{}' > "$SHIAGE_EXAMPLE/outcome.txt"
"""


@pytest.mark.parametrize("outcome", ["ok", "The engine is blue.", ""])
def test_krita_runs_apart_and_says_how_it_ended(
    home: Path, tmp_path: Path, krita: Path, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    krita.write_text(KRITA.format(outcome) if outcome else "#!/bin/sh\n")
    found = places.find_kritas(krita)[0]
    if outcome == "ok":
        krita_run.color(found, tmp_path)
    else:
        with pytest.raises(InstallError, match=outcome or "ended early"):
            krita_run.color(found, tmp_path)
    assert not (tmp_path / "outcome.txt").exists()
    assert not (home / ".config").exists()


def test_a_krita_that_hangs_is_ended(tmp_path: Path, krita: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":5")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(krita_run, "PATIENCE", 0.2)
    krita.write_text("#!/bin/sh\nsleep 1000\n")
    with pytest.raises(InstallError, match="did not end"):
        krita_run.color(places.find_kritas(krita)[0], tmp_path)


def test_the_engine_that_fails_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "Traceback\nKeyError: 7\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(InstallError, match=r"shiage example.*KeyError: 7"):
        example.run(None, tmp_path, PYTHON)


def test_packages_need_root_or_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not system.can_install()
    with pytest.raises(InstallError, match=r"Install these packages first.*: krita"):
        system.install(["krita"])


def test_an_earlier_example_in_which_somebody_may_have_painted_stays(tmp_path: Path) -> None:
    wanted = tmp_path / "example"
    assert example.free_folder(wanted) == wanted
    wanted.mkdir()
    assert example.free_folder(wanted) == wanted
    (wanted / "example.kra").write_text("painted")
    (tmp_path / "example.2").write_text("a file")
    assert example.free_folder(wanted) == tmp_path / "example.3"
