"""PSD: what another program wrote is read to the byte, and what is written it reads again."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage
from psd_tools.api.layers import GroupMixin
from shiage_engine.protocol.options import Options

from shiage_engine.cuts.coloring import request_of
from shiage_engine.cuts.opening import open_cut
from shiage_engine.cuts.output import open_output
from shiage_engine.errors import InputError
from shiage_engine.files.psd import documents
from shiage_engine.files.psd.reading import open_psd
from tests.engine.files.pictures import write_shot
from tests.engine.files.test_result_folder import REPORT
from tests.engine.shots import BY_AREA, HEIGHT, RED, WIDTH, color, colored, line


def document(mode: str = "RGBA", depth: Literal[8, 16] = 8) -> PSDImage:
    return PSDImage.new(mode, (WIDTH, HEIGHT), depth=depth)


def add(group: GroupMixin, name: str, pixels: np.ndarray, top: int = 0, left: int = 0) -> None:
    layer = group.create_pixel_layer_from_array(pixels, top=top, left=left)
    layer.name = name


def write(path: Path, mode: str = "RGBA") -> Path:
    """Three drawings of cel A, of which the first and the last are painted."""
    psd = document(mode)
    add(psd, "Background", np.full((HEIGHT, WIDTH, 4), 255, np.uint8))
    cel = psd.create_group(name="A")
    for number in range(1, 4):
        group = cel.create_group(name=str(number))
        group.visible = number == 1
        if number != 2:
            add(group, "色", color(number)[12:28, 8:56].copy(), 12, 8)
        add(group, "線画", line(number))
    psd.save(path)
    return path


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_cut_is_read_to_the_byte(tmp_path: Path, mode: str) -> None:
    shot = open_psd(write(tmp_path / "cut.psd", mode)).shots["A"]
    assert shot.names == {1: "A/1", 2: "A/2", 3: "A/3"}
    for number in range(1, 4):
        np.testing.assert_array_equal(shot.lines[number], line(number))
    assert [*shot.colors] == [1, 3]
    np.testing.assert_array_equal(shot.colors[3], color(3))
    assert [*open_psd(tmp_path / "cut.psd", ["A/3"]).shots["A"].colors] == [3]


def test_masks_and_opacity_are_seen_and_layers_may_reach_beyond_the_canvas(tmp_path: Path) -> None:
    psd = document()
    group = psd.create_group(name="line")
    add(group, "1", np.full((HEIGHT + 10, 20, 4), (1, 2, 3, 200), np.uint8), -5, WIDTH - 10)
    layer = group[0]
    layer.opacity = 128
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[:20] = 255
    layer.create_mask(Image.fromarray(mask), top=0, left=0)
    psd.save(tmp_path / "cut.psd")
    pixels = open_psd(tmp_path / "cut.psd").shots[""].lines[1]
    assert pixels.shape == (HEIGHT, WIDTH, 4)
    assert pixels[0, -1].tolist() == pixels[19, -10].tolist() == [1, 2, 3, 100]  # 200 * 128 / 255
    assert not pixels[..., 3][20:].any() and not pixels[:, : WIDTH - 10].any()


def test_a_result_lies_below_the_lines_in_a_copy(tmp_path: Path) -> None:
    """The painter's own layers are there as they were, read by psd-tools itself."""
    source, out = write(tmp_path / "cut.psd"), tmp_path / "out.psd"
    cut = open_cut(source)
    frames, report = colored(request_of(cut.shots["A"], Options()), BY_AREA)
    for _ in range(2):  # the second one replaces the first
        with open_output(out, cut) as output:
            output.write("A", frames[2])
            output.finish({"A": report})
    before, after = PSDImage.open(source), PSDImage.open(out)
    names = [layer.name for layer in after.descendants()]
    assert names[names.index("2") :][:3] == ["2", "Shiage", "線画"]
    kept = [layer for layer in after.descendants() if not layer.is_group() and layer.name != "Shiage"]
    own = [layer for layer in before.descendants() if not layer.is_group()]
    assert [layer.name for layer in kept] == [layer.name for layer in own]
    for one, other in zip(own, kept, strict=True):
        np.testing.assert_array_equal(np.asarray(one.topil()), np.asarray(other.topil()))
    painted = next(layer for layer in after.descendants() if layer.name == "Shiage")
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels[painted.top : painted.bottom, painted.left : painted.right] = np.asarray(painted.topil())
    np.testing.assert_array_equal(pixels, frames[2].visible())
    assert [*open_psd(out).shots["A"].colors] == [1, 3]  # a result is no reference


def test_a_shot_of_pictures_becomes_a_document(tmp_path: Path) -> None:
    cut = open_cut(write_shot(tmp_path / "shot"))
    frames, report = colored(request_of(cut.shots[""], Options()), BY_AREA)
    with open_output(tmp_path / "out.psd", cut) as output:
        output.write("", frames[1])
        output.finish({"": report})
    written = PSDImage.open(tmp_path / "out.psd")
    names = ["color", "0000", "0002", "Shiage", "0001", "line", "0000", "0001", "0002"]
    assert [layer.name for layer in written.descendants()] == names
    again = open_psd(tmp_path / "out.psd").shots[""]
    for time in range(3):
        np.testing.assert_array_equal(again.lines[time], line(time))
    np.testing.assert_array_equal(again.colors[2], color(2))
    with Image.open(tmp_path / "out.psd") as merged:
        assert merged.getpixel((16, 20)) == RED[:3]  # the preview is of the first frame


def test_what_somebody_changed_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out.psd"
    cut = open_cut(write_shot(tmp_path / "shot"))
    with open_output(out, cut) as output:
        output.finish({"": REPORT})
    changed = PSDImage.open(out)
    changed[0].name = "mine"
    changed.save(out)
    content = out.read_bytes()
    with pytest.raises(InputError, match="not known as a file of Shiage"), open_output(out, cut):
        pass
    assert out.read_bytes() == content


def test_bad_files_are_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(sentence: str, name: str = "bad.psd") -> None:
        with pytest.raises(InputError, match=sentence) as caught:
            [shot.lines[time] for shot in open_psd(tmp_path / name).shots.values() for time in shot.lines]
        assert "\n" not in str(caught.value)

    whole = write(tmp_path / "cut.psd").read_bytes()
    for content in (b"", b"8BPS", whole[:-12_000], b"\x89PNG" + whole):
        (tmp_path / "bad.psd").write_bytes(content)
        refused("cannot be read as PSD")
    document(depth=16).save(tmp_path / "bad.psd")
    refused("has 16 bits a channel: save it with 8")
    document("CMYK").save(tmp_path / "bad.psd")
    refused("CMYK: save it as RGB")
    document().save(tmp_path / "bad.psd")
    refused("no line art")
    refused("No such file", "missing.psd")
    monkeypatch.setattr(documents, "PICTURE_PIXELS", 1000)
    refused("too large: a frame may have 1000 pixels", "cut.psd")
    with (tmp_path / "bad.psd").open("wb") as file:
        file.truncate((1 << 28) + 1)
    refused("larger than 256 MiB")
    monkeypatch.setitem(__import__("sys").modules, "psd_tools", None)
    refused("PSD files need psd-tools", "cut.psd")


def test_layers_in_too_many_groups_are_refused(tmp_path: Path) -> None:
    psd = document()
    add(psd.create_group(name="A"), "line", line())
    psd.save(tmp_path / "cut.psd")
    content = PSDImage.open(tmp_path / "cut.psd")._record
    info = content.layer_and_mask_information.layer_info
    assert info is not None
    for parts in (info.layer_records, info.channel_image_data):  # the group around itself, as no program does
        end, layer, begin = list(parts)
        parts[:] = [end] * 1100 + [layer] + [begin] * 1100
    info.layer_count = len(info.layer_records)
    with (tmp_path / "deep.psd").open("wb") as file:
        content.write(file)
    with pytest.raises(InputError, match="A lies in more than 100 groups: take it out of some"):
        open_psd(tmp_path / "deep.psd")


def test_a_broken_layer_is_refused_when_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """psd-tools warns of a channel that it cannot decode, and takes it for black."""
    shot = open_psd(write(tmp_path / "cut.psd")).shots["A"]
    monkeypatch.setattr("psd_tools.compression.decode_rle", lambda *_: 1 / 0)
    with pytest.raises(InputError, match="layer A/1/線画 cannot be read"):
        print(shot.lines[1])
