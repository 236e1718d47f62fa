"""The line edit of Krita's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import kritarc

ODD = b"ResourceDirectory=/art/krita\nEmpty=\n\n[Tool][$i]\nName[de]=Pen\\x2c\xff\n\n[theme]\nTheme=Dark\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[python]\nenable_shiage=true\n"),
        ("a=1\n", "a=1\n\n[python]\nenable_shiage=true\n"),
        ("[python]\n", "[python]\nenable_shiage=true\n"),
        ("[python]\nenable_x=true\n[z]\nb=2\n", "[python]\nenable_shiage=true\nenable_x=true\n[z]\nb=2\n"),
        ("[python]\nenable_shiage=false\n", "[python]\nenable_shiage=true\n"),
        ("[z]\nenable_shiage=false\n", "[z]\nenable_shiage=false\n\n[python]\nenable_shiage=true\n"),
    ],
)
def test_enable(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "kritarc"
    if before:
        path.write_text(before)
    assert kritarc.enable(path)
    assert path.read_text() == after
    assert kritarc.is_enabled(path)
    assert not kritarc.enable(path)


def test_every_other_byte_stays_and_the_first_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kritarc"
    path.write_bytes(ODD)
    path.chmod(0o600)
    kritarc.enable(path)
    assert path.read_bytes() == ODD + b"\n[python]\nenable_shiage=true\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "kritarc.before-shiage").read_bytes() == ODD
    kritarc.disable(path)
    assert not (tmp_path / "kritarc.before-shiage").exists()


def test_disable_takes_out_the_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "kritarc"
    path.write_text("[python]\nenable_shiage=true\nenable_x=true\n[a]\nenable_shiage=true\n")
    assert kritarc.disable(path)
    assert path.read_text() == "[python]\nenable_x=true\n[a]\nenable_shiage=true\n"
    assert not kritarc.disable(path)
    assert not kritarc.disable(tmp_path / "none")
    assert not kritarc.is_enabled(tmp_path / "none")


def test_resource_directory_counts_in_the_unnamed_group_alone(tmp_path: Path) -> None:
    path = tmp_path / "kritarc"
    path.write_bytes(ODD)
    assert kritarc.resource_directory(path) == Path("/art/krita")
    path.write_text("ResourceDirectory=\n[python]\nResourceDirectory=/wrong\n")
    assert kritarc.resource_directory(path) is None
    assert kritarc.resource_directory(tmp_path / "none") is None
