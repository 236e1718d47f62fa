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
from shiage_engine.files.kra.documents import read_document
from tests.engine.files.pictures import write_shot
from tests.engine.shots import BY_AREA, color, colored, line
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
    return place.run_documents("file_scenarios:document_of_a_result,photoshop_file_of_a_result")


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


def test_krita_reads_a_photoshop_file_of_ours_to_the_byte(see: See, painted: np.ndarray) -> None:
    pictures = {
        **{f"line/{time:04d}": line(time) for time in range(3)},
        **{f"color/{time:04d}": color(time) for time in (0, 2)},
        "Shiage/0001": painted,
    }
    expected = {name: digest(picture) for name, picture in pictures.items()}
    assert see("photoshop_file_of_a_result")["digests"] == expected
