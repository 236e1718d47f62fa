"""The plugin calls what Krita has: the stub is the installed module's, and every called method exists."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.krita.house import ROOT, House

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]

STUB = ROOT / "typings" / "krita.pyi"
PLUGIN = ROOT / "plugin" / "shiage"
LIST_METHODS = """
import json, sys
sys.path.insert(0, "tools")
import genstub
module = genstub.load()
print(json.dumps({kind.__name__: dir(kind) for kind in genstub.classes(module)}))
"""


def stub_methods() -> dict[str, set[str]]:
    """The methods of each class of the stub."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    return {
        kind.name: {item.name for item in kind.body if isinstance(item, ast.FunctionDef)}
        for kind in tree.body
        if isinstance(kind, ast.ClassDef)
    }


def called_methods() -> set[str]:
    """The names of all methods called in the plugin's modules that import Krita."""
    names: set[str] = set()
    for path in PLUGIN.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^from krita import", text, re.MULTILINE):
            calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
            names |= {call.attr for call in calls if isinstance(call, ast.Attribute)}
    return names


def test_every_method_that_the_plugin_calls_exists_in_the_installed_krita(require_krita: None) -> None:
    done = subprocess.run(
        ["/usr/bin/python3", "-c", LIST_METHODS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    real = {name: set(methods) for name, methods in json.loads(done.stdout).items()}
    stub = stub_methods()
    called = called_methods()
    used = {(kind, name) for kind, methods in stub.items() for name in methods & called}
    assert len({name for _, name in used}) > 40, "the plugin's calls were not found"
    missing = {f"{kind}.{name}" for kind, name in used if kind in real and name not in real[kind]}
    assert not missing


def test_the_stub_is_that_of_the_installed_krita(house: House, tmp_path: Path) -> None:
    """Another version has another interface, and its own stub is for whoever moves on to it to commit."""
    committed = STUB.read_text(encoding="utf-8")
    match = re.search(r"Krita (\d+\.\d+\.\d+)", committed)
    assert match is not None
    installed = house.run_documents("document_scenarios:version")["version"]["version"]
    if not installed.startswith(match[1]):
        pytest.skip(f"the stub is that of Krita {match[1]}, installed is {installed}")
    fresh = tmp_path / "krita.pyi"
    subprocess.run(
        ["/usr/bin/python3", "tools/genstub.py", match[1], "--out", str(fresh)], cwd=ROOT, check=True
    )
    assert fresh.read_text(encoding="utf-8") == committed
