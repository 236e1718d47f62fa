"""`shiage regions`: the frames of a shot are looked at together."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from shiage_engine.files.images import write_image
from tests.engine.drawing.drawings import figure
from tests.engine.pipeline.test_reading import NARROW, SIZE


def test_a_drawing_of_few_openings_is_open_where_others_of_its_shot_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing = figure(SIZE, 5)
    drawing[190:206, 150:157, :3] = 255  # above the belt
    drawing[20:300:40, 10:30, :3] = 0  # and strokes that end
    (tmp_path / "shot" / "line").mkdir(parents=True)
    write_image(tmp_path / "shot" / "line" / "0000.png", drawing)
    assert closed(tmp_path, capsys) == [0]
    for left, top, width, height in NARROW:
        drawing[top : top + height, left : left + width, :3] = 255
    write_image(tmp_path / "shot" / "line" / "0001.png", drawing)
    assert min(closed(tmp_path, capsys)) > 0


def closed(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[int]:
    """How many openings the command closes in each frame."""
    out = folder / str(len(list(folder.iterdir())))
    assert main(["regions", str(folder / "shot"), "--out", str(out), "--largest-gap", "4"]) == 0
    return [int(line.split(", ")[1].split()[0]) for line in capsys.readouterr().out.splitlines()]
