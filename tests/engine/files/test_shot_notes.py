"""What the painter says of a shot in shot.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from shiage_engine.__main__ import main
from shiage_engine.errors import InputError
from shiage_engine.files.shot_notes import ShotNotes, read_notes
from tests.engine.files.pictures import save
from tests.engine.shots import RED, color, line

NAMES = {0: "0000", 3: "0003"}


def notes(folder: Path, content: object) -> ShotNotes:
    (folder / "shot.json").write_text(json.dumps(content))
    return read_notes(folder, NAMES)


def test_a_shot_without_notes_has_none(tmp_path: Path) -> None:
    assert read_notes(tmp_path, NAMES) == ShotNotes()


def test_all_that_can_be_said(tmp_path: Path) -> None:
    found = notes(
        tmp_path,
        {
            "finished": ["0000"],
            "partly_painted": ["0003"],
            "answers": {"0003": [[4, 5, "#c81e1e"], [6, 7, None]]},
            "character": "Kumo",
            "offset": {"0003": [-12, 4]},
        },
    )
    assert found == ShotNotes((0,), (3,), ((3, 4, 5, RED), (3, 6, 7, (0, 0, 0, 0))), "Kumo", {3: (-12, 4)})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"offset": {"0009": [1, 2]}}, "names the frame '0009', which is not in the shot"),
        ({"offset": {"0003": [1.5, 2]}}, "is no offset"),
        ({"offset": {"0003": [1, 40000]}}, "is no offset"),
        ({"offset": {"0003": [1]}}, "cannot be read as notes"),
        ({"finished": ["0009"]}, "names the frame '0009', which is not in the shot"),
        ({"done": []}, "'done', which is not known"),
        ({"answers": {"0003": [[1, 2]]}}, "cannot be read as notes"),
        ({"answers": {"0003": [[1, -2, None]]}}, "-2 is no pixel"),
        ({"answers": {"0003": [[1, 2, "red"]]}}, "'red' is no color like #c81e1e"),
        ({"character": ["Kumo"]}, "is no name"),
        ([], "cannot be read as notes"),
    ],
)
def test_notes_that_are_not_sound_are_one_sentence(content: object, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        notes(tmp_path, content)
    assert "\n" not in str(caught.value)
    assert str(caught.value).count("shot.json") == 1
    assert not str(caught.value).endswith("..")


def test_the_command_line_goes_by_the_notes(tmp_path: Path) -> None:
    shot, out = tmp_path / "shot", tmp_path / "out"
    for time in range(3):
        save(shot / "line" / f"{time:04}.png", line(2 * time))
    half = color(2)
    half[:, 27:] = 0
    save(shot / "color" / "0000.png", color())
    save(shot / "color" / "0001.png", half)
    (shot / "shot.json").write_text(json.dumps({"answers": {"0002": [[16, 20, "#0a0b0c"]]}}))
    assert main(["colorize", str(shot), "--out", str(out)]) == 0
    report = json.loads((out / "report.json").read_text())
    assert (report["finished"], report["partly_painted"]) == (["0000"], ["0001"])
    assert [10, 11, 12, 255] in report["palette"]
    (shot / "shot.json").write_text(json.dumps({"finished": ["0001"]}))
    assert main(["colorize", str(shot), "--out", str(out)]) == 0
    assert [*json.loads((out / "report.json").read_text())["frames"]] == ["0002"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_notes_that_are_no_file_are_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "shot.json").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="cannot be read: it is no file"):
        read_notes(tmp_path, {0: "0000"})
