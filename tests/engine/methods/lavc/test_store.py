"""LAVC's weights on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.learning.tensor_files import load_tensors, save_tensors
from shiage_engine.methods.lavc import temporal
from shiage_engine.methods.lavc.network import ALL, ColorTransform, LavcParams, add_spectral_norm
from shiage_engine.methods.lavc.store import (
    ANSWER,
    BY_MATCH,
    BY_PICTURE,
    METHOD,
    load_for,
    load_lavc,
    save_lavc,
)
from shiage_engine.methods.lavc.temporal import TemporalConstraint
from tests.engine.methods.lavc.toys import PLAIN, RICH, inputs, without


def saved(path: Path, params: LavcParams = PLAIN, has_temporal: bool = True) -> ColorTransform:
    torch.manual_seed(0)
    colors = ColorTransform(params)
    of_time = TemporalConstraint(params).state_dict() if has_temporal else None
    save_lavc(path, params, colors.state_dict(), of_time, size=64, notes={})
    return colors.eval()


@pytest.mark.parametrize("params", [PLAIN, RICH, without(RICH, "emb", "line"), without(PLAIN, "sim")])
@pytest.mark.parametrize("has_temporal", [True, False])
def test_what_is_saved_is_loaded(tmp_path: Path, params: LavcParams, has_temporal: bool) -> None:
    path = tmp_path / "lavc.safetensors"
    colors = saved(path, params, has_temporal)
    trained = load_lavc(path)
    assert trained.size == 64 and trained.colors.params == params and trained.answer == BY_PICTURE
    assert (trained.temporal is not None) == has_temporal
    given = inputs(1, 16, 16)
    torch.testing.assert_close(trained.colors(*given).picture, colors(*given).picture, atol=2e-2, rtol=0)


def test_weights_under_spectral_norm_are_saved_as_plain_ones(tmp_path: Path) -> None:
    path = tmp_path / "lavc.safetensors"
    colors = add_spectral_norm(ColorTransform(PLAIN), ALL)
    refining = temporal.add_spectral_norm(TemporalConstraint(PLAIN))
    save_lavc(path, PLAIN, colors.state_dict(), refining.state_dict(), size=64, notes={ANSWER: BY_MATCH})
    trained = load_lavc(path)
    assert trained.temporal is not None and trained.answer == BY_MATCH


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"sizes": "{}"},
        {"sizes": "[" * 10_000},
        {"size": "0"},
        {"size": "many"},
        *(
            {"sizes": json.dumps({**json.loads(json.dumps(vars(PLAIN), default=sorted)), **change})}
            for change in (
                {"width": 8},
                {"width": 1 << 20},
                {"latent": 0},
                {"context": -1},
                {"keys": True},
                {"dilations": [1 << 20]},
                {"dilations": [1] * 1000},
                {"norm": "none"},
                {"without": ["everything"]},
                {"without": "line"},
                {"has_copy": 1},
                {"more": 1},
            )
        ),
    ],
)
def test_files_of_another_making_are_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    path = tmp_path / "lavc.safetensors"
    saved(path)
    tensors, metadata = load_tensors(path)
    save_tensors(path, tensors, metadata | changes)
    with pytest.raises(InputError, match="holds no weights of this version's LAVC"):
        load_lavc(path)


def test_broken_files_and_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lavc.safetensors"
    saved(path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError, match="holds no weights"):
        load_lavc(path)
    path.unlink()
    saved(path)
    tensors, metadata = load_tensors(path)
    tensors["colors.tell_middle.bias"][0] = float("nan")
    save_tensors(path, tensors, metadata)
    with pytest.raises(InputError, match="no numbers"):
        load_lavc(path)


def test_what_is_kept_of_a_character_and_broken_can_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    path = kept.path_of(METHOD, "Vita")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no weights")
    with pytest.raises(InputError, match=r"holds no LAVC weights .* remove them with shiage weights remove"):
        load_for("Vita")
