"""The zip for Krita's importer; with Krita's own importer where Krita is installed."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from pathlib import Path

import pytest

from installer import commands
from installer.plugin_files import plugin_files

IMPORTER = Path("/usr/share/krita/pykrita/plugin_importer/plugin_importer.py")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "dist" / "shiage.zip"
    assert commands.main(["zip", "--out", str(path)]) == 0
    return path


def test_it_holds_every_file_and_an_entry_for_every_folder(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    assert len(names) == len(set(names))
    assert {
        "shiage/",
        "shiage/client/",
        "shiage/client/protocol/",
        "shiage/host/",
        "shiage/panel/",
        "shiage/__init__.py",
        "shiage.desktop",
        "actions/shiage.action",
    } <= set(names)
    assert len([name for name in names if not name.endswith("/")]) == len(plugin_files())


@pytest.mark.krita
def test_kritas_own_importer_takes_it(archive: Path, tmp_path: Path) -> None:
    if not IMPORTER.is_file():
        pytest.skip("Krita's plugin importer is not installed here")
    spec = importlib.util.spec_from_file_location("plugin_importer", IMPORTER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    resources = tmp_path / "resources"
    resources.mkdir()
    imported = module.PluginImporter(str(archive), str(resources), lambda plugin: True).import_all()
    assert [plugin["name"] for plugin in imported] == ["shiage"]
    for place, source in plugin_files().items():
        assert (resources / place).read_bytes() == source.read_bytes(), place
    sys.modules.pop("plugin_importer", None)


def test_only_an_earlier_zip_is_replaced(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["zip", "--out", str(archive)]) == 0
    assert [path.name for path in archive.parent.iterdir()] == ["shiage.zip"]
    for content in (b"mine", b"", b"mine" + archive.read_bytes()[-22:]):  # which ends like a zip
        archive.write_bytes(content)
        assert commands.main(["zip", "--out", str(archive)]) == 1
        assert archive.read_bytes() == content
    with zipfile.ZipFile(archive, "w") as other:
        other.writestr("notes.txt", "mine")
    assert commands.main(["zip", "--out", str(archive)]) == 1
    assert "is not of Shiage: remove it, or choose another name with --out" in capsys.readouterr().err
