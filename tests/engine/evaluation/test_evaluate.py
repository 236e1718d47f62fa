"""Evaluation of a small set, with a method whose mistakes are known."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from shiage_engine.protocol.options import Options

from shiage_engine import pipeline
from shiage_engine.__main__ import main
from shiage_engine.drawing.shot import Shot
from shiage_engine.errors import InputError
from shiage_engine.evaluation import evaluate as evaluate_module
from shiage_engine.evaluation.evaluate import Settings, ShotResult, color_shot, evaluate
from shiage_engine.evaluation.ink import InkFigures
from shiage_engine.evaluation.judging import _is_thin
from shiage_engine.evaluation.metrics import Figures, Regions, mean
from shiage_engine.evaluation.summary import by_distance
from shiage_engine.files.images import read_image, write_image
from shiage_engine.progress import Progress, finish
from shiage_engine.results import FrameResult
from tests.engine.evaluation.sets import IS_BLUE, IS_RED, NO_TRUTH, UNPAINTED, write_shot
from tests.engine.shots import BLUE, BY_AREA, HEIGHT, LEFT, RED, WIDTH, ByArea, color, line, method_of

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def by_area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_module, "METHODS", BY_AREA)


def change_label(folder: Path, at: tuple[int, int], to: int) -> None:
    """Give the box around a pixel of frame 1 another truth."""
    label = np.full((HEIGHT, WIDTH), UNPAINTED, np.uint8)
    label[12:28, 9:25], label[12:28, 27:49] = IS_RED, IS_BLUE
    label[label == label[at]] = to
    write_image(folder / "label" / "0001.png", label)


def run(
    folder: Path, references: str = "first", target: float = 0.5, lines: str = "line"
) -> list[ShotResult]:
    return finish(
        evaluate(folder, Settings(references, Options(target_accuracy=target), lines=lines), processes=0)
    )


def figures_of(shots: list[ShotResult]) -> Figures:
    figures = mean([shot.figures for shot in shots])
    assert isinstance(figures, Figures)
    return figures


def test_what_is_right_counts_as_right(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_shot(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no shot")
    shots = run(tmp_path)
    assert [(shot.shot, shot.method, len(shot.frames)) for shot in shots] == [
        ("a", "by-area", 2),
        ("b", "by-area", 2),
    ]
    assert [(frame.name, frame.distance) for frame in shots[0].frames] == [("0001", 1), ("0002", 2)]
    figures = figures_of(shots)
    counted = (figures.region_accuracy, figures.all_region_accuracy, figures.pixel_accuracy, figures.coverage)
    assert (*counted, figures.foreground_accuracy, figures.background_iou) == (1,) * 6
    assert figures.selective_accuracy == 1
    assert figures.clicks == figures.flicker == 0
    assert np.isnan([figures.speck_accuracy, figures.trace_accuracy]).all()
    assert all(shot.seconds > 0 and shot.memory > 1 for shot in shots)


def test_a_region_of_another_truth_counts_as_wrong(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot", frames=2)
    change_label(tmp_path / "shot", LEFT, IS_BLUE)
    figures = figures_of([color_shot(tmp_path / "shot", Settings("first", Options(target_accuracy=0.5)))])
    assert figures.region_accuracy == figures.selective_accuracy == pytest.approx(2 / 3)
    assert figures.foreground_accuracy == pytest.approx(22 / 38)  # 16 and 22 columns
    assert figures.background_iou == 1
    assert figures.clicks == 2 / 2


def test_a_region_without_truth_is_left_out(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot", frames=2)
    change_label(tmp_path / "shot", LEFT, NO_TRUTH)
    figures = figures_of(run(tmp_path))
    assert figures.region_accuracy == figures.foreground_accuracy == 1


def test_withdrawn_regions_are_not_covered(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    figures = figures_of(run(tmp_path, target=1))
    assert figures.coverage == 0
    assert np.isnan(figures.selective_accuracy)
    assert figures.region_accuracy == 1  # of the full paint
    assert figures.clicks == 1


def test_confidence_comes_as_the_engine_has_it(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot", frames=2)
    ((frame,),) = (shot.frames for shot in run(tmp_path))
    work = pipeline.colorize(pipeline.Request({0: line(), 1: line(1)}, {0: color()}), BY_AREA)
    (painted,) = (step for step in work if isinstance(step, FrameResult))
    assert set(frame.judged.confidence.tolist()) == set(painted.confidence[1:].tolist())


def test_a_raw_drawing_is_judged_by_its_pixels(tmp_path: Path) -> None:
    """The wall between the boxes has no ink: one region of two colors, of which it gets one."""
    write_shot(tmp_path / "shot", frames=2)
    write_shot(tmp_path / "without", frames=2)
    (tmp_path / "shot" / "ink").mkdir()
    for time in range(2):
        drawing = line(time)
        drawing[12:28, 24 + time : 26 + time] = 255
        write_image(tmp_path / "shot" / "ink" / f"{time:04d}.png", drawing)
    (shot,) = run(tmp_path, lines="ink")
    figures = shot.figures
    assert isinstance(figures, InkFigures)
    assert shot.shot == "shot"
    assert figures.figure_accuracy == figures.best == pytest.approx(22 / 38)  # the larger, blue
    assert figures.left == figures.spilled == 0


def test_a_part_tells_which_region_is_the_same(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    (tmp_path / "shot" / "part").mkdir()
    for time in range(3):
        part = np.zeros((HEIGHT, WIDTH), np.uint16)
        part[:, 8 + time : 24 + time] = 300 + time  # the red box is another thing in each frame
        Image.fromarray(part).save(tmp_path / "shot" / "part" / f"{time:04d}.png")
    (shot,) = run(tmp_path)
    judged = shot.frames[1].judged
    assert isinstance(judged, Regions)
    assert sorted(judged.change.tolist()) == [-1, 0, 0]


def test_the_command_prints_tables_and_writes_figures_and_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shot(tmp_path / "set" / "walk")
    files = {name: str(tmp_path / name) for name in ("figures.json", "curves.svg", "sheets")}
    options = ["--json", files["figures.json"], "--sheet", files["sheets"], "--curves", files["curves.svg"]]
    assert main(["evaluate", str(tmp_path / "set"), "--processes", "0", *options]) == 0
    said = [row.split()[:2] for row in capsys.readouterr().out.splitlines()]
    assert said.count(["walk", "1.0000"]) == said.count(["mean", "1.0000"]) == 2
    found = json.loads((tmp_path / "figures.json").read_text())
    assert len(found["shots"][0]["frames"]) == 1  # between first and last
    assert found["mean"]["figures"]["region_accuracy"] == 1
    assert (found["method"], found["rule"]) == ("by-area", "auto")
    assert found["curves"]["by_threshold"][0]["coverage"] == 1
    assert (tmp_path / "curves.svg").read_text().startswith("<svg")
    assert read_image(tmp_path / "sheets" / "walk.png").shape[0] > HEIGHT


def test_curves_without_matplotlib_fail_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_shot(tmp_path / "set" / "walk")
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as if it were not installed
    command = ["evaluate", str(tmp_path / "set"), "--processes", "0", "--sheet", str(tmp_path / "sheets")]
    assert main([*command, "--curves", str(tmp_path / "curves.svg")]) == 2
    assert re.fullmatch(
        r"--curves needs matplotlib: run `.* -m pip install matplotlib`\.\n", capsys.readouterr().err
    )
    assert not (tmp_path / "sheets").exists()
    assert main(command) == 0


def test_the_rule_of_withdrawal_can_be_chosen(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk")
    for rule, coverage in (("calibrated", 1), ("share", 2 / 3)):  # ByArea gives its smallest two thirds
        (shot,) = finish(
            evaluate(tmp_path, Settings("first", Options(target_accuracy=0.01, rule=rule)), processes=0)
        )
        assert figures_of([shot]).coverage == pytest.approx(coverage)


class ByName(ByArea):
    """Knows the colors of a character, and needs no reference."""

    def __init__(self, character: str) -> None:
        self._knows = character == "Vita"

    def palette(self) -> np.ndarray:
        return np.array([(0, 0, 0, 0), RED, BLUE], np.uint8)

    def learn(self, shot: Shot) -> Generator[Progress, None, None]:
        yield Progress(0, "Remembering")
        self._areas, self._labels = np.array([HEIGHT * WIDTH - 800, 256, 320]), np.array([0, 1, 2])
        if not self._knows:
            self._labels[:] = 0


def test_a_character_is_colored_without_references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = method_of(ByName, "by-name", needs=frozenset({"character"}))
    monkeypatch.setattr(evaluate_module, "METHODS", by_name)
    write_shot(tmp_path / "walk")
    for character, right in (("Vita", 1), ("Mio", 1 / 3)):
        settings = Settings("none", Options(target_accuracy=0.5, character=character))
        (shot,) = finish(evaluate(tmp_path, settings, processes=0))
        assert [frame.distance for frame in shot.frames] == [0, 0, 0]
        assert figures_of([shot]).region_accuracy == pytest.approx(right)
        assert by_distance([shot]) == []


def test_a_process_of_its_own_colors_the_same(tmp_path: Path) -> None:
    write_shot(tmp_path / "walk", frames=2)
    settings = Settings("first", Options("nearest"))
    (here,) = finish(evaluate(tmp_path, settings, processes=0))
    (there,) = finish(evaluate(tmp_path, settings, processes=2))
    np.testing.assert_equal(asdict(there.figures), asdict(here.figures))
    assert there.method == "nearest"


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
    assert main(["evaluate", str(tmp_path), "--references", "first", "--processes", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_all_frames_given_leave_nothing_to_judge(tmp_path: Path) -> None:
    write_shot(tmp_path / "shot")
    with pytest.raises(InputError, match=r"nothing is left to color in .*shot"):
        run(tmp_path, references="every-1")


def test_thin_regions_are_told_from_wide_ones() -> None:
    regions = np.zeros((12, 20), np.int32)
    regions[1:11, 1:5] = 1  # four pixels wide
    regions[1:11, 6:18] = 2
    assert _is_thin(regions).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--openings", "4", "--lines", "ink"], "--lines says nothing to --openings"),
        (["--openings", "4", "--json", "figures.json"], "--json says nothing to --openings"),
        (["--corrections", "1", "--hints", "3"], "--hints says nothing to --corrections"),
        (["--painter", "--paper", "3"], "--paper says nothing to --painter"),
        (["--untold"], "--untold says nothing without --hints"),
        (["--painter", "--openings", "4"], "--painter and --openings count different things"),
    ],
)
def test_what_says_nothing_to_a_count_is_refused_before_the_work(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(tmp_path), *arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("name", ["--openings", "--corrections"])
def test_a_count_must_be_a_number(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", "set", name, "1,0"])
    assert f"argument {name}: must be a whole number of at least 1, not 0" in capsys.readouterr().err
