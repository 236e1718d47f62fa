"""Documents of Krita: written and read again without Krita."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from shiage_engine.protocol.options import Options
from shiage_engine.protocol.palettes import code_of
from shiage_engine.protocol.timesheet import parse

from shiage_engine.cuts.coloring import request_of
from shiage_engine.cuts.opening import open_cut
from shiage_engine.cuts.output import open_output
from shiage_engine.drawing.recoloring import recolored
from shiage_engine.errors import InputError
from shiage_engine.files.kra.documents import read_document
from shiage_engine.files.kra.markup import hide, insert_below
from shiage_engine.files.kra.reading import open_kra
from tests.engine.files.kra.made import Made
from tests.engine.files.pictures import write_shot
from tests.engine.files.test_result_folder import REPORT
from tests.engine.shots import BY_AREA, HEIGHT, RED, WIDTH, color, colored, line

CLEAR = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
LINES = {0: line(), 4: line(2), 9: line(4)}
COLORS = {0: color(), 4: CLEAR, 10: color(4)}  # what is painted from 10 on is on the drawing of 9


def uid(layer: str) -> str:
    return layer.split('uuid="')[1].split('"', maxsplit=1)[0]


def write(path: Path) -> Path:
    made = Made(path)
    return made.save(
        made.animated("lines", LINES),
        made.animated("colors", COLORS, is_shown=False),
        made.still("paper", np.full_like(CLEAR, 255)),
    )


def test_frames_are_the_keyframes_of_the_lines(tmp_path: Path) -> None:
    cut = open_kra(write(tmp_path / "cut.kra"))
    shot = cut.shots[""]
    assert shot.names == {0: "0000", 4: "0004", 9: "0009"}
    for time, pixels in LINES.items():
        np.testing.assert_array_equal(shot.lines[time], pixels)
    assert [*shot.colors] == [0, 9]
    np.testing.assert_array_equal(shot.colors[9], color(4))
    sheet = parse(cut.copies["cut.xdts"].decode())
    assert (sheet.duration, sheet.cels[0].changes) == (12, ((0, "0"), (4, "4"), (9, "9")))
    assert [*open_kra(tmp_path / "cut.kra", ["0009"]).shots[""].colors] == [9]


def test_layers_of_a_cel_are_composed_and_its_group_names_it(tmp_path: Path) -> None:
    """Red traces over black lines, as in Krita's Japanese template; the draft is left out."""
    made = Made(tmp_path / "cut.kra")
    red = CLEAR.copy()
    red[0, 0] = RED
    cel = made.group(
        "A",
        made.animated("Red", {0: red}),
        made.animated("Black", LINES),
        made.animated("rough", {0: red, 2: red}),
    )
    path = made.save(cel, made.animated("colors", COLORS), made.animated("Hints", {4: color(2)}))
    shot = open_kra(path).shots["A"]
    assert shot.names == {0: "A/0000", 4: "A/0004", 9: "A/0009"}
    assert shot.lines[4][0, 0].tolist() == list(RED)
    np.testing.assert_array_equal(shot.lines[4][1:], line(2)[1:])
    assert ([*shot.colors], [*shot.hints]) == ([0, 9], [4])


def test_what_the_panel_remembers_goes_before_names(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    mine, paint = made.animated("mine", LINES), made.animated("also mine", {0: color(), 4: color(2)})
    other = made.animated("lines", {2: line()})
    memory = {
        "lines": uid(mine),
        "colors": {uid(mine): uid(paint)},
        "marks": {uid(paint): [4]},
        "finished": {uid(mine): {"4": True}},
        "answers": {uid(mine): [[9, 1, 2, *RED], [5, 1, 2, *RED]]},
        "characters": {uid(mine): "Kumo", uid(other): "Ann"},
    }
    shot = open_kra(made.save(other, mine, paint, memory=memory)).shots[""]
    assert [*shot.lines] == [0, 4, 9]
    assert [*shot.colors] == [4]
    assert (shot.notes.finished, shot.notes.answers) == ((4,), ((9, 1, 2, RED),))
    assert shot.notes.character == "Kumo"


@pytest.mark.parametrize("damage", [3, [3], [[3]], {"a": 3}, [float("inf")], [[4, None]], "x", None])
def test_what_is_remembered_is_passed_over_where_it_is_damaged(tmp_path: Path, damage: object) -> None:
    made = Made(tmp_path / "cut.kra")
    lines, paint = made.animated("lines", LINES), made.animated("colors", {0: color(), 4: color(2)})
    memory = {"lines": uid(lines), "placed": {uid(lines): {"groups": damage}}}
    memory |= {name: {uid(lines): damage} for name in ("marks", "finished", "answers", "accepted")}
    shot = open_kra(made.save(lines, paint, memory=memory)).shots[""]
    assert [*shot.colors] == [0, 4] and not shot.notes.answers


def test_a_frame_of_a_result_that_was_accepted_is_a_reference(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    lines, paint = made.animated("lines", LINES), made.animated("colors", {0: color(), 4: CLEAR})
    result = made.group("Shiage", made.animated("colors", {0: color(), 4: color(2), 9: color(4)}))
    memory = {
        "lines": uid(lines),
        "placed": {uid(lines): {"groups": ["{gone}", uid(result), "{undone}"]}},
        "accepted": {uid(lines): [4]},
    }
    shot = open_kra(made.save(lines, result, paint, memory=memory)).shots[""]
    assert [*shot.colors] == [0, 4]
    np.testing.assert_array_equal(shot.colors[4], color(2))


def test_a_frame_that_was_accepted_in_other_colors_has_those_of_the_references(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    lines, paint = made.animated("lines", LINES), made.animated("colors", {0: color(), 4: CLEAR})
    (red, green, blue), night = RED[:3], (1, 2, 3)
    shown = recolored(color(2), {(red, green, blue): night})
    result = made.group("Shiage", made.animated("colors", {4: shown}))
    memory = {
        "lines": uid(lines),
        "placed": {uid(lines): {"groups": [uid(result)]}},
        "accepted": {uid(lines): [4]},
        "palettes": {uid(result): {"shown": "Night", "by_name": {"Night": {code_of(RED): code_of(night)}}}},
    }
    shot = open_kra(made.save(lines, result, paint, memory=memory)).shots[""]
    assert not np.array_equal(shown, color(2))
    np.testing.assert_array_equal(shot.colors[4], color(2))


def test_still_layers_are_told_by_name(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    frames = [
        made.group(f"{n:04d}", made.still("line", line(n)), made.still("color", color(n))) for n in (1, 2)
    ]
    shot = open_kra(made.save(*frames, memory={"lines": "a", "characters": {"a": "Kumo"}})).shots[""]
    assert shot.names == {1: "0001", 2: "0002"}
    assert shot.notes.character == "Kumo"
    np.testing.assert_array_equal(shot.colors[2], color(2))


def test_a_result_lies_below_the_lines_in_a_copy(tmp_path: Path) -> None:
    source, out = write(tmp_path / "cut.kra"), tmp_path / "out.kra"
    cut = open_cut(source)
    frames, report = colored(request_of(cut.shots[""], Options()), BY_AREA)
    for _ in range(2):  # the second one replaces the first
        with open_output(out, cut) as output:
            output.write("", frames[4])
            output.finish({"": report})
    written = read_document(out)
    assert [layer.name for layer in written.layers] == ["paper", "colors", "Shiage", "lines"]
    result = (written.layers[2], written.layers[2].children[0])
    for time, file, offset in result[1].frames:
        expected = {0: color(), 4: frames[4].visible(), 9: color(4)}[time]
        np.testing.assert_array_equal(written.pixels(result, file, offset), expected)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(out) as after:
        for name in before.namelist():
            assert name == "maindoc.xml" or before.read(name) == after.read(name)
        assert after.testzip() is None
    assert [*open_kra(out).shots[""].colors] == [0, 9]  # a result is no reference


def test_a_result_of_still_layers_lies_below_each_drawing(tmp_path: Path) -> None:
    made = Made(tmp_path / "cut.kra")
    lines = made.group("line", *(made.still(f"{n:04d}", line(n)) for n in (3, 2, 1)))
    paint = made.group("color", made.still("0003", color(3)), made.still("0001", color(1)))
    cut = open_cut(made.save(lines, paint))
    frames, report = colored(request_of(cut.shots[""], Options()), BY_AREA)
    with open_output(tmp_path / "out.kra", cut) as output:
        output.write("", frames[2])
        output.finish({"": report})
    written = read_document(tmp_path / "out.kra")
    assert [layer.name for layer in written.layers] == ["color", "Shiage", "line"]
    result = (written.layers[1], written.layers[1].children[0])
    np.testing.assert_array_equal(written.pixels(result, result[1].file, (0, 0)), frames[2].visible())


def test_a_shot_of_pictures_becomes_a_document(tmp_path: Path) -> None:
    cut = open_cut(write_shot(tmp_path / "shot"))
    frames, report = colored(request_of(cut.shots[""], Options()), BY_AREA)
    with open_output(tmp_path / "out.kra", cut) as output:
        output.write("", frames[1])
        output.finish({"": report})
    again = open_kra(tmp_path / "out.kra").shots[""]
    for time in range(3):
        np.testing.assert_array_equal(again.lines[time], line(time))
    assert [*again.colors] == [0, 2]


def test_what_somebody_changed_is_not_replaced(tmp_path: Path) -> None:
    out, cut = tmp_path / "out.kra", open_cut(write_shot(tmp_path / "shot"))
    with open_output(out, cut) as output:
        output.finish({"": REPORT})
    out.write_bytes(out.read_bytes() + b" ")
    with pytest.raises(InputError, match="not known as a file of Shiage"), open_output(out, cut):
        pass


def test_all_else_in_the_document_stays_to_the_byte() -> None:
    xml = '<?xml version="1.0"?>\n<DOC><a b="1 > 0"/><layer uuid="{one}" visible="1" name="&gt; ü">'
    xml += '<layers><layer uuid="{two}" visible="1"/></layers></layer ><!-- mine --></DOC>'
    content = xml.replace("</layer >", "</layer>").encode()
    below = insert_below(content, "two", "<new/>")
    assert below == content.replace(b'visible="1"/></layers>', b'visible="1"/><new/></layers>')
    assert insert_below(content, "one", "<new/>") == content.replace(b"</layer><!", b"</layer><new/><!")
    assert hide(content, "one") == content.replace(b'{one}" visible="1"', b'{one}" visible="0"')


def test_bad_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    def refused(sentence: str, path: Path) -> None:
        with pytest.raises(InputError, match=sentence) as caught:
            [shot.lines[time] for shot in open_kra(path).shots.values() for time in shot.lines]
        assert "\n" not in str(caught.value)

    whole = write(tmp_path / "cut.kra").read_bytes()
    for number, content in enumerate((b"", b"PK", whole[:1000], whole[:-200], b"\x89PNG")):
        bad = tmp_path / f"{number}.kra"
        bad.write_bytes(content)
        refused("cannot be read as a document of Krita", bad)
    refused("No such file", tmp_path / "missing.kra")
    made = Made(tmp_path / "deep.kra")
    refused(
        "not of 8 or 16 bits RGB, but RGBAF16",
        made.save(made.animated("lines", LINES), colorspacename="RGBAF16"),
    )
    made = Made(tmp_path / "vector.kra")
    vector = made.animated("lines", LINES).replace("paintlayer", "shapelayer")
    refused("layer lines is no paint layer", made.save(vector))
    made = Made(tmp_path / "empty.kra")
    refused("There is no line art", made.save(made.still("paper", CLEAR)))
    made = Made(tmp_path / "huge.kra")
    path = made.save(made.animated("lines", LINES))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        maindoc = archive.read("maindoc.xml").replace(b'width="60"', b'width="600000"')
        archive.writestr("maindoc.xml", maindoc.replace(b'height="40"', b'height="40000"'))
    refused("too large: a frame may have 33554432 pixels", path)
    made = Made(tmp_path / "bomb.kra")
    path = made.save(made.animated("lines", LINES))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("maindoc.xml", b'<!DOCTYPE DOC [<!ENTITY a "aaaa">]><DOC>&a;</DOC>')
    refused("cannot be read as a document of Krita", path)
    made = Made(tmp_path / "wide.kra")
    path = made.save(made.animated("lines", LINES))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        text = archive.read("maindoc.xml").decode().replace("UTF-8", "UTF-16")
        archive.writestr("maindoc.xml", text.encode("utf-16"))
    refused("cannot be read as a document of Krita", path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("maindoc.xml", text.replace("UTF-16", "UT"))  # there is none
    refused("cannot be read as a document of Krita", path)


def test_documents_that_are_deep_encrypted_or_damaged_inside_are_refused(tmp_path: Path) -> None:
    made = Made(tmp_path / "deep.kra")
    layer = made.animated("lines", LINES)
    for _ in range(2000):
        layer = made.group("group", layer)
    made.save(layer)
    stored = write(tmp_path / "cut.kra")
    with zipfile.ZipFile(stored) as own, zipfile.ZipFile(tmp_path / "packed.kra", "w") as archive:
        for name in own.namelist():
            archive.writestr(name, own.read(name), zipfile.ZIP_DEFLATED)
    content = (tmp_path / "packed.kra").read_bytes()
    at = content.index(b"maindoc.xml") + len(b"maindoc.xml")
    damaged = content[:at] + bytes([content[at] | 6]) + content[at + 1 :]  # a kind of block that there is not
    (tmp_path / "damaged.kra").write_bytes(damaged)
    encrypted = content.replace(b"PK\1\2\x14\x03\x14\0\0", b"PK\1\2\x14\x03\x14\0\1")
    assert encrypted != content
    (tmp_path / "encrypted.kra").write_bytes(encrypted)
    start = len(content) - 22 + 16  # where the list of files is said to begin; all else follows from it
    before = content[:start] + (1 << 30).to_bytes(4, "little") + content[start + 4 :]
    (tmp_path / "before.kra").write_bytes(before)  # its files lie before its first byte
    for name in ("deep", "damaged", "encrypted", "before"):
        with pytest.raises(InputError, match=f"{name}.kra cannot be read as a document of Krita"):
            open_kra(tmp_path / f"{name}.kra")
