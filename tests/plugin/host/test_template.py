"""The .kra files of empty layers (that Krita opens them is tested in tests/krita)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from shiage.host.template import HIDES_ALL, Group, Mask, Paint, write

KRA = "{http://www.calligra.org/DTD/krita}"
TREE = (
    Group(
        "Shiage & co",
        (
            Paint("colors", (3, 9), masks=(Mask("withdrawn", (3, 9)),)),
            Paint("x", visible=False, masks=(Mask("hides", (3,), HIDES_ALL),)),
        ),
    ),
)


def written(tmp_path: Path) -> zipfile.ZipFile:
    path = tmp_path / "a.kra"
    write(str(path), (64, 32), TREE, last_time=9)
    return zipfile.ZipFile(path)


def test_it_begins_with_its_type_not_compressed(tmp_path: Path) -> None:
    with written(tmp_path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/x-kra"


def test_the_tree(tmp_path: Path) -> None:
    with written(tmp_path) as archive:
        image = ElementTree.fromstring(archive.read("maindoc.xml")).find(f"{KRA}IMAGE")
    assert image is not None
    assert (image.get("width"), image.get("height")) == ("64", "32")
    named = [
        (element.get("name"), element.get("nodetype")) for element in image.iter() if element.get("nodetype")
    ]
    assert named == [
        ("Shiage & co", "grouplayer"),
        ("colors", "paintlayer"),
        ("withdrawn", "transparencymask"),
        ("x", "paintlayer"),
        ("hides", "transparencymask"),
    ]


def test_keyframes_have_one_at_0_and_each_its_pixels(tmp_path: Path) -> None:
    with written(tmp_path) as archive:
        names = set(archive.namelist())
        for layer in ("layer1", "layer2"):
            channel = ElementTree.fromstring(archive.read(f"shiage/layers/{layer}.keyframes.xml"))
            frames = {int(key.get("time", "")): key.get("frame") for key in channel.iter(f"{KRA}keyframe")}
            assert sorted(frames) == [0, 3, 9]
            assert {f"shiage/layers/{frame}" for frame in frames.values()} <= names
        assert archive.read("shiage/layers/layer2.f9.defaultpixel") == b"\xff"
        assert archive.read("shiage/layers/layer4.f3.defaultpixel") == b"\x00", "hides all"
        assert b"PIXELSIZE 1\n" in archive.read("shiage/layers/layer2.f9")
        assert b"PIXELSIZE 4\n" in archive.read("shiage/layers/layer1.f9")
