"""`shiage batch`: what it tells, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from tests.engine.batch.nights import files_of, write_cuts

pytestmark = pytest.mark.slow


def batch(cuts: Path, out: Path, *arguments: object) -> int:
    """The exit status of the command; its workers are processes, whatever it runs in."""
    words = ["batch", cuts, "--out", out, "--method", "few-shot", "--processes", 1, *arguments]
    return main([str(word) for word in words])


def test_a_night_with_a_broken_cut_and_the_night_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cuts, out = write_cuts(tmp_path / "cuts", "a", "b", "c"), tmp_path / "out"
    broken = cuts / "b" / "line" / "0001.png"
    drawing = broken.read_bytes()
    broken.write_bytes(b"no picture")
    assert batch(cuts, out) == 2
    told, failed = capsys.readouterr()
    assert failed == "1 of 3 cuts failed, see above.\n"
    assert f"b: {broken} cannot be read as a picture" in told
    assert sorted(path.name for path in (out / "cuts").iterdir()) == ["a", "c"]
    before = {name: of for name, of in files_of(out).items() if "/" in name and "/b" not in name}

    broken.write_bytes(drawing)
    assert batch(cuts, out) == 0
    told, failed = capsys.readouterr()
    assert "b (3 of 3)" in told and "a (" not in told and failed == ""
    after = files_of(out)
    assert {name: after[name] for name in before} == before
    assert batch(cuts, out) == 0
    assert "of 3)" not in capsys.readouterr().out
    assert files_of(out) == after
    (out / "index.html").unlink()
    assert batch(cuts, out, "--report") == 0
    assert files_of(out) == after


def test_some_cuts_are_colored_by_name(tmp_path: Path) -> None:
    cuts = write_cuts(tmp_path / "cuts", "a", "b")
    assert batch(cuts, tmp_path / "out", "--cut", "b") == 0
    assert [path.name for path in (tmp_path / "out" / "cuts").iterdir()] == ["b"]
    assert not (tmp_path / "out" / "index.html").exists()
    assert batch(cuts, tmp_path / "out", "--report") == 2  # a is still to be colored
    assert (tmp_path / "out" / "index.html").exists()


def test_bad_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(tmp_path / "nowhere", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert "is not there" in said and said.count("\n") == 1
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--method", "fewshot"), "There is no method 'fewshot': choose one of auto"),
        (("--rule", "sharp"), "There is no rule 'sharp'"),
        (("--character", "Kmuo"), "Nothing is kept of Kmuo: see shiage weights list."),
    ],
)
def test_a_mistyped_name_is_told_at_once_and_no_cut_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str], sentence: str
) -> None:
    cuts = write_cuts(tmp_path / "cuts", "a")
    assert batch(cuts, tmp_path / "out", *words) == 2
    told, failed = capsys.readouterr()
    assert failed.startswith(sentence) and failed.count("\n") == 1 and told == ""
    assert not (tmp_path / "out").exists()


def test_results_may_lie_among_the_cuts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same command again, and one for another night there, take no result for a cut."""
    cuts = write_cuts(tmp_path, "-a")
    for night in ("night", "night", "other night"):
        assert batch(cuts, tmp_path / night, "--processes", 0) == 0
        assert "1 cuts, 0 open" in capsys.readouterr().out
    assert batch(cuts, tmp_path) == 2
    assert "choose another folder for the results" in capsys.readouterr().err
