"""Shots on disk: their layout, and that work goes on where it stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.files.shots import open_shot
from shiage_engine.progress import Progress, finish
from shiage_synthesis import generate

pytestmark = pytest.mark.slow


def test_a_shot_can_be_opened_and_its_planes_agree(tmp_path: Path) -> None:
    assert finish(generate(tmp_path, 1, first=7, size=96, frames=2)) == 1
    folder = tmp_path / "g000007"
    shot = open_shot(folder)
    assert list(shot.names.values()) == ["0000", "0001"]
    palette = json.loads((folder / "palette.json").read_text(encoding="utf-8"))["labels"]
    rgb = np.array([entry["rgb"] for entry in palette])
    assert [entry["id"] for entry in palette] == list(range(len(palette)))
    assert json.loads((folder / "meta.json").read_text(encoding="utf-8"))["seed"] == 7
    for time, name in shot.names.items():
        label, part = (np.array(Image.open(folder / plane / f"{name}.png")) for plane in ("label", "part"))
        assert (label.dtype, part.dtype) == (np.dtype(np.uint8), np.dtype(np.uint16))
        painted = label >= 2
        assert (shot.colors[time][..., 3] == np.where(painted, 255, 0)).all()
        assert (shot.colors[time][..., :3][painted] == rgb[label[painted]]).all()


def test_finished_shots_are_skipped_and_left_as_they_are(tmp_path: Path) -> None:
    finish(generate(tmp_path, 1, size=64, frames=1))
    kept = tmp_path / "g000000" / "meta.json"
    kept.write_text("{}", encoding="utf-8")
    steps = list(generate(tmp_path, 2, size=64, frames=1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g000000", "g000001"]
    assert kept.read_text(encoding="utf-8") == "{}"
    assert isinstance(steps[0], Progress)
    assert [step.fraction for step in steps] == [0.5, 1.0]
    assert finish(generate(tmp_path, 2, size=64, frames=1)) == 0


def test_a_shot_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shiage_synthesis.shots.write._describe", broken)
    with pytest.raises(KeyboardInterrupt):
        finish(generate(tmp_path, 1, size=64, frames=1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong", [{"shots": 0}, {"first": -1}, {"size": 20}, {"frames": 0}, {"processes": 0}, {"size": 10**6}]
)
def test_wrong_numbers_are_refused_in_one_sentence(tmp_path: Path, wrong: dict[str, int]) -> None:
    shots = wrong.pop("shots", 1)
    with pytest.raises(InputError, match=r"^--\w+ is -?\d+: choose a whole number from \d+ to \d+\.$"):
        finish(generate(tmp_path / "out", shots, **wrong))
    assert not (tmp_path / "out").exists()


def test_the_command_draws_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "shots"
    assert main(["generate", str(out), "--shots", "1", "--size", "64", "--frames", "1"]) == 0
    assert capsys.readouterr().out.endswith(f"{out}: 1 new shots\n")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["generate", str(tmp_path / "file"), "--shots", "1"]) == 2
    assert "choose a folder" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no limits to the size of files there")
def test_a_full_disk_leaves_no_shot(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from shiage_engine.__main__ import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "generate", str(tmp_path), "--shots", "1", "--size", "96"]
    done = subprocess.run([*command, "--frames", "1"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("File too large.\n")
    assert not any(tmp_path.iterdir())
