"""The proofs of the picture networks, at toy size."""

from __future__ import annotations

import argparse
from pathlib import Path

import lavc_parts
import lavc_tuning
import prove_attention
import prove_lavc
import proving
import pytest
import torch
from proving import Figures

from shiage_engine.evaluation.baselines import BASELINES
from shiage_engine.evaluation.evaluate import Settings
from shiage_engine.extraction.extract import canny
from shiage_engine.learning import kept
from shiage_engine.methods.lavc.network import ColorTransform
from shiage_engine.methods.lavc.places import PLACE
from shiage_engine.methods.lavc.store import load_lavc, save_lavc
from tests.engine.evaluation.sets import write_shot
from tests.engine.methods.lavc.toys import RICH
from tests.engine.methods.pictures.sets import write_set


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Toy weights in place of the shipped ones, and nothing kept."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))  # which the proof sets for itself
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path / "home")
    path = tmp_path / "shipped.safetensors"
    torch.manual_seed(0)
    save_lavc(path, RICH, ColorTransform(RICH).state_dict(), size=32, notes={})
    monkeypatch.setattr(PLACE, "shipped", path)
    return path


def test_figures_are_kept_and_not_found_again(tmp_path: Path) -> None:
    found: list[Figures] = []

    def make() -> Figures:
        found.append({"psnr": 20.5, "flicker": float("nan")})
        return found[-1]

    first, second = (proving.kept(tmp_path / "new" / "one.json", make) for _ in range(2))
    assert len(found) == 1 and first["psnr"] == second["psnr"] == 20.5
    assert second["flicker"] != second["flicker"]


def test_all_kinds_of_references_are_judged_on_the_same_frames(tmp_path: Path) -> None:
    write_shot(tmp_path / "set" / "walk", frames=6)
    shots = proving.chosen_shots(tmp_path / "set")
    kinds, judged = ["even-1", "even-2", "even-3"], []
    for kind in kinds:
        (result,) = proving.colored(shots, Settings(kind), lambda _: BASELINES["nearest"], kinds)
        judged.append([frame.name for frame in result.frames])
    assert judged == [["0001", "0003", "0004"]] * 3
    (result,) = proving.colored(shots, Settings("first"), lambda _: BASELINES["nearest"])
    assert len(result.frames) == 5
    figures = proving.figures_of([result], {"regions": "region_accuracy"})
    assert 0 <= figures["region_accuracy"] <= 1
    assert {"1 frame away region_accuracy", "4-7 frames away region_accuracy"} <= {*figures}


def test_regions_are_told_apart_by_their_area(tmp_path: Path) -> None:
    write_shot(tmp_path / "set" / "walk")
    results = proving.colored(
        proving.chosen_shots(tmp_path / "set"), Settings("first"), lambda _: BASELINES["nearest"]
    )
    figures = proving.figures_of(results, {"regions": "region_accuracy"})
    known = [figures[head] for head in proving.AREAS if figures[head] == figures[head]]
    assert known and min(known) <= figures["region_accuracy"] <= max(known)


def test_more_sequences_hold_the_fewer(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", frames=10)
    (few, more), arguments = (2, 3), argparse.Namespace(shots=[folder], learn_from=())
    for count in (few, more, 9):
        lavc_tuning.cut_sequences(arguments, tmp_path / f"cut-{count}", count)
    of_few, of_more = (
        [sorted(file.name for file in (tmp_path / f"cut-{count}" / f"{number:02d}" / "label").iterdir())
         for number in range(count)]
        for count in (few, more)
    )  # fmt: skip
    assert of_more[:few] == of_few and len({tuple(one) for one in of_more}) == 3
    assert all(len(one) == lavc_tuning.FRAMES for one in of_more)
    assert len([*(tmp_path / "cut-9").iterdir()]) == 3, "as many as there are"


@pytest.mark.parametrize("row", lavc_parts.ROWS, ids=lambda row: row.name)
def test_every_row_begins_with_what_it_has_of_the_shipped_weights(shipped: Path, row: lavc_parts.Row) -> None:
    network, start = lavc_parts.begun(row).eval(), load_lavc(shipped).colors
    names = [name for name, value in network.named_parameters() if name in start.state_dict()]
    assert len(names) > 20
    for name in names:
        assert torch.equal(network.state_dict()[name], start.state_dict()[name])
    assert network.params.without == {*row.without} & {"sim", "emb", "line", "distance"}


@pytest.mark.slow
def test_a_proof_goes_on_where_it_was_given_up(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_shot(tmp_path / "set" / "walk", frames=6)
    monkeypatch.setattr(lavc_parts, "ROWS", [row for row in lavc_parts.ROWS if "no " in row.name][:2])
    learned = write_set(tmp_path / "shots", frames=9)
    command = [str(tmp_path / "out"), "--set", str(tmp_path / "set"), "--shots", str(learned)]
    command += ["--tables", *prove_lavc.TABLES, "--steps", "2", "--size", "32", "--sequences", "1"]
    command += ["--learn-steps", "1", "--features", "random"]
    prove_lavc.main(command)
    first = capsys.readouterr().out
    assert "| no similarity |" in first and "| walk, 1 steps |" in first and "| even-5 |" in first
    monkeypatch.setattr(proving, "color_shot", None)  # nothing is colored again
    prove_lavc.main(command)
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")] == [
        line for line in first.splitlines() if line.startswith("|")
    ]


def test_pairs_are_a_frame_and_its_reference_with_lines_of_a_kind(tmp_path: Path) -> None:
    write_shot(tmp_path / "set" / "walk", frames=4)
    folder = tmp_path / "set" / "walk"
    found = prove_attention.Kind("found", canny)
    for kind, reference in ((prove_attention.Kind("true", None), "itself"), (found, "another frame")):
        out = tmp_path / kind.name
        out.mkdir()
        prove_attention.write_pairs(folder, out, kind, reference, every=2)
        assert [pair.name for pair in sorted(out.iterdir())] == ["walk-0", "walk-2"]
        given, own = ((out / "walk-2" / "label" / f"000{number}.png").read_bytes() for number in range(2))
        assert own == (folder / "label" / "0002.png").read_bytes()
        assert (given == own) == (reference == "itself")
        line = (out / "walk-2" / "line" / "0001.png").read_bytes()
        assert (line == (folder / "line" / "0002.png").read_bytes()) == (kind.find is None)
    assert prove_attention.likeness([folder], found, 1)["f1"] > 0.3
    assert prove_attention.likeness([folder], prove_attention.Kind("true", None), 1) == {"f1": 1}
