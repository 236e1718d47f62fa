"""What changes how a layer looks: read as Krita shows it, or named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shiage_engine.errors import InputError
from shiage_engine.files.kra.documents import Branch, KraDocument, read_document
from shiage_engine.files.kra.looks import profile_name
from tests.engine.files.kra.made import Made
from tests.engine.shots import HEIGHT, WIDTH

PIXELS = np.full((HEIGHT, WIDTH, 4), (10, 20, 30, 200), np.uint8)
SHOWN = np.zeros((HEIGHT, WIDTH), np.uint8)
SHOWN[0, :3] = (255, 128, 1)


def read(document: KraDocument, branch: Branch) -> np.ndarray:
    return document.pixels(branch, branch[-1].file, branch[-1].offset)


def alpha(made: Made, *layers: str) -> list[int]:
    """Of the first four pixels of the first layer, whose colors stay."""
    document = read_document(made.save(*layers))
    pixels = read(document, next(document.branches()))
    assert (pixels[..., :3] == PIXELS[..., :3]).all()
    return [int(value) for value in pixels[0, :4, 3]]


def test_transparency_masks_lower_alpha(tmp_path: Path) -> None:
    made = Made(tmp_path / "one.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), SHOWN)) == [200, 100, 1, 0]
    made = Made(tmp_path / "two.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), SHOWN, SHOWN)) == [200, 50, 0, 0]
    made = Made(tmp_path / "moved.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), SHOWN, x="1")) == [0, 200, 100, 1]
    made = Made(tmp_path / "group.kra")
    group = made.group("group", made.still("line", PIXELS))
    assert alpha(made, made.masked(group, SHOWN)) == [200, 100, 1, 0]


def test_a_mask_of_which_nothing_is_selected_hides_all(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), np.zeros_like(SHOWN))) == [0] * 4


def test_masks_that_are_off_or_only_keep_a_selection_change_nothing(tmp_path: Path) -> None:
    made = Made(tmp_path / "off.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), SHOWN, visible="0")) == [200] * 4
    made = Made(tmp_path / "chosen.kra")
    assert alpha(made, made.masked(made.still("line", PIXELS), SHOWN, kind="selectionmask")) == [200] * 4


def test_a_group_of_one_layer_may_have_opacity(tmp_path: Path) -> None:
    made = Made(tmp_path / "pale.kra")
    group = made.group("group", made.still("line", PIXELS)).replace('opacity="255"', 'opacity="51"', 1)
    assert alpha(made, group) == [40] * 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ('layerstyle="{one}" ', "has a layer style: flatten it in Krita"),
        ('channelflags="1110" ', "inherits alpha, or has channels off"),
        ('compositeop="erase" ', "has the blending mode erase: set it to Normal or Multiply"),
        ('colorspacename="CMYKA" ', "is not of 8 or 16 bits RGB or gray, but CMYKA"),
    ],
)
def test_what_is_not_read_is_named(change: str, sentence: str, tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    layer = made.still("line", PIXELS)
    name = change.partition("=")[0]
    said = [part for part in layer.split(" ") if not part.startswith(f"{name}=")]
    document = read_document(made.save(" ".join([said[0], change.strip(), *said[1:]])))
    with pytest.raises(InputError, match=f"layer line {sentence}"):
        read(document, next(document.branches()))


def test_masks_that_are_not_read_are_named(tmp_path: Path) -> None:
    for kind, more, sentence in (
        ("filtermask", {}, "has a filter mask: flatten it in Krita"),
        ("colorizemask", {}, "has a colorize mask"),
        ("transparencymask", {"keyframes": "m.xml"}, "has an animated transparency mask"),
    ):
        made = Made(tmp_path / f"{kind}.kra")
        document = read_document(made.save(made.masked(made.still("line", PIXELS), SHOWN, kind=kind, **more)))
        with pytest.raises(InputError, match=f"layer line {sentence}"):
            read(document, next(document.branches()))


def test_a_group_of_several_with_a_mask_is_named(tmp_path: Path) -> None:
    made = Made(tmp_path / "group.kra")
    group = made.group("group", made.still("line", PIXELS), made.still("more", PIXELS))
    document = read_document(made.save(made.masked(group, SHOWN)))
    with pytest.raises(InputError, match="layer group/more is in a group of several that has masks"):
        read(document, next(document.branches()))


def test_a_profile_says_its_name() -> None:
    def profile(text: bytes) -> bytes:
        return bytes(128) + b"\0\0\0\1desc\0\0\0\x90" + len(text).to_bytes(4, "big") + text

    old = b"desc\0\0\0\0" + b"\0\0\0\5sRGB\0"
    wide = "Grün".encode("utf-16-be")
    new = b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS" + len(wide).to_bytes(4, "big") + b"\0\0\0\x1c" + wide
    assert [profile_name(profile(text)) for text in (old, new)] == ["sRGB", "Grün"]
    assert profile_name(b"") == profile_name(bytes(200)) == ""
