"""Tests of the stages of LAVC on contact sheets, with weights that were never trained."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from shiage_engine.__main__ import main
from shiage_engine.evaluation import stages
from shiage_engine.evaluation.sheet_files import read_rows
from shiage_engine.evaluation.stages import with_stages
from shiage_engine.files.images import read_image
from shiage_engine.methods.lavc.colorizer import Lavc, LavcOptions
from tests.engine.files.pictures import save
from tests.engine.methods.lavc.test_colorizer import save as save_weights
from tests.engine.shots import HEIGHT, WIDTH, color, line

FIRST = ["similarity", "middle", "first network"]


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    for number in range(3):
        save(tmp_path / "shot" / "line" / f"{number:04d}.png", line(number))
    for number in (0, 2):
        save(tmp_path / "shot" / "color" / f"{number:04d}.png", color(number))
    return tmp_path / "shot"


@pytest.fixture
def result(shot: Path) -> Path:
    """As if `shot` had been colored with LAVC."""
    folder = shot.with_name("result")
    save(folder / "full" / "0001.png", color(1))
    save(folder / "withdrawn" / "0001.png", np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    report = {"method": "lavc", "finished": ["0000", "0002"], "partly_painted": []}
    (folder / "report.json").write_text(json.dumps(report))
    return folder


def use_weights(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(stages, "Lavc", partial(Lavc, LavcOptions(path)))


@pytest.mark.parametrize(("has_temporal", "names"), [(False, FIRST), (True, [*FIRST, "with time"])])
def test_each_colored_frame_has_its_stages(
    shot: Path, result: Path, monkeypatch: pytest.MonkeyPatch, has_temporal: bool, names: list[str]
) -> None:
    use_weights(monkeypatch, save_weights(shot.with_name("lavc.safetensors"), has_temporal))
    rows = with_stages(read_rows(shot, result), shot, result)
    assert [list(row.stages) for row in rows] == [[], names, []]
    assert {one.shape for one in rows[1].stages.values()} == {(HEIGHT, WIDTH, 3)}
    if has_temporal:
        assert not np.array_equal(rows[1].stages["first network"], rows[1].stages["with time"])


def test_the_stages_are_panels_of_the_sheet(
    shot: Path, result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_weights(monkeypatch, save_weights(tmp_path / "lavc.safetensors"))
    arguments = ["sheet", str(shot), str(result), "--frames", "0001", "--columns", "1", "--width", "60"]
    for name, more in (("plain.png", []), ("stages.png", ["--stages"])):
        assert main([*arguments, "--out", str(tmp_path / name), *more]) == 0
    plain, wide = (read_image(tmp_path / name).shape[1] for name in ("plain.png", "stages.png"))
    panel = (plain - 6) // 2  # line and paint, and a gap
    assert wide == plain + 4 * panel


def test_other_methods_have_none(shot: Path, result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (result / "report.json").write_text(json.dumps({"method": "fused"}))
    assert main(["sheet", str(shot), str(result), "--stages", "--out", str(shot.with_name("x.png"))]) == 2
    assert "only lavc has stages" in capsys.readouterr().err
