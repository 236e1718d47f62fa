"""Who may import whom: holds the arrows between the rooms of the source, by reading syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.imports import Graph, circle, file_graph, imports, modules, room_graph

ROOT = Path(__file__).parents[1]
ENGINE, PLUGIN, INSTALLER = ROOT / "engine" / "shiage_engine", ROOT / "plugin" / "shiage", ROOT / "installer"
SYNTHESIS = ROOT / "engine" / "synthesis" / "shiage_synthesis"
PROTOCOL = PLUGIN / "client" / "protocol"
KNOW_KRITA = {Path("__init__.py"), Path("extension.py")}  # and host/
WITHOUT_KRITA = {"memory", "template", "tree"}  # of host/; these are tested without it
SHARED = ("shiage_engine.progress", "shiage_engine.errors", "shiage_engine.limits")


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def engine_imports(room: str) -> Iterator[tuple[Path, str]]:
    for path in modules(ENGINE / room):
        for name in imports(path, ENGINE.parent):
            yield path, name


def standard(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in sys.stdlib_module_names or name == ""


@pytest.mark.parametrize(
    "package",
    [
        PLUGIN,
        ENGINE,
        SYNTHESIS,
        INSTALLER,
    ],
    ids=lambda package: package.name,
)
@pytest.mark.parametrize("graph", [room_graph, file_graph])
def test_no_room_and_no_file_reaches_itself(package: Path, graph: Callable[[Path], Graph]) -> None:
    found = circle(graph(package))
    assert not found, f"a circle in {package.name}: {' -> '.join(found)}"


def test_a_circle_is_found_and_named(tmp_path: Path) -> None:
    """Rooms a and b import each other through different files; no file reaches itself."""
    files = {
        "__init__.py": "from .a import one",
        "a/__init__.py": "",
        "a/one.py": "from ..b import one\nimport json",
        "a/two.py": "VALUE = 1",
        "b/__init__.py": "",
        "b/one.py": "def late():\n    from ..a.two import VALUE",
        "root.py": "from . import a, b",
    }
    for name, text in files.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert circle(room_graph(tmp_path / "package")) == ["a", "b", "a"]
    graph = file_graph(tmp_path / "package")
    assert graph["package.a.one"] == {"package.b.one"}
    assert graph["package.b.one"] == {"package.a.two"}
    assert graph["package.root"] == {"package.a", "package.b"}
    assert circle(graph) == []
    (tmp_path / "package" / "a" / "two.py").write_text("from . import one")
    assert circle(file_graph(tmp_path / "package")) == [
        "package.a.one",
        "package.b.one",
        "package.a.two",
        "package.a.one",
    ]


def test_the_protocol_and_the_installer_need_the_standard_library_alone() -> None:
    for path in [*modules(PROTOCOL), PLUGIN / "host" / "__init__.py", PLUGIN / "host" / "template.py"]:
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
                or within(name, "shiage.client.protocol", "shiage.host.template")
            )
            assert allowed, f"{path} imports {name}"


@pytest.mark.parametrize("room", ["drawing", "confidence"])
def test_drawing_and_confidence_know_arrays_and_nothing_above_them(room: str) -> None:
    for path, name in engine_imports(room):
        known = within(name, "shiage_engine.drawing", "shiage_engine.confidence", *SHARED)
        assert known or not within(name, "torch", "shiage_engine"), f"{path} imports {name}"


def test_methods_know_neither_sockets_nor_the_pipeline() -> None:
    above = (
        "evaluation",
        "service",
        "pipeline",
        "registry",
        "api",
        "results",
        "commands",
        "__main__",
        "protocol",
    )
    for path, name in engine_imports("methods"):
        assert not within(name, "socket", "threading", "multiprocessing", "asyncio"), f"{path} imports {name}"
        is_above = within(name, *(f"shiage_engine.{room}" for room in above))
        assert not is_above or within(name, "shiage_engine.protocol.json_text"), f"{path} imports {name}"


def test_networks_know_tensors_and_arrays_alone() -> None:
    layers = "shiage_engine.methods.pictures.layers"
    for path in [*ENGINE.glob("methods/*/network.py"), ENGINE / "methods" / "pictures" / "layers.py"]:
        for name in imports(path, ENGINE.parent):
            own = f"shiage_engine.methods.{path.parent.name}."
            ours = not within(name, "shiage_engine") or name.startswith(own) or within(name, layers)
            assert ours and not within(name, "cv2", "sklearn", "scipy"), f"{path} imports {name}"


def test_only_the_service_opens_sockets_and_starts_processes_and_threads() -> None:
    """But for the workers of evaluation and batch, and for comparing two engines."""
    others = (Path("evaluation", "workers.py"), Path("evaluation", "speed.py"), Path("batch", "local.py"))
    system = ("socket", "socketserver", "selectors", "multiprocessing", "subprocess", "threading", "asyncio")
    for path, name in engine_imports("."):
        inside = path.relative_to(ENGINE)
        if "service" not in inside.parts and inside not in others:
            assert not within(name, *system), f"{path} imports {name}"


def test_the_supervisor_starts_without_heavy_modules() -> None:
    program = "import sys, shiage_engine.service.supervisor; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"torch", "cv2", "numpy", "sklearn"} & set(done.stdout.split())


def test_only_the_command_line_prints() -> None:
    for path in [*modules(ENGINE), *modules(SYNTHESIS)]:
        if "commands" in path.parts or path.stem == "__main__":
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert "print" not in names, f"{path} prints"


def plugin_imports() -> Iterator[tuple[Path, str]]:
    """(path inside the plugin, what it imports)."""
    for path in modules(PLUGIN):
        for name in imports(path, PLUGIN.parent):
            yield path.relative_to(PLUGIN), name


def test_the_plugin_needs_the_standard_library_qt_and_krita_alone() -> None:
    for path, name in plugin_imports():
        known = standard(name) or within(name, "shiage", "krita", "pykrita", "PyQt5", "PyQt6")
        assert known, f"{path} imports {name}"


def test_qt_is_imported_through_its_one_module() -> None:
    for path, name in plugin_imports():
        allowed = path == Path("qt.py") or not within(name, "PyQt5", "PyQt6", "pykrita")
        assert allowed, f"{path} imports {name}"


def test_the_host_alone_knows_krita() -> None:
    """But for the entry, and not in the files of the host that are tested without Krita."""
    for path, name in plugin_imports():
        is_host = path.parts[0] == "host" and path.stem not in WITHOUT_KRITA
        assert is_host or path in KNOW_KRITA or not within(name, "krita"), f"{path} imports {name}"


def test_only_the_entry_knows_the_host_and_the_panel() -> None:
    """The controller knows documents by an interface, and the panel knows no documents at all."""
    for path, name in plugin_imports():
        for room in ("host", "panel"):
            inside = path.parts[0] == room or path in KNOW_KRITA
            assert inside or not within(name, f"shiage.{room}"), f"{path} imports {name}"


def test_what_reaches_the_engine_knows_no_qt() -> None:
    """Another host can use it: only engine_client.py, which nothing else in client/ imports, is for Qt."""
    for path, name in plugin_imports():
        if path.parts[0] == "client" and path != Path("client", "engine_client.py"):
            allowed = standard(name) or within(name, "shiage.client")
            assert allowed and not within(name, "shiage.client.engine_client"), f"{path} imports {name}"


def test_the_rooms_are_packages_that_import_nothing_by_themselves() -> None:
    for room in ("host", "panel", "client"):
        assert not list(imports(PLUGIN / room / "__init__.py", PLUGIN.parent))


@pytest.mark.parametrize(
    ("project", "package", "taken_in"),
    [(ROOT, ENGINE, {"shiage_engine.protocol"}), (SYNTHESIS.parent, SYNTHESIS, set())],
)
def test_the_wheel_holds_every_package(project: Path, package: Path, taken_in: set[str]) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {path.parent.relative_to(package.parent).as_posix() for path in modules(package)}
    packages = {folder.replace("/", ".") for folder in folders} | taken_in
    assert set(settings["tool"]["setuptools"]["packages"]) == packages


def test_the_engine_takes_the_protocol_from_the_plugin() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folder = settings["tool"]["setuptools"]["package-dir"]["shiage_engine.protocol"]
    assert ROOT / folder == PROTOCOL
    assert not (ENGINE / "protocol").exists(), "the one source of the protocol is in the plugin"
