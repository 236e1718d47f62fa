"""What all files of the plugin have in common."""

from __future__ import annotations

import ast
import configparser
from pathlib import Path
from xml.etree import ElementTree

import pytest

PLUGIN = Path(__file__).parents[2] / "plugin"
FILES = sorted(PLUGIN.rglob("*.py"))
ACTIONS = {
    "shiage_auto_colorize",
    "shiage_mark_reference",
    "shiage_add_hints",
    "shiage_add_closings",
    "shiage_show_regions",
    "shiage_paint_all",
    "shiage_accept_rest",
    "shiage_leave_unpainted",
    "shiage_next_question",
    "shiage_previous_question",
    "shiage_accept",
    "shiage_take_color",
    "shiage_take_back",
    "shiage_check_gaps",
    "shiage_fill_all",
    "shiage_finish",
    "shiage_toggle_withdrawn",
    "shiage_toggle_hatch",
    "shiage_toggle_confidence",
    "shiage_cancel",
}


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PLUGIN)) for path in FILES])
def test_the_oldest_python_that_krita_embeds_can_read_it(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_actions_have_each_a_text_and_a_shortcut_of_its_own() -> None:
    actions = {
        action.get("name"): action
        for action in ElementTree.parse(PLUGIN / "actions" / "shiage.action").iter("Action")
    }
    assert set(actions) == ACTIONS
    assert all(action.findtext("text") for action in actions.values())
    assert len({action.findtext("shortcut") for action in actions.values()}) == len(ACTIONS)


def test_krita_finds_the_package_and_its_manual() -> None:
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.read(PLUGIN / "shiage.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    assert entry["ServiceTypes"] == "Krita/PythonPlugin"
    assert (PLUGIN / entry["X-KDE-Library"] / entry["X-Krita-Manual"]).is_file()
