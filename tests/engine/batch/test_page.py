"""The page of a night: what stands on it, and in which order."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shiage_engine.batch.page import page, write_page
from shiage_engine.batch.records import NightFolder, Record
from shiage_engine.errors import InputError
from shiage_engine.files.seals import is_sealed
from shiage_engine.pipeline.questions import GAP, UNSURE

RECORDS = [
    Record("c001", "d", frames=10, painted=0.95, questions={UNSURE: 2}, seconds=4),
    Record("c002", "d", frames=1, painted=0.5, questions={UNSURE: 30, GAP: 1}, seconds=6),
    Record("c003", "d", frames=4, painted=1.0, seconds=1),
    Record("c004", failed="c004/line/0001.png cannot be read.", trace="Traceback <module>"),
    Record("c005 & co", "d", frames=4, painted=0.9, seconds=1),
]


class Addresses(HTMLParser):
    """What a page points to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in ("href", "src") and value is not None]


def words(html: str) -> str:
    """The text of a page, in one line."""
    return " ".join(re.sub("<style>.*</style>|<[^>]*>", " ", html, flags=re.DOTALL).split())


def test_what_is_most_to_do_comes_first(tmp_path: Path) -> None:
    names = re.findall('<section id="([^"]*)"', page(NightFolder(tmp_path), RECORDS))
    assert names == ["c004", "c002", "c001", "c005 &amp; co", "c003"]


def test_each_cut_is_told_in_words(tmp_path: Path) -> None:
    text = words(page(NightFolder(tmp_path), RECORDS))
    assert "5 cuts 33 open questions, 1 cut failed , 12 seconds of work" in text
    assert (
        "c002 50.0 % of the area painted 31 open questions 30 not sure 1 behind an opening in a line" in text
    )
    assert "1 frame, 6.0 seconds" in text
    assert "c003 100.0 % of the area painted 0 open questions 4 frames" in text
    assert "c004 failed c004/line/0001.png cannot be read. Where in Shiage Traceback &lt;module&gt;" in text
    assert "failed" not in words(page(NightFolder(tmp_path), RECORDS[:3]))


def test_it_points_to_results_and_sheets_beside_it(tmp_path: Path) -> None:
    reader = Addresses()
    reader.feed(page(NightFolder(tmp_path), [RECORDS[0], RECORDS[3], RECORDS[4]]))
    other = "c005%20%26%20co"
    assert reader.found == ["cuts/c001", "sheets/c001.png", f"cuts/{other}", f"sheets/{other}.png"]


def test_it_may_tell_of_names_that_are_no_unicode(tmp_path: Path) -> None:
    folder = NightFolder(tmp_path)
    write_page(folder, [Record("c001", failed="There is no \udc83J.")])
    assert is_sealed(folder.page) and "There is no ?J." in folder.page.read_text()


def test_an_older_page_is_replaced_and_none_of_others(tmp_path: Path) -> None:
    folder = NightFolder(tmp_path)
    for records in (RECORDS, RECORDS[:1]):
        write_page(folder, records)
    assert is_sealed(folder.page) and "1 cut<" in folder.page.read_text()
    folder.page.write_text("mine")
    with pytest.raises(InputError, match="not of Shiage"):
        write_page(folder, RECORDS)
    assert folder.page.read_text() == "mine"
