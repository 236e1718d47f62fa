"""Which cuts there are, and when a cut has changed."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.batch import listing
from shiage_engine.batch.listing import (
    NamedCut,
    Size,
    characters_of,
    chosen,
    digest_of,
    find_cuts,
    size_of,
)
from shiage_engine.batch.records import NightFolder, Record
from shiage_engine.cuts.coloring import request_of
from shiage_engine.cuts.opening import open_cut
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from tests.engine.batch.nights import QUICK, write_cuts
from tests.engine.files.pictures import write_shot
from tests.engine.shots import HEIGHT, WIDTH


def test_each_folder_in_a_folder_is_a_cut(tmp_path: Path) -> None:
    for name in ("c002", "c001", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.txt").write_text("no cut")
    assert find_cuts(tmp_path) == [NamedCut(name, tmp_path / name) for name in ("c001", "c002")]


def test_a_timesheet_is_a_cut_with_the_folder_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "c001" / "A").mkdir(parents=True)
    (tmp_path / "c002").mkdir()
    sheet = tmp_path / "c001.xdts"
    sheet.write_text("a timesheet")
    cuts = find_cuts(tmp_path)
    assert cuts == [NamedCut("c001", sheet), NamedCut("c002", tmp_path / "c002")]
    digests = {digest_of(cuts[0], QUICK)}
    (tmp_path / "c001" / "A" / "A0001.png").write_bytes(b"a drawing")
    digests.add(digest_of(cuts[0], QUICK))
    sheet.write_text("another one")
    digests.add(digest_of(cuts[0], QUICK))
    (tmp_path / "c002" / "0001.png").write_bytes(b"a drawing of another cut")
    digests.add(digest_of(cuts[0], QUICK))
    assert len(digests) == 3


def test_a_document_is_a_cut_of_its_own(tmp_path: Path) -> None:
    for name in ("c001.kra", "c002.PSD", "notes.txt"):
        (tmp_path / name).write_text(name)
    cuts = find_cuts(tmp_path)
    assert cuts == [NamedCut("c001", tmp_path / "c001.kra"), NamedCut("c002", tmp_path / "c002.PSD")]
    digest = digest_of(cuts[0], QUICK)
    (tmp_path / "c002.PSD").write_text("changed")
    assert digest_of(cuts[0], QUICK) == digest
    (tmp_path / "c001.kra").write_text("changed")
    assert digest_of(cuts[0], QUICK) != digest


def test_a_file_lists_cuts_by_their_paths_from_there(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    file = tmp_path / "lists" / "tonight.txt"
    file.write_text(f"# the second episode\n../ep2/c001\n\n  ../ep2/c002  \n{tmp_path / 'ep1' / 'c001'}\n")
    assert find_cuts(file) == [
        NamedCut("ep1-c001", tmp_path / "ep1" / "c001"),
        NamedCut("ep2-c001", tmp_path / "ep2" / "c001"),
        NamedCut("ep2-c002", tmp_path / "ep2" / "c002"),
    ]
    file.write_text("../ep2/c001\n../ep2/c002\n")
    assert [cut.name for cut in find_cuts(file)] == ["c001", "c002"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("# nothing tonight\n", "There are no cuts"),
        ("c001\nc001\n", "2 cuts that would be called c001"),
        ("a-b/c\na/b-c\n", "2 cuts that would be called a-b-c"),
    ],
)
def test_a_list_of_no_use_is_told(tmp_path: Path, lines: str, sentence: str) -> None:
    (tmp_path / "list.txt").write_text(lines)
    with pytest.raises(InputError, match=sentence):
        find_cuts(tmp_path / "list.txt")


def test_what_is_neither_folder_nor_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere is not there: name a folder of cuts"):
        find_cuts(tmp_path / "nowhere")
    (tmp_path / "c001.xdts").write_text("exchangeDigitalTimeSheet Save Data\n{}")
    with pytest.raises(InputError, match=r"c001\.xdts is a single cut: name a folder of cuts"):
        find_cuts(tmp_path / "c001.xdts")


def test_cuts_are_chosen_by_name(tmp_path: Path) -> None:
    cuts = find_cuts(write_cuts(tmp_path, "a", "b", "c"))
    assert chosen(cuts, ["c", "a"]) == [cuts[2], cuts[0]]
    with pytest.raises(InputError, match="There is no cut d: there are a to c"):
        chosen(cuts, ["a", "d"])


def test_a_cut_is_as_large_as_all_its_frames(tmp_path: Path) -> None:
    size = size_of(NamedCut("a", write_shot(tmp_path / "a")))
    assert size == Size(3, HEIGHT * WIDTH)
    assert size.work == 3 * HEIGHT * WIDTH
    with pytest.raises(InputError, match="There is no folder"):
        size_of(NamedCut("b", tmp_path / "b"))


def test_a_cut_changes_with_its_files_and_options_and_not_with_their_times(tmp_path: Path) -> None:
    shot = write_shot(tmp_path / "a")
    cut = NamedCut("a", shot)
    before = digest_of(cut, QUICK)
    os.utime(shot / "line" / "0000.png", (1, 1))
    (shot / ".DS_Store").write_text("hidden files are no part of a shot")
    assert digest_of(cut, QUICK) == before == digest_of(replace(cut, name="other"), QUICK)
    seen = {before, digest_of(cut, replace(QUICK, target_accuracy=0.9))}
    (shot / "line" / "0001.png").rename(shot / "line" / "0003.png")
    seen.add(digest_of(cut, QUICK))
    (shot / "shot.json").write_text("{}")
    seen.add(digest_of(cut, QUICK))
    (shot / "shot.json").write_text('{"finished": ["0000"]}')
    seen.add(digest_of(cut, QUICK))
    assert len(seen) == 5


def test_a_cut_changes_with_what_is_kept_of_its_character(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setattr(kept, "data_dir", lambda: data)
    monkeypatch.setattr(listing, "data_dir", lambda: data)
    cut = NamedCut("a", write_shot(tmp_path / "a"))
    ann, ben = Options(character="Ann"), Options(character="Ben")
    before = digest_of(cut, ann, {"Ann"}), digest_of(cut, ben, {"Ben"})
    weights = kept.path_of("unet", "Ann")
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"learned")
    assert [*listing.trained_here({"Ann"})] == [weights.relative_to(data).as_posix()]
    assert digest_of(cut, ann, {"Ann"}) != before[0]
    assert digest_of(cut, ben, {"Ben"}) == before[1]


def test_a_cut_says_who_is_drawn_unless_the_options_do(tmp_path: Path) -> None:
    cut = NamedCut("a", write_shot(tmp_path / "a"))
    assert characters_of(cut, QUICK) == set()
    (tmp_path / "a" / "shot.json").write_text('{"character": "Kumo"}')
    assert characters_of(cut, QUICK) == {"Kumo"}
    assert characters_of(cut, replace(QUICK, character="Ann")) == {"Ann"}
    (request,) = (request_of(shot, QUICK) for shot in open_cut(cut.path).shots.values())
    assert request.options.character == "Kumo"


def test_nights_among_the_cuts_are_no_cuts(tmp_path: Path) -> None:
    cuts = write_cuts(tmp_path, "a")
    NightFolder(tmp_path / "last night").write(Record("a", "digest"))
    (tmp_path / "tonight").mkdir()  # before anything is colored
    assert [cut.name for cut in find_cuts(cuts, tmp_path / "tonight")] == ["a"]


def test_a_cut_behind_links_is_watched_and_links_in_a_circle_end(tmp_path: Path) -> None:
    write_shot(tmp_path / "cuts" / "c001")
    (tmp_path / "cuts" / "c001" / "line").rename(tmp_path / "drawings")
    (tmp_path / "cuts" / "c001" / "line").symlink_to(tmp_path / "drawings")
    (tmp_path / "cuts" / "c001" / "again").symlink_to(tmp_path / "cuts" / "c001")
    cut = NamedCut("c001", tmp_path / "cuts" / "c001")
    before = digest_of(cut, QUICK)
    (tmp_path / "drawings" / "0001.png").write_bytes(b"another drawing")
    assert digest_of(cut, QUICK) != before


def test_a_large_file_beside_the_drawings_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiage_engine.files.reading.FILE_BYTES", 10)
    (tmp_path / "movie.mov").write_bytes(bytes(11))
    assert digest_of(NamedCut("c001", tmp_path), QUICK)


def test_a_list_may_begin_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xef\xbb\xbfc001\r\nc002\r\n")
    assert [cut.path for cut in find_cuts(tmp_path / "list.txt")] == [tmp_path / "c001", tmp_path / "c002"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no Unicode")
def test_a_cut_whose_name_is_no_utf_8_is_called_by_what_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\x83Jb")
    write_shot(folder)
    (cut,) = find_cuts(tmp_path)
    assert cut == NamedCut("\ufffdJb", folder)
    assert digest_of(cut, QUICK)
