"""The command line as its users meet it: a process with an exit status."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from shiage_engine.files.images import read_image
from shiage_engine.learning import kept
from shiage_engine.methods.patch.colorizer import Patch, PatchLearning
from shiage_engine.registry import METHODS
from tests.engine.files.pictures import save
from tests.engine.shots import color, line

pytestmark = pytest.mark.slow


def shiage(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shiage_engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shot")
    for number in range(4):
        save(folder / "line" / f"{number:04d}.png", line(number))
    for number in (0, 3):
        save(folder / "color" / f"{number:04d}.png", color(number))
    return folder


def test_a_shot_is_colored(shot: Path, tmp_path: Path) -> None:
    done = shiage("colorize", shot, "--out", tmp_path / "out", "--no-withdraw")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Reading the line art" in done.stdout.splitlines()  # plain lines where there is no terminal
    assert "\r" not in done.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert list(report["frames"]) == ["0001", "0002"]
    allowed = {tuple(entry) for entry in report["palette"]}
    for name in ("0001", "0002"):
        painted = read_image(tmp_path / "out" / "full" / f"{name}.png")
        assert {tuple(pixel) for pixel in painted.reshape(-1, 4).tolist()} <= allowed


def test_references_are_chosen_by_name(shot: Path, tmp_path: Path) -> None:
    done = shiage("colorize", shot, "--out", tmp_path / "out", "--references", "0003")
    assert done.returncode == 0
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert list(report["frames"]) == ["0000", "0001", "0002"]


def test_what_is_learned_is_kept_told_and_removed(
    shot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process, where patch can learn at toy size."""
    toy = replace(PatchLearning(), steps=3, steps_inherited=2, widths=(4, 4, 4), blocks=1)
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setitem(METHODS, "patch", replace(METHODS["patch"], make=lambda name: Patch(name, toy)))
    for _ in range(2):
        assert main(["learn", str(shot), "--character", "Vita"]) == 0
    assert main(["weights", "list"]) == 0
    assert "Vita  patch  2 colors  5 steps" in capsys.readouterr().out
    assert main(["weights", "show", "Vita"]) == 0
    assert "#c81e1eff" in capsys.readouterr().out
    assert main(["weights", "remove", "Vita", "--method", "unet"]) == 2
    assert main(["weights", "remove", "Vita"]) == 0
    assert main(["weights", "show", "Vita"]) == 2
    assert "Nothing is kept of Vita" in capsys.readouterr().err
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


BAD = [
    (["learn", "SHOT", "--character", ""], "give the name"),
    (["learn", "SHOT", "--character", "a/b"], "slash"),
    (["learn", "OUT", "--character", "Vita"], "There is no folder"),
    (["weights", "remove", ""], "Give the character a name"),
    (["weights", "remove", "nobody there"], "Nothing is kept"),
    (["colorize", "SHOT", "--out", "OUT", "--references", "0001"], "0001 is not in"),
    (["colorize", "SHOT", "--out", "OUT", "--method", "magic"], "There is no method 'magic'"),
    (["colorize", "SHOT", "--out", "OUT", "--target-accuracy", "2"], "target accuracy"),
    (["colorize", "SHOT", "--out", "OUT", "--rule", "luck"], "There is no rule 'luck'"),
    (["colorize", "SHOT", "--out", "OUT", "--largest-gap", "wide"], "invalid int value: 'wide'"),
    (["colorize", "OUT", "--out", "OUT"], "There is no folder"),
    (["colorize", "SHOT", "--out", "SHOT"], "not known as a result of Shiage"),
    (["colorize", "SHOT"], "--out"),
    (["sheet", "SHOT", "OUT", "--out", "OUT", "--columns", "0"], "at least 1, not 0"),
    (["sheet", "SHOT", "OUT", "--out", "OUT", "--width", "wide"], "at least 1, not wide"),
    (["color"], "invalid choice: 'color'"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD)
def test_bad_input_is_status_2_and_one_sentence(
    arguments: list[str], sentence: str, shot: Path, tmp_path: Path
) -> None:
    places = {"SHOT": shot, "OUT": tmp_path / "out"}
    done = shiage(*(places.get(argument, argument) for argument in arguments))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not any(tmp_path.iterdir())


def start_coloring(shot: Path, out: Path) -> subprocess.Popen[str]:
    """`shiage colorize`, as it has begun to write."""
    command = [sys.executable, "-m", "shiage_engine", "colorize", str(shot), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not any(path.suffix == ".growing" for path in out.parent.iterdir()):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


def test_a_folder_that_another_program_makes_meanwhile_is_left_alone(shot: Path, tmp_path: Path) -> None:
    process = start_coloring(shot, tmp_path / "late")
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "mine.txt").write_text("mine")
    _, said = process.communicate()
    assert process.returncode == 2
    assert said.count("\n") == 1 and "late.2" in said
    assert (tmp_path / "late" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "late.2" / "report.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="processes end otherwise there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_nothing_for_ever(
    shot: Path, tmp_path: Path, number: signal.Signals
) -> None:
    process = start_coloring(shot, tmp_path / "out")
    process.send_signal(number)
    process.communicate()
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert [*tmp_path.iterdir()] == []
    assert shiage("colorize", shot, "--out", tmp_path / "out").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


SMALL_DISK = """
import resource, sys
from shiage_engine.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits to the size of files there")
def test_a_full_disk_is_status_2_and_one_sentence(shot: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SMALL_DISK, "colorize", str(shot), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("/color/0001.png cannot be written: File too large.\n")
    assert not any(tmp_path.iterdir())


def test_a_picture_that_cannot_be_written_is_named(shot: Path, tmp_path: Path) -> None:
    assert shiage("colorize", shot, "--out", tmp_path / "out").returncode == 0
    (tmp_path / "none").write_text("a file, and no folder")
    done = shiage("sheet", shot, tmp_path / "out", "--out", tmp_path / "none" / "sheet.png")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and str(tmp_path / "none") in done.stderr


def test_the_example_is_not_drawn_over_somebodys_shot(tmp_path: Path) -> None:
    (tmp_path / "line").mkdir()
    done = shiage("example", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "choose an empty folder" in done.stderr
    assert not any((tmp_path / "line").iterdir())


@pytest.mark.parametrize("words", [["example", "OUT"], ["generate", "OUT", "--shots", "1"]])
def test_drawing_without_the_package_that_draws_says_how_to_install_it(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shiage_synthesis", None)
    assert main([str(tmp_path / "out") if word == "OUT" else word for word in words]) == 2
    said = capsys.readouterr().err
    assert f"{sys.executable} -m pip install ./engine/synthesis" in said
    assert said.count("\n") == 1
    assert not any(tmp_path.iterdir())
