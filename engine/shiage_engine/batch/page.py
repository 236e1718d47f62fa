"""All cuts on one HTML page that opens from disk, those with most to do first: for who comes in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..files.pages import rendered
from ..files.seals import COMMENT, write_sealed
from ..pipeline.questions import DOUBT, FLICKER, GAP, UNSURE
from .records import NightFolder, Record

TEMPLATE = Path(__file__).with_name("page.html.jinja")
WHY = {  # questions are asked, as the page says it
    UNSURE: "not sure",
    GAP: "behind an opening in a line",
    FLICKER: "color comes and goes",
    DOUBT: "painted, but in doubt",
}


class Row(NamedTuple):
    """A cut on the page; addresses are relative to it."""

    record: Record
    result: str
    sheet: str


def write_page(folder: NightFolder, records: Sequence[Record]) -> None:
    """Write the page of a night, in place of an older one. Raises InputError where the disk refuses it."""
    write_sealed(folder.page, page(folder, records) + COMMENT)


def page(folder: NightFolder, records: Sequence[Record]) -> str:
    """The page, where `folder.page` is."""
    return rendered(
        TEMPLATE,
        rows=[_row(folder, record) for record in sorted(records, key=_order)],
        failed=sum(bool(record.failed) for record in records),
        open=sum(record.open for record in records),
        seconds=sum(record.seconds for record in records),
        why=WHY,
    )


def _order(record: Record) -> tuple[object, ...]:
    """Where nothing is colored first, then by open questions, then by what is unpainted."""
    return not record.failed, -record.open, record.painted, record.name


def _row(folder: NightFolder, record: Record) -> Row:
    places = (folder.result(record.name), folder.sheet(record.name))
    return Row(record, *(quote(place.relative_to(folder.root).as_posix()) for place in places))
