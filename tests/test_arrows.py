"""Who may import whom: holds the arrows between the rooms of the source, by reading syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE, PLUGIN, INSTALLER = ROOT / "engine" / "shiage_engine", ROOT / "plugin" / "shiage", ROOT / "installer"
NO_KRITA = {"controller", "client", "qt", "template", "tree"}  # these are tested without it
SHARED = ("shiage_engine.progress", "shiage_engine.errors")


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path, package_root: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, by its full name; `package_root` holds the package."""
    package = path.relative_to(package_root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield whole
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def engine_imports(room: str) -> Iterator[tuple[Path, str]]:
    for path in modules(ENGINE / room):
        for name in imports(path, ENGINE.parent):
            yield path, name


def standard(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in sys.stdlib_module_names or name == ""


def test_the_wire_and_the_installer_need_the_standard_library_alone() -> None:
    for path in [*modules(PLUGIN / "protocol"), PLUGIN / "template.py"]:
        for name in imports(path, PLUGIN.parent):
            assert standard(name) or within(name, "shiage.client.protocol"), f"{path} imports {name}"
    own = {path.stem for path in modules(INSTALLER)} | {"installer"}
    for path in modules(INSTALLER):
        if "inside_krita" in path.parts:  # runs in Krita, with Krita's modules
            continue
        for name in imports(path, INSTALLER.parent):
            allowed = (
                standard(name)
                or name.split(".")[0] in own
                or within(name, "shiage.client.protocol", "shiage.template")
            )
            assert allowed, f"{path} imports {name}"


@pytest.mark.parametrize("room", ["drawing", "confidence"])
def test_drawing_and_confidence_know_arrays_and_nothing_above_them(room: str) -> None:
    for path, name in engine_imports(room):
        known = within(name, "shiage_engine.drawing", "shiage_engine.confidence", *SHARED)
        assert known or not within(name, "torch", "shiage_engine"), f"{path} imports {name}"


def test_colorizers_know_neither_sockets_nor_files_nor_the_pipeline() -> None:
    above = ("evaluation", "service", "pipeline", "files", "__main__", "protocol")
    for path, name in engine_imports("colorizers"):
        assert not within(name, "socket", "threading", "multiprocessing", "asyncio"), f"{path} imports {name}"
        assert not within(name, *(f"shiage_engine.{room}" for room in above)), f"{path} imports {name}"


def test_networks_know_tensors_and_arrays_alone() -> None:
    for path, name in engine_imports("networks"):
        ours = not within(name, "shiage_engine") or within(name, "shiage_engine.networks")
        assert ours and not within(name, "cv2", "sklearn", "scipy"), f"{path} imports {name}"


def test_only_the_service_opens_sockets_and_starts_processes_and_threads() -> None:
    """But for the evaluation's workers, one process a shot."""
    system = ("socket", "socketserver", "selectors", "multiprocessing", "subprocess", "threading", "asyncio")
    for path, name in engine_imports("."):
        inside = path.relative_to(ENGINE)
        if "service" not in inside.parts and inside != Path("evaluation", "workers.py"):
            assert not within(name, *system), f"{path} imports {name}"


def test_the_supervisor_starts_without_heavy_modules() -> None:
    program = "import sys, shiage_engine.service.supervisor; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"torch", "cv2", "numpy", "sklearn"} & set(done.stdout.split())


def test_only_the_command_line_prints() -> None:
    for path in modules(ENGINE):
        if path.stem in {"__main__", "console"}:
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert "print" not in names, f"{path} prints"


def test_the_plugin_needs_qt_through_its_shim_and_its_logic_no_krita() -> None:
    for path in modules(PLUGIN):
        for name in imports(path, PLUGIN.parent):
            assert not within(name, "numpy", "cv2", "torch", "shiage_engine"), f"{path} imports {name}"
            assert path.stem == "qt" or not within(name, "PyQt5", "PyQt6"), f"{path} imports {name}"
            assert path.stem not in NO_KRITA or not within(name, "krita"), f"{path} imports {name}"


def test_the_wheel_holds_every_package_and_takes_the_wire_from_the_plugin() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {path.parent.relative_to(ENGINE.parent).as_posix() for path in modules(ENGINE)}
    packages = {folder.replace("/", ".") for folder in folders} | {"shiage_engine.protocol"}
    assert set(settings["tool"]["setuptools"]["packages"]) == packages
    assert not (ENGINE / "protocol").exists(), "the wire is written once, in plugin/shiage/protocol"
