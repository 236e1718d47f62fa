"""Who may import whom among what draws: rooms stand one above the other, and no file reaches itself."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path

from tests.imports import imports, modules
from tests.test_arrows import ENGINE, SYNTHESIS, within

# Every room may import those before it.
ROOMS = (
    *("page", "things", "creatures", "effects", "scenery"),
    *("people.body", "people.head", "people.hair", "people.headwear", "people.clothes", "people"),
    *("shots", "example", ""),
)
KNOWN_OF_THE_ENGINE = ("shiage_engine.errors", "shiage_engine.progress", "shiage_engine.files")


def name_of(path: Path) -> str:
    """The full name of a module; of a package, that of its folder."""
    parts = path.relative_to(SYNTHESIS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The folder that holds a module, without the package's name."""
    path = SYNTHESIS.parent.joinpath(*module.split("."))
    folder = path if path.is_dir() else path.parent
    return ".".join(folder.relative_to(SYNTHESIS).parts)


def imported() -> dict[str, set[str]]:
    """By every module of the package, the modules of the package that it imports; not the folders it lies in."""
    names = {name_of(path): path for path in modules(SYNTHESIS)}
    return {
        name: {
            other for other in imports(path, SYNTHESIS.parent) if other in names and not within(name, other)
        }
        for name, path in names.items()
    }


def test_every_room_is_known() -> None:
    assert {room_of(module) for module in imported()} == set(ROOMS)


def test_a_room_imports_itself_and_rooms_below_it_alone() -> None:
    for module, others in imported().items():
        for other in others:
            arrow = f"{module} imports {other}"
            assert ROOMS.index(room_of(other)) <= ROOMS.index(room_of(module)), arrow


def test_no_file_reaches_itself() -> None:
    TopologicalSorter(imported()).prepare()  # raises CycleError


def test_a_package_s_own_file_imports_nothing_but_at_the_top() -> None:
    """Else importing one file of a room would import them all."""
    for module, others in imported().items():
        if SYNTHESIS.parent.joinpath(*module.split(".")).is_dir() and room_of(module) not in {"", "example"}:
            assert not others, module


def test_of_the_engine_it_knows_errors_progress_and_files() -> None:
    for path in modules(SYNTHESIS):
        for name in imports(path, SYNTHESIS.parent):
            known = within(name, *KNOWN_OF_THE_ENGINE)
            assert known or not within(name, "shiage_engine", "torch"), f"{path} imports {name}"


def test_the_engine_knows_it_in_its_command_line_alone() -> None:
    for path in modules(ENGINE):
        for name in imports(path, ENGINE.parent):
            assert path == ENGINE / "commands" / "synthesis.py" or not within(name, "shiage_synthesis"), path
