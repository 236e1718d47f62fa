"""Continual learning: what is inherited, what is renewed, what is replayed, and how it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import UNKNOWN
from shiage_engine.errors import InputError
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.patch.continual import MOST_REPLAYED, Past, digest, inherit, labels_in, replay
from shiage_engine.methods.patch.lesson import ScaledReference
from shiage_engine.methods.patch.network import PatchGenerator, PatchSizes
from shiage_engine.methods.patch.patches import ScaledDrawing
from shiage_engine.methods.patch.store import load_past, save_past

CLEAR, RED, BLUE, GREEN = [0, 0, 0, 0], [200, 30, 30, 255], [30, 30, 200, 255], [30, 200, 30, 255]
FORMER, NOW = (np.array(colors, np.uint8) for colors in ([CLEAR, RED, BLUE], [CLEAR, GREEN, RED, BLUE]))
SIZES = PatchSizes(labels=3, widths=(4, 8, 8), blocks=1)


def drawing(seed: int) -> ScaledReference:
    random = np.random.default_rng(seed)
    ink = (random.random((12, 16, 4)) > 0.8).astype(np.uint8) * 255
    return ScaledReference(ScaledDrawing.of(ink, 0.5), random.integers(-1, 3, (12, 16)).astype(np.int16))


def past(*seeds: int) -> Past:
    torch.manual_seed(5)
    references = {str(seed): drawing(seed) for seed in seeds}
    return Past(SIZES, PatchGenerator(SIZES).state_dict(), FORMER, references, 70)


def test_labels_are_found_by_their_color() -> None:
    assert labels_in(FORMER, NOW).tolist() == [0, 2, 3]
    assert labels_in(NOW, FORMER).tolist() == [0, UNKNOWN, 1, 2]


def test_all_but_new_colors_is_inherited() -> None:
    torch.manual_seed(6)
    network = PatchGenerator(replace(SIZES, labels=4))
    fresh = {name: value.clone() for name, value in network.state_dict().items()}
    before = past().weights
    inherit(network, past(), NOW)
    for name, value in network.state_dict().items():
        if name.startswith("last."):
            torch.testing.assert_close(value[[0, 2, 3]], before[name])
            torch.testing.assert_close(value[1], fresh[name][1])
        else:
            torch.testing.assert_close(value, before[name])


def test_nothing_is_inherited_from_another_size() -> None:
    with pytest.raises(ValueError, match="cannot inherit"):
        inherit(PatchGenerator(replace(SIZES, blocks=2)), past(), FORMER)


def test_old_drawings_are_replayed_in_the_new_palette_before_new_ones() -> None:
    new = drawing(9)
    both = replay(past(1), NOW, {"9": new})
    assert [*both] == ["1", "9"]
    old = drawing(1).labels
    expected = np.select([old == 1, old == 2], [2, 3], old)
    np.testing.assert_array_equal(both["1"].labels, expected)
    assert both["9"] is new


def test_a_drawing_that_was_painted_anew_is_not_learned_the_old_way() -> None:
    again = replace(drawing(1), labels=np.zeros((12, 16), np.int16))
    assert [*replay(past(1), NOW, {"1": again}).values()] == [again]


def test_the_oldest_drawings_are_forgotten() -> None:
    many = past(*range(MOST_REPLAYED))
    new = drawing(99)
    names = [*replay(many, NOW, {"99": new})]
    assert names == [*[*many.references][1:], "99"]


def test_what_was_kept_is_the_same_when_read(tmp_path: Path) -> None:
    save_past(tmp_path / "w", "Vita", past(1, 2))
    read = load_past(tmp_path / "w")
    assert (read.sizes, read.steps, [*read.references]) == (SIZES, 70, [*past(1, 2).references])
    np.testing.assert_array_equal(read.palette, FORMER)
    patches = torch.rand(1, 6, 16, 16)
    networks = [PatchGenerator(SIZES).eval() for _ in range(2)]
    for network, of in zip(networks, (read, past()), strict=True):
        inherit(network, of, FORMER)
    torch.testing.assert_close(networks[0](patches), networks[1](patches), rtol=0, atol=0)
    for name, reference in past(1, 2).references.items():
        np.testing.assert_array_equal(read.references[name].labels, reference.labels)
        np.testing.assert_array_equal(read.references[name].drawing.corners, reference.drawing.corners)


def sizes(**wrong: object) -> Callable[[dict, dict], None]:
    def spoil(tensors: dict, notes: dict) -> None:
        notes["sizes"] = json.dumps({**json.loads(notes["sizes"]), **wrong})

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tensors, notes: notes.update(kind="shiage-patch-0"),
        lambda tensors, notes: notes.pop("palette"),
        lambda tensors, notes: notes.update(palette=json.dumps([CLEAR, RED])),
        sizes(widths=[4, 8, 10**9]),
        sizes(widths=[4, 8]),
        sizes(blocks=True),
        sizes(more=1),
        lambda tensors, notes: tensors.pop("weights.last.bias"),
        lambda tensors, notes: tensors.update({"weights.last.bias": torch.full((3,), torch.nan)}),
        lambda tensors, notes: tensors.update({"weights.last.bias": torch.zeros(4)}),
        lambda tensors, notes: notes.update(scales="{}"),
        lambda tensors, notes: notes.update(scales=notes["scales"].replace("0.5", '"wide"')),
        lambda tensors, notes: tensors.update(
            {name: tensors[name] + 9 for name in tensors if "labels." in name}
        ),
        lambda tensors, notes: tensors.update(
            {name: tensors[name][1:] for name in tensors if "ink." in name}
        ),
        lambda tensors, notes: tensors.update(
            {name: tensors[name].int() for name in tensors if "ink." in name}
        ),
    ],
)
def test_files_that_are_not_sound_are_refused_with_a_sentence(tmp_path: Path, spoil: Callable) -> None:
    path = tmp_path / "w"
    save_past(path, "Vita", past(1))
    tensors, notes = load_tensors(path)
    spoil(tensors, notes)
    save_tensors(path, tensors, notes)
    with pytest.raises(InputError, match="remove them"):
        load_past(path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w"
    save_past(path, "Vita", past(1))
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(InputError):
        load_past(path)


def test_a_drawing_is_known_again_by_its_lines() -> None:
    random = np.random.default_rng(0)
    ink, kind = random.integers(0, 255, (2, 9, 9), dtype=np.uint8)
    art = LineArt(ink, kind)
    assert digest(art) == digest(LineArt(ink.copy(), kind.copy()))
    assert digest(art) != digest(LineArt(ink, kind[::-1]))
    assert digest(art) != digest(LineArt(ink[:, ::-1], kind))
