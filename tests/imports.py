"""Who imports whom, read from syntax trees: the files and the rooms of a package, and the circles between them.

A room is a folder; each module at the root of the package is a room of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]  # name -> the names that it imports


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imports(path: Path, package_root: Path) -> Iterator[str]:
    """Every module and name that a file imports anywhere, by its full name; `package_root` holds the package."""
    for whole, names in _statements(path, package_root):
        yield whole
        yield from (f"{whole}.{name}" for name in names)


def file_graph(package: Path) -> Graph:
    """Module -> the modules of `package` that its file imports, by their full names.

    A folder's name stands for its `__init__`. `from .room import module` is an arrow to the module alone.
    """
    files = {_name(path, package): path for path in modules(package)}
    graph = {}
    for name, path in files.items():
        found: set[str] = set()
        for whole, names in _statements(path, package.parent):
            inside = {f"{whole}.{each}" for each in names} & files.keys()
            found |= inside
            if len(inside) < max(len(names), 1):
                found |= {whole} & files.keys()
        graph[name] = frozenset(found - {name})
    return graph


def room_graph(package: Path) -> Graph:
    """Room -> the rooms that its files import from."""
    rooms = {_name(path, package): _room(path, package) for path in modules(package)}
    graph: dict[str, set[str]] = {room: set() for room in rooms.values()}
    for name, targets in file_graph(package).items():
        graph[rooms[name]] |= {rooms[target] for target in targets} - {rooms[name]}
    return {room: frozenset(targets) for room, targets in graph.items()}


def circle(graph: Graph) -> list[str]:
    """Names of which each imports the next, the first again at the end; empty where no name reaches itself."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph[name]):
            found = visit(target, (*path, name))
            if found:
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := visit(name, ()))), [])


def _statements(path: Path, package_root: Path) -> Iterator[tuple[str, list[str]]]:
    """(module, names) of `from module import names`, and (module, []) of `import module`; relative ones resolved."""
    package = path.relative_to(package_root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield whole, [alias.name for alias in node.names]


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(path: Path, package: Path) -> str:
    folder = path.parent.relative_to(package).as_posix()
    return path.stem if folder == "." else folder
