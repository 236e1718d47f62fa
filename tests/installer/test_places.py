"""Finding Krita, and its folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from installer import places


def script(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_native(home: Path, krita: Path) -> None:
    (found,) = places.find_kritas()
    assert (found.kind, found.program, found.is_usable) == ("native", krita, True)
    assert found.resources == home / ".local/share/krita"
    assert found.settings == home / ".config/kritarc"


def test_folders_follow_xdg_and_the_painters_own_resource_folder(
    home: Path, krita: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert places.find_kritas()[0].resources == home / "data/krita"
    settings = home / ".config" / "kritarc"
    settings.parent.mkdir()
    settings.write_text(f"ResourceDirectory={home}/art\n")
    assert places.find_kritas()[0].resources == home / "art"


def test_snap_is_explained_and_comes_last(home: Path, tmp_path: Path) -> None:
    script(tmp_path / "snap" / "bin" / "krita")
    (tmp_path / "programs").mkdir()
    os.symlink(tmp_path / "snap" / "bin" / "krita", tmp_path / "programs" / "krita")
    image = script(home / "Applications" / "krita-5.2.9-x86_64.appimage")
    appimage, snap = places.find_kritas()
    assert (appimage.kind, appimage.program, appimage.is_usable) == ("AppImage", image, True)
    assert snap.kind == "Snap"
    assert "leaves Python plugins out" in snap.problem


@pytest.mark.parametrize(("status", "kinds"), [(0, ["Flatpak"]), (1, [])])
def test_flatpak_is_explained(home: Path, tmp_path: Path, status: int, kinds: list[str]) -> None:
    script(tmp_path / "programs" / "flatpak", f"#!/bin/sh\nexit {status}\n")
    found = places.find_kritas()
    assert [krita.kind for krita in found] == kinds
    if found:
        assert "sandbox" in found[0].problem
        assert found[0].resources == home / ".var/app/org.kde.krita/data/krita"


def test_none_and_a_chosen_one_that_is_missing(tmp_path: Path) -> None:
    assert places.find_kritas() == []
    (chosen,) = places.find_kritas(tmp_path / "nowhere")
    assert "--krita" in chosen.problem
