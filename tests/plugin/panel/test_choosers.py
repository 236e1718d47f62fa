"""The field for the character's name."""

from __future__ import annotations

import pytest

from shiage.panel.choosers import NameField


@pytest.mark.parametrize("has_focus", [True, False])  # it has not while known names drop down
def test_a_name_that_is_typed_stays_until_another_layer_is_in_front(
    monkeypatch: pytest.MonkeyPatch, has_focus: bool
) -> None:
    field = NameField(80)
    monkeypatch.setattr(field, "hasFocus", lambda: has_focus)
    shown = []
    for layer, typed, name in (("a", "", "Kumo"), ("a", "Kumo ", "Kumo"), ("b", "Kumo ", "Rin")):
        field.setText(typed)
        field.show_name(layer, name, ())
        shown.append(field.text())
    assert shown == ["Kumo", "Kumo ", "Rin"]
