"""The U-nets of characters on disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning.kept import Kept
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.unet import store
from shiage_engine.methods.unet.network import UNet, UNetParams
from shiage_engine.methods.unet.store import KIND, Learned, load_unet, save_unet
from shiage_engine.methods.unet.variants import Variants
from tests.engine.methods.unet.test_network import TOY, drawing, toy

PALETTE = np.array(
    [(0, 0, 0, 0), (200, 30, 30, 255), (30, 30, 200, 255), (30, 30, 201, 255), (201, 30, 30, 255)], np.uint8
)


VARIANTS = Variants(np.array([0, 1, 2, 3, 1]), np.array([2, 1, 2, 1, 1]))


def save(path: Path, network: UNet) -> None:
    kept = Kept.now("unet", "Vita", PALETTE, ["walk"], 7)
    save_unet(path, network.state_dict(), Learned(network, PALETTE, VARIANTS, 0.25), kept)


def test_what_is_saved_gives_the_same_answers(tmp_path: Path) -> None:
    network = toy().eval()
    with torch.no_grad():
        for value in network.parameters():
            value.copy_(value.half().float())  # what half precision can hold
    save(tmp_path / "w.safetensors", network)
    learned = load_unet(tmp_path / "w.safetensors")
    assert learned.network.params == TOY
    assert learned.shrink == 0.25
    np.testing.assert_array_equal(learned.palette, PALETTE)
    assert learned.variants.label_of.tolist() == [0, 1, 2, 3, 1]
    assert learned.variants.counts.tolist() == [2, 1, 2, 1, 1]
    with torch.inference_mode():
        assert torch.equal(network(drawing()), learned.network(drawing()))


def broken(what: str, path: Path) -> None:
    """Write a file that is no sound U-net, in one of many ways."""
    save(path, toy())
    tensors, metadata = load_tensors(path)
    if what == "truncated":
        path.write_bytes(path.read_bytes()[:-100])
    elif what == "noise":
        path.write_bytes(b"\xff" * 5000)
    elif what == "missing":
        path.unlink()
    elif what == "nan":
        tensors["tell.bias"][0] = float("nan")
        save_tensors(path, tensors, metadata)
    elif what == "a tensor less":
        del tensors["tell.bias"]
        save_tensors(path, tensors, metadata)
    elif what == "no metadata":
        save_tensors(path, tensors, {})
    else:
        key, value = what.split("=", 1)
        if key == "sizes":
            value = json.dumps(json.loads(metadata["sizes"]) | json.loads(value))
        save_tensors(path, tensors, metadata | {key: value})


@pytest.mark.parametrize(
    "what",
    [
        *("truncated", "noise", "missing", "nan", "a tensor less", "no metadata"),
        *(f"kind={KIND}0", "shrink=0", "shrink=nan", "shrink=2", "shrink=wide", "palette=[[0, 0, 0, 0]]"),
        *("palette=7", "palette=[[0, 0, 0, 0], [300, 0, 0, 255]]", f"palette={'[' * 20_000}"),
        "label_of=[0, 1, 2, 3]",
        *("label_of=[0, 1, 2, 3, 4]", "label_of=[1, 0, 2, 3, 1]", "label_of=[0, 0, 1, 2, 3]"),
        *("label_of=[0, 1, 2, 3, 1.0]", "label_of=7", "counts=[2, 1, 2, 1, 0]", "counts=[2, 1, 2, 1, -1]"),
        *("counts=[2, 1, 2, 1]", 'counts="many"', f"counts=[1, 1, 1, 1, {10**30}]"),
        *('sizes={"width": 16}', 'sizes={"width": 12}', 'sizes={"width": 1000000000}', 'sizes={"width": "8"}'),
        *('sizes={"depth": 100}', 'sizes={"depth": 0}', 'sizes={"depth": true}', 'sizes={"height": 3}'),
        *('sizes={"labels": 5}', 'sizes={"labels": 4096, "width": 256, "widest": 1024, "depth": 8}'),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound_is_refused_with_a_sentence(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.safetensors"
    broken(what, path)
    made: list[UNet] = []

    def make(sizes: UNetParams) -> UNet:
        made.append(UNet(sizes))
        return made[-1]

    monkeypatch.setattr(store, "UNet", make)
    with pytest.raises(InputError, match=r"w\.safetensors holds") as refused:
        load_unet(path)
    assert str(refused.value).count(".") <= 2
    if what != "nan":  # none is made but in thought, whatever sizes the file claims
        assert all(value.device.type == "meta" for network in made for value in network.parameters())


def test_the_former_weights_stay_where_new_ones_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.safetensors"
    save(path, toy())
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"w\.safetensors cannot be written: the disk .* is full"):
        save(path, toy(1))
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
