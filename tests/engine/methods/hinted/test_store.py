"""The hint-guided network's weights on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.hinted.network import Hinted, HintedParams
from shiage_engine.methods.hinted.store import load_hinted, save_hinted

TINY = HintedParams(width=4, blocks=1)


def saved(path: Path) -> Hinted:
    torch.manual_seed(0)
    network = Hinted(TINY)
    save_hinted(path, TINY, network.state_dict(), 64, {"without": "content style", "previous": "raw"})
    return network


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "hinted.safetensors"
    network = saved(path)
    trained = load_hinted(path)
    assert (trained.size, trained.without) == (64, frozenset({"content", "style"}))
    assert not trained.network.training and not trained.is_snapped
    given = [torch.rand(1, channels, 16, 16) for channels in (1, 3, 3)]
    torch.testing.assert_close(trained.network(*given), network.eval()(*given), atol=2e-2, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"sizes": json.dumps({"width": 8, "blocks": 1})},
        {"sizes": json.dumps({"width": 1 << 20, "blocks": 1})},
        {"sizes": "[" * 10_000},
        {"size": "0"},
        {"size": "many"},
    ],
)
def test_files_of_another_making_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    path = tmp_path / "hinted.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    save_tensors(path, tensors, metadata | changes)
    with pytest.raises(InputError, match="holds no weights of this version's hint-guided network"):
        load_hinted(path)


def test_broken_files_and_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "hinted.safetensors"
    saved(path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError, match="holds no weights"):
        load_hinted(path)
    path.unlink()
    saved(path)
    tensors, metadata = load_tensors(path)
    tensors["tell.bias"][0] = float("nan")
    save_tensors(path, tensors, metadata)
    with pytest.raises(InputError, match="no numbers"):
        load_hinted(path)
