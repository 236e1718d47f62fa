"""How much memory networks of pictures take: bounded for one frame, whatever weights and shots come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from shiage_engine.drawing.letterbox import STRIDE
from shiage_engine.limits import NETWORK_BYTES
from shiage_engine.methods.attention import network as attention
from shiage_engine.methods.attention import store as attention_store
from shiage_engine.methods.attention.colorizer import Attention, AttentionOptions
from shiage_engine.methods.attention.store import save_attention
from shiage_engine.methods.hinted import colorizer as hinted_colorizer
from shiage_engine.methods.hinted import network as hinted
from shiage_engine.methods.hinted import store as hinted_store
from shiage_engine.methods.hinted.colorizer import HintedOptions, HintGuided
from shiage_engine.methods.hinted.store import save_hinted
from shiage_engine.methods.lavc import network as lavc
from shiage_engine.methods.lavc import store as lavc_store
from shiage_engine.methods.lavc import tuning
from shiage_engine.methods.lavc.colorizer import Lavc, LavcOptions
from shiage_engine.methods.lavc.store import save_lavc
from shiage_engine.methods.lavc.temporal import TemporalConstraint
from shiage_engine.methods.pictures import colorizer
from shiage_engine.methods.pictures.colorizer import FrameColorizer, PictureColorizer
from shiage_engine.methods.pictures.matching import shares_of
from shiage_engine.progress import finish
from tests.engine.methods.attention.toys import PLAIN
from tests.engine.methods.figures import assert_sound, made
from tests.engine.methods.lavc.toys import RICH

TINY = hinted.HintedParams(width=4, blocks=1)
LARGE = 4096  # pixels


class Largest(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes the largest tensor that is made."""

    numbers = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if isinstance(made, Tensor):
            self.numbers = max(self.numbers, made.numel())
        return made


def toy_hinted(path: Path) -> PictureColorizer:
    save_hinted(path, TINY, hinted.Hinted(TINY).state_dict(), LARGE, {})
    return HintGuided(HintedOptions(path))


def toy_attention(path: Path) -> PictureColorizer:
    save_attention(path, PLAIN, attention.AttentionAware(PLAIN).state_dict(), LARGE, {})
    return Attention(AttentionOptions(path))


def toy_lavc(path: Path) -> PictureColorizer:
    networks = (network(RICH).state_dict() for network in (lavc.ColorTransform, TemporalConstraint))
    save_lavc(path, RICH, *networks, size=LARGE, notes={})
    return Lavc(LavcOptions(path))


@pytest.mark.parametrize("make", [toy_hinted, toy_attention, toy_lavc])
def test_frames_are_seen_as_large_as_memory_allows(
    make: Callable[[Path], PictureColorizer], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    method = make(tmp_path / "toy.safetensors")
    shot, _ = made(0, 4)
    monkeypatch.setattr(colorizer, "NETWORK_BYTES", method.bytes_of(STRIDE * 3))
    assert method.fitting_size() == STRIDE * 3
    finish(method.learn(shot))
    assert_sound(finish(method.colorize(shot, 2)), shot, 2)
    picture = method.picture(shot, 2)
    assert picture is not None and max(picture.shape) == method.fitting_size() <= STRIDE * 3
    monkeypatch.setattr(colorizer, "NETWORK_BYTES", 0)
    assert method.fitting_size() == STRIDE


def trained(preset: str) -> list[PictureColorizer]:
    """The methods with networks of a preset, for frames of 256 pixels, whose weights are nowhere."""
    of_hinted, of_attention, of_lavc = (
        (module.PAPER if preset == "paper" else module.SMALL) for module in (hinted, attention, lavc)
    )
    with torch.device("meta"):
        networks = lavc.ColorTransform(of_lavc), TemporalConstraint(of_lavc)
        return [
            HintGuided(_trained=hinted_store.Trained(hinted.Hinted(of_hinted), 256, True, frozenset())),
            Attention(
                AttentionOptions(size=256),
                _trained=attention_store.Trained(attention.AttentionAware(of_attention), 256),
            ),
            Lavc(LavcOptions(size=256), _trained=lavc_store.Trained(*networks, 256)),
        ]


@pytest.mark.parametrize("preset", ["small", "paper"])
def test_what_is_trained_by_presets_is_used_at_its_size(preset: str) -> None:
    for method in trained(preset):
        method.codes = np.zeros((64, 3), np.uint8)
        assert method.fitting_size() == 256
        assert method.bytes_of(LARGE) > NETWORK_BYTES


def test_shares_of_labels_are_counted_without_a_plane_for_each() -> None:
    labels = torch.arange(64).reshape(1, 8, 8)
    with Largest() as largest:  # type: ignore[no-untyped-call]
        shares = shares_of(labels, 64, side=4)
    assert largest.numbers == shares.numel() == 64 * 4
    assert shares[0, :, 0, 0].nonzero()[:, 0].tolist() == [y * 8 + x for y in range(4) for x in range(4)]
    assert shares.sum() == 4 and shares.max() == 1 / 16


def test_matched_places_are_enlarged_some_labels_at_a_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    method = toy_attention(tmp_path / "toy.safetensors")
    assert isinstance(method, FrameColorizer)
    shot, _ = made(0)
    box = method.box(shot, 1)
    match = torch.rand(1, len(shot.palette), 3, 4)
    whole = method.voted(shot, 1, box, None, match)
    most = 2 * box.size[0] * box.size[1]
    monkeypatch.setattr(colorizer, "LOGITS", most)
    with Largest() as largest:  # type: ignore[no-untyped-call]
        np.testing.assert_array_equal(method.voted(shot, 1, box, None, match), whole)
    assert largest.numbers <= most


def test_frames_are_refined_one_by_one() -> None:
    """Nothing is as large as all frames together with the channels inside of a layer."""
    torch.manual_seed(0)
    network = TemporalConstraint(RICH)
    lines, pictures = torch.rand(1, 6, 1, 16, 16), torch.rand(1, 6, 3, 16, 16)
    together = network(lines, pictures).detach()
    batches: list[int] = []
    for layer in network.up:
        layer.feature.register_forward_pre_hook(lambda _, given: batches.append(len(given[0])))  # type: ignore[union-attr]
    with torch.inference_mode():
        torch.testing.assert_close(network(lines, pictures), together, rtol=1e-4, atol=1e-5)
    assert batches == [1] * 12


def test_raw_pictures_of_a_long_shot_are_not_all_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    method = toy_hinted(tmp_path / "toy.safetensors")
    shot, _ = made(0)
    monkeypatch.setattr(hinted_colorizer, "SHOWN_BYTES", 2 * 96 * 128 * 3)
    finish(method.learn(shot))
    assert [method.picture(shot, frame) is not None for frame in shot.targets] == [True, True, False, False]
    assert_sound(finish(method.colorize(shot, 4)), shot, 4)


def test_what_a_character_is_learned_from_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuning._some([3, 5, 8]) == [3, 5, 8]
    assert tuning._fitting_crop(256, 2, 16) == 256
    assert 2 * tuning._fitting_crop(256, 2, 64) ** 2 * 64 * tuning.OF_CHANNEL <= NETWORK_BYTES
    monkeypatch.setattr(tuning, "MOST_FRAMES", 3)
    assert tuning._some([*range(1, 10)]) == [1, 5, 9]
