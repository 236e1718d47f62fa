"""Methods side by side on small sets."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import unquote

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.evaluation import benchmark as benchmark_module
from shiage_engine.evaluation import cache
from shiage_engine.evaluation import work as work_module
from shiage_engine.evaluation.benchmark import Plan, benchmark
from shiage_engine.evaluation.evaluate import Settings, ShotResult, color_shot
from shiage_engine.evaluation.metrics import Regions
from shiage_engine.evaluation.page import page
from shiage_engine.evaluation.painter import finish_shot
from shiage_engine.evaluation.tables import markdown
from shiage_engine.learning import kept
from shiage_engine.methods.hinted.places import PLACE
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS as METHODS_OF_PAINTERS
from tests.engine.evaluation.sets import write_shot

pytestmark = pytest.mark.slow

METHODS = ("flow", "nearest")


@pytest.fixture
def sets(tmp_path: Path) -> list[Path]:
    for name in ("drawn/walk", "drawn/run", "rendered/turn"):
        write_shot(tmp_path / name, frames=3)
    (tmp_path / "drawn" / "walk" / "ink").symlink_to(tmp_path / "drawn" / "walk" / "line")
    return [tmp_path / "drawn", tmp_path / "rendered"]


@pytest.fixture
def colored(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the shots that were colored, and not taken from disk."""
    names: list[str] = []

    def spy(folder: Path, settings: Settings) -> ShotResult:
        names.append(f"{folder.name} {settings.options.method}")
        return color_shot(folder, settings)

    monkeypatch.setattr(benchmark_module, "color_shot", spy)
    return names


def test_the_painters_work_is_counted_once_and_shown(
    sets: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, counted = tmp_path / "out", Mock(wraps=finish_shot)
    monkeypatch.setattr(work_module, "finish_shot", counted)
    command = ["benchmark", str(out), "--sets", *map(str, sets), "--methods", ",".join(METHODS), "--painter"]
    for _ in range(2):
        assert main([*command, "--references", "first", "--processes", "0"]) == 0
    assert counted.call_count == 3 * len(METHODS), "the second time all is there"
    said = capsys.readouterr().out
    assert "drawn, first: work to finish" in said and "rendered, first: work to finish" in said
    shown = (out / "index.html").read_text(encoding="utf-8")
    assert shown.count("<h3>Work to finish</h3>") == 2
    assert main([*command, "--hints", "3"]) == 2, "nothing is said of hints"


def test_work_that_is_not_ours_is_named_before_anything_is_colored(
    sets: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], colored: list[str]
) -> None:
    kept = tmp_path / "out" / "work" / "drawn" / "first" / "line" / "nearest" / "walk.json"
    command = [
        "benchmark",
        str(tmp_path / "out"),
        "--sets",
        str(sets[0]),
        "--methods",
        "nearest",
        "--painter",
    ]
    command += ["--references", "first", "--processes", "0"]
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    assert main(command) == 2
    assert "walk.json" in capsys.readouterr().err and kept.read_text(encoding="utf-8") == "mine"
    assert not colored


def test_every_method_runs_on_every_shot(sets: list[Path], tmp_path: Path) -> None:
    plan = Plan(sets, ("first", "middle"), methods=METHODS)
    runs = finish(benchmark(plan, tmp_path / "out", processes=0))
    assert [(run.set, run.references, run.method) for run in runs] == [
        (name, references, method)
        for name in ("drawn", "rendered")
        for references in ("first", "middle")
        for method in METHODS
    ]
    assert [shot.shot for shot in runs[0].shots] == ["run", "walk"]
    assert len(list((tmp_path / "out").rglob("*.png"))) == 3 * 2 * 2


def test_several_numbers_of_hints_are_compared(sets: list[Path], tmp_path: Path, colored: list[str]) -> None:
    plan = Plan(sets[1:], ("first",), methods=("nearest",), hints=("0", "1", "2"))
    for _ in range(2):
        runs = finish(benchmark(plan, tmp_path / "out", processes=0))
    assert [run.condition for run in runs] == [
        "rendered, first",
        "rendered, first, hints 1",
        "rendered, first, hints 2",
    ]
    assert len(colored) == 3, "each is kept in a place of its own"
    frames = [[frame.judged for frame in run.shots[0].frames] for run in runs]
    judged = [sum(len(one.area) for one in of_run if isinstance(one, Regions)) for of_run in frames]
    assert judged[0] > judged[1] > judged[2]


def test_methods_that_need_a_character_run_where_one_is_named(sets: list[Path], tmp_path: Path) -> None:
    known = {"unet": METHODS_OF_PAINTERS["unet"], "few-shot": METHODS_OF_PAINTERS["few-shot"]}
    for character, expected in (("", {"few-shot"}), ("Vita", {"unet", "few-shot"})):
        plan = Plan(sets, ("first",), character=character)
        assert {task.run[3] for task in benchmark_module.tasks_of(plan, tmp_path)} & set(known) == expected


def test_a_benchmark_uses_what_is_known_of_a_character_and_teaches_nothing(
    sets: list[Path], tmp_path: Path
) -> None:
    plan = Plan(sets, ("first",), methods=("patch", "unet", "fused", "flow"), character="Vita")
    names = {
        task.run[3]: task.settings.options.character for task in benchmark_module.tasks_of(plan, tmp_path)
    }
    assert names == {"patch": "", "unet": "Vita", "fused": "Vita", "flow": ""}


@pytest.mark.parametrize("method", ["unet", "fused"])
def test_a_result_is_stale_when_the_character_was_trained_again(
    method: str, sets: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path / "home")
    folder, settings = sets[0] / "walk", Settings(options=Options(method, character="Vita"))
    untrained = cache.key(folder, settings)
    assert cache.key(folder, Settings(options=Options(method))) != untrained
    weights = kept.make_folder("unet", "Vita") / kept.WEIGHTS
    weights.write_bytes(b"first")
    trained = cache.key(folder, settings)
    assert trained == cache.key(folder, settings) != untrained
    weights.write_bytes(b"second")
    assert cache.key(folder, settings) != trained


def test_a_result_is_stale_when_a_methods_network_was_trained_again(
    sets: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path / "home")
    folder, settings = sets[0] / "walk", Settings(options=Options("hinted"))
    untrained = cache.key(folder, settings)
    PLACE.trained().parent.mkdir(parents=True)
    PLACE.trained().write_bytes(b"first")
    assert cache.key(folder, settings) != untrained


def test_what_is_done_is_not_done_again(sets: list[Path], tmp_path: Path, colored: list[str]) -> None:
    plan = Plan(sets[1:], ("first",), methods=METHODS)
    before = finish(benchmark(plan, tmp_path / "out", processes=0))
    assert colored == ["turn flow", "turn nearest"]
    after = finish(benchmark(plan, tmp_path / "out", processes=0))
    assert len(colored) == 2
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.shots[0].frames, new.shots[0].frames, strict=True):
            np.testing.assert_equal(vars(other.judged), vars(one.judged))
            assert {name: values.dtype for name, values in vars(other.judged).items()} == {
                name: values.dtype for name, values in vars(one.judged).items()
            }


@pytest.mark.parametrize("change", ["engine", "shot", "file", "sheet"])
def test_what_is_stale_is_done_again(
    change: str, sets: list[Path], tmp_path: Path, colored: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, out = Plan(sets[1:], ("first",), methods=("nearest",)), tmp_path / "out"
    finish(benchmark(plan, out, processes=0))
    (stored,) = out.rglob("*.json")
    if change == "engine":
        monkeypatch.setattr(cache, "engine_digest", lambda: "another")
    elif change == "shot":
        (sets[1] / "turn" / "meta.json").write_text("{}")
    elif change == "file":
        stored.unlink()
    else:
        stored.with_suffix(".png").unlink()
    finish(benchmark(plan, out, processes=0))
    assert len(colored) == 2


def test_the_engines_digest_is_of_what_results_depend_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "ENGINE", tmp_path)

    def digest() -> str:
        return cache.engine_digest.__wrapped__()

    for folder in ("service", "evaluation", "methods/unet", "methods/matcher/weights"):
        (tmp_path / folder).mkdir(parents=True)
    without = (
        "service/serve.py",
        "evaluation/page.py",
        "methods/unet/lesson.py",
        "methods/matcher/weights/README.md",
    )
    for name in (*without, "registry.py", "methods/unet/network.py", "matcher.safetensors"):
        (tmp_path / name).write_text("1")
    before = digest()
    for name in without:
        (tmp_path / name).write_text("2")
    assert digest() == before
    for name in ("matcher.safetensors", "methods/unet/network.py"):
        (tmp_path / name).write_text("2")
        assert digest() != before
        before = digest()


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"methods": ("magic",)}, "There is no method 'magic': choose one of .*nearest"),
        ({"references": ("last",)}, "There are no references 'last'"),
        ({"lines": ("pencil",)}, "There are no lines 'pencil': choose one of line, ink"),
        ({"shots": ("swim",)}, "None of the sets has a shot of that name"),
    ],
)
def test_a_plan_that_cannot_be_is_one_sentence(
    plan: dict[str, Any], sentence: str, sets: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=sentence):
        finish(benchmark(Plan(sets, **plan), tmp_path / "out", processes=0))
    with pytest.raises(InputError, match="same name"):
        finish(benchmark(Plan([sets[0], sets[0]]), tmp_path / "out", processes=0))


class Links(HTMLParser):
    """The addresses that a page points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        self.found += [value for name, value in attrs if name in ("src", "href") and value]


def test_the_command_writes_a_page_that_opens_from_disk(
    sets: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    write_shot(sets[0] / "turn #2, 50%")  # a name that no link holds as it is
    chosen = ["--methods", "flow,nearest", "--references", "first", "--lines", "line,ink", "--processes", "0"]
    assert main(["benchmark", str(out), "--sets", *map(str, sets), *chosen]) == 0
    text = (out / "index.html").read_text(encoding="utf-8")
    links = Links(text).found
    pictures = [link for link in links if not link.startswith("#")]
    assert len(pictures) == 2 * 2 * (4 + 1)  # linked and shown, for two methods, for four shots and a raw one
    assert all((out / unquote(link)).is_file() for link in pictures)
    assert all(f'id="{link[1:]}"' in text for link in links if link.startswith("#"))
    assert text.count("<svg") == 3 * (1 + len(METHODS))  # one of all methods, and the curves of each
    table, _, _ = (out / "table.md").read_text(encoding="utf-8").partition("<!--")  # the seal
    assert table in capsys.readouterr().out
    assert "| method | drawn, first | rendered, first |" in table
    assert "drawn, first, raw ink" in table


def test_without_what_the_page_needs_the_tables_are_written_alone(
    sets: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as if it were not installed
    out = tmp_path / "out"
    command = ["benchmark", str(out), "--sets", str(sets[1]), "--methods", "nearest", "--processes", "0"]
    assert main(command) == 2
    error = capsys.readouterr().err
    assert re.fullmatch(r"The page needs matplotlib: run `.* -m pip install .*--no-page.*\.\n", error)
    assert not out.exists()
    assert main([*command, "--no-page"]) == 0
    assert (out / "table.md").read_text(encoding="utf-8").count("| nearest |") == 3
    assert not (out / "index.html").exists()


def test_names_are_escaped(sets: list[Path], tmp_path: Path) -> None:
    (run,) = finish(benchmark(Plan(sets[1:], ("first",), methods=("flow",)), tmp_path / "out", processes=0))
    text = page([replace(run, set="<b>", method="a & b")], "0")
    assert "<b>" not in text and "a & b" not in text
    assert "&lt;b&gt;, first" in text and "a &amp; b" in text


def test_a_file_is_no_place_for_the_page(sets: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="file is a file"):
        finish(benchmark(Plan(sets), tmp_path / "file"))


@pytest.mark.parametrize("content", ["[]", "5", "{", ""])
def test_a_kept_result_that_is_none_counts_for_nothing(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert cache.load(tmp_path / "a.json", "key") is None


def test_tables_have_a_cell_for_every_head(sets: list[Path], tmp_path: Path) -> None:
    runs = finish(benchmark(Plan(sets, ("first",), methods=METHODS), tmp_path / "out", processes=0))
    for block in markdown(runs).split("\n\n"):
        bars = [row.count("|") for row in block.splitlines() if row.startswith("|")]
        assert len(set(bars)) <= 1
    assert "| nearest | 1.000 / 1.000 / " in markdown(runs)
    for table in re.findall(r"<table>.*?</table>", page(runs, "0"), re.DOTALL):
        rows = re.findall(r"<tr.*?</tr>", table)
        heads = rows[0].count("<th")
        assert all(row.count("<td>") in (heads, 1, 0) for row in rows)


def test_shots_without_raw_drawings_are_left_out(sets: list[Path], tmp_path: Path) -> None:
    plan = Plan(sets, ("first",), lines=("ink",), methods=("nearest",))
    (run,) = finish(benchmark(plan, tmp_path / "out", processes=0))
    assert [shot.shot for shot in run.shots] == ["walk"]
