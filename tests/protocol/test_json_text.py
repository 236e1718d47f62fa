"""JSON that others may have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from shiage.client.protocol import json_text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, b"[" * 100_000, "{", "9" * 10_000])
def test_what_cannot_be_read_is_one_kind_of_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        json_text.parse_json(text)


def test_nothing_else_reads_json_by_itself() -> None:
    """Whoever did would have to know what all others know."""
    sources = (path for name in ("engine", "plugin", "installer") for path in (ROOT / name).rglob("*.py"))
    found = [path.name for path in sources if "json.load" in path.read_text(encoding="utf-8")]
    assert found == ["json_text.py"]
