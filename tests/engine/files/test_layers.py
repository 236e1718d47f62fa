"""Documents of layers: what each layer is, by the names around it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.layers import LayerFile, cut_of, place_of
from tests.engine.shots import BLUE, color, line


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("line/0001", ("", "0001", "line")),
        ("0001/line", ("", "0001", "line")),
        ("line 0001", ("", "line 0001", "line")),
        ("Color 12", ("", "Color 12", "color")),
        ("A/12/色", ("A", "12", "color")),
        ("A/動画/3a", ("A", "3a", "line")),
        ("line/A/3", ("A", "3", "line")),
        ("cut/A/1/線画", ("A", "1", "line")),
        ("0001/line/Layer 3", ("", "0001", "line")),
        ("Group 1/0001/line/red", ("", "0001", "line")),
        ("0001/Hints", ("", "0001", "hint")),
        ("closing/0001", ("", "0001", "closing")),
        ("A/1/rough", None),
        ("A/1/line/guide", None),
        ("Background", None),
        ("line", None),
        ("Shiage/0001/color", None),
        ("0001/Shiage", None),
        ("Shiage 0001", None),
    ],
)
def test_a_layer_is_known_by_the_names_around_it(path: str, expected: tuple[str, str, str] | None) -> None:
    place = place_of(path.split("/"))
    assert (None if place is None else (place.cel, place.frame, place.role)) == expected


def layer(path: str, pixels: np.ndarray, hidden: str = "") -> LayerFile:
    names = tuple(path.split("/"))
    return LayerFile(names, tuple(name != hidden for name in names), lambda: pixels)


def test_layers_of_a_drawing_are_composed_but_for_hidden_ones_within_it() -> None:
    """Which drawing is in view says nothing of what is to be colored."""
    over = np.zeros_like(color())
    over[0, 0] = BLUE
    cut = cut_of(
        Path("cut.psd"),
        [
            layer("0001/color/flat", color(), hidden="0001"),
            layer("0001/color/more", over, hidden="color"),
            layer("0001/color/hidden", np.full_like(over, 255), hidden="hidden"),
            layer("0001/line", line()),
            layer("0002/line", line(2)),
            layer("paper", np.full_like(over, 255)),
        ],
    )
    shot = cut.shots[""]
    assert shot.names == {1: "0001", 2: "0002"}
    expected = color()
    expected[0, 0] = BLUE
    np.testing.assert_array_equal(shot.colors[1], expected)
    np.testing.assert_array_equal(shot.lines[2], line(2))
    assert [*shot.colors] == [1]


def test_drawings_of_one_number_stand_in_order() -> None:
    cut = cut_of(Path("cut.psd"), [layer(f"A/line/{name}", line()) for name in ("2", "1a", "1")])
    assert cut.shots["A"].names == {0: "A/1", 1: "A/1a", 2: "A/2"}


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        ([], "There is no line art in cut.psd"),
        (["color/0001"], "There is no line art in cut.psd"),
        (["line/0001", "color/0002"], "has color of drawing 0002, and no line art"),
        (["line/a:1"], "'a:1', which no file can have"),
        (["../line/1"], r"'\.\.', which no file can have"),
    ],
)
def test_what_cannot_be_a_cut_is_said(paths: list[str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        cut_of(Path("cut.psd"), [layer(path, line()) for path in paths])
