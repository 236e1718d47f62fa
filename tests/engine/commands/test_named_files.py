"""Whatever file a command is told to write: one that Shiage did not write stays as it is, and this is said."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from shiage_engine.__main__ import main
from shiage_engine.files import saving
from shiage_engine.files.images import write_image
from tests.engine.evaluation.sets import write_shot

QUICK = "evaluate SET --references first --method nearest --processes 0"
COMMANDS = {  # what each writes: its arguments, and the file
    "sheet": ("sheet SET/walk RESULT --out OUT/a.png", "a.png"),
    "figures": (f"{QUICK} --json OUT/a.json", "a.json"),
    "curves": (f"{QUICK} --curves OUT/a.svg", "a.svg"),
    "sheets": (f"{QUICK} --sheet OUT", "walk.png"),
    "painter": (
        "evaluate SET --painter --references first --method nearest --processes 0 --json OUT/a.json",
        "a.json",
    ),
    "table": (
        "benchmark OUT --sets SET --references first --methods nearest --no-page --processes 0",
        "table.md",
    ),
    "result": (
        "benchmark OUT --sets SET --references first --methods nearest --no-page --processes 0",
        "shots/SET/first/line/nearest/walk.json",
    ),
    "page": ("benchmark OUT --sets SET --references first --methods nearest --processes 0", "index.html"),
}
TRAINED = {
    "matcher": ("train matcher --shots SET --out OUT/a.safetensors --steps 1", "a.safetensors"),
    **{
        network: (f"train {network} --shots SET --out OUT/a.safetensors --features random", "a.safetensors")
        for network in ("hinted", "lavc", "attention")
    },
}
MODULES = dict.fromkeys(("curves", "page"), ("matplotlib",))  # of the extra "report"
MINE = b"\x89PNG mine, and worth something\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a set, a result of its shot, and an empty folder OUT."""
    write_shot(tmp_path / "SET" / "walk")
    for plane in ("color", "withdrawn"):
        (tmp_path / "RESULT" / plane).mkdir(parents=True)
    write_image(tmp_path / "RESULT" / "color" / "0001.png", np.zeros((60, 80, 4), np.uint8))
    (tmp_path / "OUT").mkdir()
    return tmp_path


def run(what: str, place: Path) -> tuple[int, Path]:
    """The exit status of a command, and the file that it writes."""
    for module in MODULES.get(what, ()):
        pytest.importorskip(module)
    command, name = {**COMMANDS, **TRAINED}[what]
    for folder in ("SET", "RESULT", "OUT"):
        command = command.replace(folder, str(place / folder))
    return main(command.split()), place / "OUT" / name


@pytest.mark.parametrize("what", [*COMMANDS, *TRAINED])
def test_what_is_not_of_shiage_is_refused_before_the_work(
    what: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / "OUT" / {**COMMANDS, **TRAINED}[what][1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MINE)
    worked: list[object] = []
    monkeypatch.setattr(saving, "write_bytes", lambda *of: worked.append(of))
    assert run(what, place)[0] == 2
    assert path.read_bytes() == MINE and not worked
    assert (
        "is not known as a file of Shiage, or was changed since: remove it, or choose another name."
        in capsys.readouterr().err
    )


@pytest.mark.parametrize("what", sorted(COMMANDS.keys() - {"result"}))  # which is used again
def test_its_own_file_is_replaced_until_somebody_changes_it(what: str, place: Path) -> None:
    for _ in range(2):
        status, path = run(what, place)
        assert status == 0 and path.is_file()
    with path.open("ab") as file:
        file.write(b"\n")
    changed = path.read_bytes()
    if what == "sheets":  # it is of a shot, which is not colored again in vain
        assert run(what, place)[0] == 2
    assert run(what, place)[0] == 2 and path.read_bytes() == changed


# The table is written before it.
@pytest.mark.parametrize("what", sorted(COMMANDS.keys() - {"page", "result"}))
def test_what_others_write_meanwhile_stays_too(
    what: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = saving.check_place

    def check_and_write(path: Path, is_ours: Callable[[Path], bool]) -> None:
        check(path, is_ours)
        path.write_bytes(MINE)

    checks = importlib.import_module("shiage_engine.evaluation.evaluate") if what == "sheets" else saving
    monkeypatch.setattr(checks, "check_place", check_and_write)
    status, path = run(what, place)
    kept = path.with_name(f"{path.stem}.2{path.suffix}")
    assert status == 2 and path.read_bytes() == MINE and kept.is_file()
    assert f"was left as it is: what was to be there is in {kept}." in capsys.readouterr().err
