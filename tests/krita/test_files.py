"""Files of the engine in the real Krita: each reads what the other one writes, to the byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options

from shiage_engine.cuts.coloring import request_of
from shiage_engine.cuts.opening import open_cut
from shiage_engine.cuts.output import open_output
from shiage_engine.errors import InputError
from shiage_engine.files.kra.documents import read_document
from tests.engine.files.kra.made import Made
from tests.engine.files.pictures import write_shot
from tests.engine.shots import BY_AREA, HEIGHT, WIDTH, color, colored, line
from tests.krita.house import House, See, Seen

pytestmark = [pytest.mark.krita, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def place(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("files") / "house", warm_home)


@pytest.fixture(scope="module")
def painted(place: House) -> np.ndarray:
    """The result's picture of frame 1, in files of both kinds."""
    cut = open_cut(write_shot(place.place / "shot"))
    frames, report = colored(request_of(cut.shots[""], Options()), BY_AREA)
    for name in ("cut.kra", "cut.psd"):
        with open_output(place.place / "tmp" / name, cut) as output:
            output.write("", frames[1])
            output.finish({"": report})
    return frames[1].visible()


@pytest.fixture(scope="module")
def results(place: House, painted: np.ndarray) -> Seen:
    masked(place.place / "tmp" / "masked.kra")
    names = ("document_of_a_result", "photoshop_file_of_a_result", "looks_of_layers")
    return place.run_documents(f"file_scenarios:{','.join(names)}")


def masked(path: Path) -> Path:
    """Layers with masks, which Krita's API cannot make."""
    made, chance = Made(path), np.random.default_rng(5)
    pixels = chance.integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    masks = chance.integers(0, 256, (2, HEIGHT, WIDTH), dtype=np.uint8)
    half = made.masked(made.still("half", pixels), masks[0, :, : WIDTH // 2])
    both = made.masked(made.still("both", pixels), *masks)
    off = made.masked(made.still("off", pixels), masks[0], visible="0")
    moved = made.masked(made.still("moved", pixels), masks[1], x="7", y="-3")
    chosen = made.masked(made.still("chosen", pixels), masks[0], kind="selectionmask", active="0")
    group = made.masked(made.group("group", made.still("pixels", pixels)), masks[0])
    clear = 'AAAAAA==" was="'  # behind the layers, in place of white
    return made.save(half, both, off, moved, chosen, group, ColorData=clear)


def digest(rgba: np.ndarray) -> str:
    return hashlib.sha1(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]).tobytes()).hexdigest()


def test_krita_reads_a_document_of_ours_to_the_byte(see: See, painted: np.ndarray) -> None:
    seen = see("document_of_a_result")
    pictures = {
        **{f"line {time}": line(time) for time in range(3)},
        **{f"color {time}": color(time) for time in (0, 2)},
        **{f"Shiage/colors {time}": color(time) for time in (0, 2)},
        "color 1": np.zeros_like(painted),
        "Shiage/colors 1": painted,
    }
    assert seen["digests"] == {name: digest(picture) for name, picture in pictures.items()}
    assert seen["order"] == ["color", "Shiage", "line"]
    assert not seen["paint shown"], "it would hold on over the frames after it"


def test_a_document_of_krita_is_read_to_the_byte(see: See, place: House) -> None:
    """With tiles that LZF makes smaller, and with one that it does not."""
    saved = see("document_of_a_result")["saved"]
    document = read_document(place.place / "tmp" / "saved.kra")
    found = {
        f"{'/'.join(layer.name for layer in branch)} {time}": digest(document.pixels(branch, file, offset))
        for branch in document.branches()
        for time, file, offset in branch[-1].frames
    }
    assert found == saved
    assert open_cut(place.place / "tmp" / "saved.kra").shots[""].colors.keys() == {0, 2}


def test_layers_are_read_as_krita_shows_them_or_named(see: See, place: House) -> None:
    seen, folder = see("looks_of_layers"), place.place / "tmp"
    refused = {
        "filtered": "has a filter mask: flatten it",
        "filtered group": "has a filter mask",
        "erasing": "has the blending mode erase",
        "inheriting": "inherits alpha",
        "linear gray": "has the color profile Gray-D50-elle-V2-g10.icc",
        "linear": "has the color profile sRGB-elle-V2-g10.icc: convert it to sRGB",
        "float": "is not of 8 or 16 bits RGB or gray, but RGBAF16",
    }
    for file, looks in (("looks.kra", seen["shown"]), ("masked.kra", seen["masked"])):
        document = read_document(folder / file)
        for branch in document.branches():
            name = branch[0].name
            if name in refused:
                with pytest.raises(InputError, match=f"layer {name} {refused[name]}"):
                    document.pixels(branch, branch[-1].file, branch[-1].offset)
                continue
            own = document.pixels(branch, branch[-1].file, branch[-1].offset)
            krita = np.frombuffer(bytes.fromhex(looks[name]), np.uint8).reshape(own.shape)[..., [2, 1, 0, 3]]
            np.testing.assert_array_equal(own[..., 3], krita[..., 3], err_msg=name)
            is_seen = own[..., 3] > 0
            # Half a step of 16 bits is rounded otherwise.
            most = 1 if "16" in name else 0
            np.testing.assert_allclose(
                own[is_seen].astype(int), krita[is_seen].astype(int), atol=most, err_msg=name
            )


def test_krita_reads_a_photoshop_file_of_ours_to_the_byte(see: See, painted: np.ndarray) -> None:
    pictures = {
        **{f"line/{time:04d}": line(time) for time in range(3)},
        **{f"color/{time:04d}": color(time) for time in (0, 2)},
        "Shiage/0001": painted,
    }
    expected = {name: digest(picture) for name, picture in pictures.items()}
    assert see("photoshop_file_of_a_result")["digests"] == expected
