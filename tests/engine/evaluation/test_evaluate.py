"""Evaluation of a small set, with a method whose mistakes are known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from shiage_engine import pipeline
from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation.evaluate import ShotFigures, evaluate, paper_regions, reference_times
from shiage_engine.evaluation.metrics import Figures
from shiage_engine.files import write_image
from shiage_engine.progress import Progress
from tests.engine.shots import BACKGROUND, BLUE, HEIGHT, LEFT, RED, RIGHT, WIDTH, ByArea, color, line

LINE, UNPAINTED, IS_RED, IS_BLUE, IGNORE = 0, 1, 2, 3, 255
IDS = {RED: IS_RED, BLUE: IS_BLUE}


@pytest.fixture(autouse=True)
def by_area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "METHODS", {"by-area": ByArea})


def write_shot(folder: Path, frames: int = 3) -> None:
    """A shot of `frames` frames, with the truth that ByArea finds."""
    for name in ("line", "color", "label"):
        (folder / name).mkdir(parents=True)
    for time in range(frames):
        paint = color(time)
        label = np.full((HEIGHT, WIDTH), UNPAINTED, np.uint8)
        for rgba, number in IDS.items():
            label[(paint == rgba).all(2)] = number
        label[(line(time)[..., 0] == 0)] = LINE
        write_image(folder / "line" / f"{time:04d}.png", line(time))
        write_image(folder / "color" / f"{time:04d}.png", paint)
        write_image(folder / "label" / f"{time:04d}.png", label)
    labels = [{"id": number, "rgb": rgba[:3], "name": str(number)} for rgba, number in IDS.items()]
    labels.append({"id": UNPAINTED, "rgb": [255, 255, 255], "name": "nothing"})
    (folder / "palette.json").write_text(json.dumps({"labels": labels}))


def change_label(folder: Path, at: tuple[int, int], to: int) -> None:
    """Give the box around a pixel of frame 1 another truth."""
    label = np.full((HEIGHT, WIDTH), UNPAINTED, np.uint8)
    label[12:28, 9:25], label[12:28, 27:49] = IS_RED, IS_BLUE
    label[label == label[at]] = to
    write_image(folder / "label" / "0001.png", label)


def run(folder: Path, references: str = "first", target: float = 0.5) -> tuple[list[ShotFigures], Figures]:
    work = evaluate(folder, references, "auto", target, paper=250)
    shots: list[ShotFigures] = []
    while True:
        try:
            step = next(work)
        except StopIteration as stop:
            return shots, stop.value
        if not isinstance(step, Progress):
            shots.append(step)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("first", [10]),
        ("middle", [30]),
        ("first-last", [10, 50]),
        ("every-1", [10, 20, 30, 40, 50]),
        ("every-2", [10, 30, 50]),
        ("every-4", [10, 50]),
        ("every-9", [10]),
    ],
)
def test_reference_times(mode: str, expected: Sequence[int]) -> None:
    assert reference_times([30, 50, 10, 40, 20], mode) == expected


def test_a_shot_of_one_frame_has_one_reference() -> None:
    for mode in ("first", "middle", "first-last", "every-3"):
        assert reference_times([7], mode) == [7]


@pytest.mark.parametrize("mode", ["last", "every-", "every-0", "every--1", "every-x", "every-²", ""])
def test_other_references_are_refused_in_a_sentence(mode: str) -> None:
    with pytest.raises(InputError, match="choose first, middle, first-last or every-4"):
        reference_times([1, 2], mode)


def test_regions_to_judge_are_of_paper() -> None:
    drawing = line()
    drawing[20, 10, :3] = 249
    regions = paper_regions(drawing, 250)
    assert len({regions[at] for at in (BACKGROUND, LEFT, RIGHT)} - {0}) == 3
    assert regions[20, 10] == regions[11, 20] == 0
    assert paper_regions(drawing, 249)[20, 10] == regions[LEFT]


def test_what_is_right_counts_as_right(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_shot(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no shot")
    shots, figures = run(tmp_path)
    assert [(shot.shot, shot.frames) for shot in shots] == [("a", 2), ("b", 2)]
    assert figures == Figures(1, 1, 1, 1, 1, 1, 1)
    assert all(shot.seconds > 0 for shot in shots)


def test_a_region_of_another_truth_counts_as_wrong(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot", frames=2)
    change_label(tmp_path / "shot", LEFT, IS_BLUE)
    _, figures = run(tmp_path)
    assert figures.region_accuracy == figures.selective_accuracy == pytest.approx(2 / 3)
    assert figures.foreground_accuracy == pytest.approx(22 / 38)  # 16 and 22 columns
    assert figures.background_iou == 1


def test_a_region_without_truth_is_left_out(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot", frames=2)
    change_label(tmp_path / "shot", LEFT, IGNORE)
    _, figures = run(tmp_path)
    assert figures.region_accuracy == figures.foreground_accuracy == 1


def test_withdrawn_regions_are_not_covered(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    _, figures = run(tmp_path, target=1)
    assert figures.coverage == 0
    assert np.isnan(figures.selective_accuracy)
    assert figures.region_accuracy == 1  # of the full paint


def test_the_command_prints_a_table_and_writes_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shot(tmp_path / "set" / "walk")
    assert main(["evaluate", str(tmp_path / "set"), "--json", str(tmp_path / "figures.json")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-3].split()[0] == "shot"
    assert [row.split()[:2] for row in said[-2:]] == [["walk", "1.0000"], ["mean", "1.0000"]]
    found = json.loads((tmp_path / "figures.json").read_text())
    assert found["shots"][0]["frames"] == 1  # between first and last
    assert found["mean"]["region_accuracy"] == 1


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("palette.json", "There is no .*palette.json"),
        ("label/0001.png", "There is no .*0001.png"),
        ("color/0000.png", "There is no .*0000.png"),
        ("line", "There are no shots in"),
    ],
)
def test_what_a_shot_lacks_is_said(
    gone: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shot(tmp_path / "shot")
    (tmp_path / "shot" / gone).rename(tmp_path / "gone")
    with pytest.raises(InputError, match=sentence):
        run(tmp_path)
    assert main(["evaluate", str(tmp_path), "--references", "first"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_all_frames_given_leave_nothing_to_judge(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    with pytest.raises(InputError, match="leave at least one frame"):
        run(tmp_path, references="every-1")
