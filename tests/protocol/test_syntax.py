"""Krita may embed a Python as old as 3.8: the plugin must be written so that it can read it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "plugin" / "shiage"


@pytest.mark.parametrize("path", sorted(PLUGIN.rglob("*.py")), ids=lambda path: path.stem)
def test_python_3_8_can_read_the_plugin(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
