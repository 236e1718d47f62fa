"""The template that render farms take, read and run by Open Job Description's own tool."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest
from openjd.model import decode_job_template
from shiage_engine.protocol.options import Options

from shiage_engine.__main__ import main
from shiage_engine.batch import openjd
from shiage_engine.batch.listing import NamedCut, find_cuts
from shiage_engine.batch.openjd import MOST_STEPS, MOST_TASKS, template
from shiage_engine.commands.coloring import add_options, options_of, words_of
from shiage_engine.errors import InputError
from tests.engine.batch.nights import write_cuts

OPENJD = [sys.executable, "-m", "openjd", "run"]


def test_it_is_sound_and_has_a_task_for_each_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cuts = find_cuts(write_cuts(tmp_path / "cuts", "a", "b"))
    job = json.loads(template(cuts, tmp_path / "cuts", tmp_path / "out", ["--method", "few-shot"]))
    decode_job_template(template=job)
    color, report = job["steps"]
    assert "--cut={{Task.Param.Cut}}" in color["script"]["actions"]["onRun"]["args"]
    assert color["parameterSpace"]["taskParameterDefinitions"][0]["range"] == ["a", "b"]
    assert [amount["min"] for amount in color["hostRequirements"]["amounts"]] == [1, 513]
    assert color["script"]["actions"]["onRun"]["args"][-2:] == ["--method", "few-shot"]
    assert report["dependencies"] == [{"dependsOn": "Color"}]
    assert [one.get("default") for one in job["parameterDefinitions"]] == ["cuts", "out", "shiage"]


def test_what_is_not_below_the_template_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts = find_cuts(write_cuts(tmp_path / "cuts", "a"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    job = json.loads(template(cuts, tmp_path / "cuts", tmp_path / "out", []))
    decode_job_template(template=job)
    assert [one.get("default") for one in job["parameterDefinitions"]] == [None, None, "shiage"]


def test_a_long_night_has_several_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openjd, "MOST_STEPS", 4)
    cuts = [NamedCut(f"c{number:05d}", tmp_path / "none") for number in range(3 * MOST_TASKS)]
    job = json.loads(template(cuts[: MOST_TASKS + 1], tmp_path, tmp_path, []))
    decode_job_template(template=job)
    assert [step["name"] for step in job["steps"]] == ["Color 1", "Color 2", "Report"]
    ranges = [step["parameterSpace"]["taskParameterDefinitions"][0]["range"] for step in job["steps"][:2]]
    assert [len(names) for names in ranges] == [MOST_TASKS, 1]
    assert job["steps"][2]["dependencies"] == [{"dependsOn": "Color 1"}, {"dependsOn": "Color 2"}]
    template(cuts, tmp_path, tmp_path, [])
    with pytest.raises(InputError, match=f"at most {MOST_TASKS * 3} cuts"):
        template([*cuts, cuts[0]], tmp_path, tmp_path, [])
    assert MOST_STEPS == 100


def test_the_options_of_a_task_are_those_of_the_night() -> None:
    options = Options("unet", target_accuracy=0.9, withdraw=False, rule="share", character="-Ann")
    parser = ArgumentParser()
    add_options(parser)
    assert options_of(parser.parse_args(words_of(options))) == options


@pytest.mark.slow
def test_openjd_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written by the command, as a user would; the page is written by the last step."""
    monkeypatch.chdir(tmp_path)
    write_cuts(tmp_path / "cuts", "-a", "b")
    assert main(["batch", "cuts", "--out", "out", "--method", "few-shot", "--openjd"]) == 0
    assert not (tmp_path / "out").exists()
    (tmp_path / "job.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    command = tmp_path / "shiage"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m shiage_engine "$@"\n')
    command.chmod(0o755)
    done = subprocess.run(
        [*OPENJD, "job.yaml", "-p", f"Shiage={command}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path.name for path in (tmp_path / "out" / "cuts").iterdir()) == ["-a", "b"]
    assert "2 cuts" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
