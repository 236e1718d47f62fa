"""The attention-aware method on a figure of boxes, with weights that were never trained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.methods.attention.colorizer import Attention, AttentionOptions
from shiage_engine.methods.attention.network import AttentionAware
from shiage_engine.methods.attention.places import PLACE
from shiage_engine.methods.attention.store import save_attention
from shiage_engine.progress import finish
from tests.engine.methods.attention.toys import PLAIN
from tests.engine.methods.figures import assert_sound, made


def save(path: Path) -> Path:
    torch.manual_seed(0)
    save_attention(path, PLAIN, AttentionAware(PLAIN).state_dict(), 64, {})
    return path


@pytest.fixture
def method(tmp_path: Path) -> Attention:
    return Attention(AttentionOptions(save(tmp_path / "attention.safetensors")))


@pytest.mark.parametrize("changes", [{}, {"has_codes": False}, {"size": 100}, {"references": 1}])
@pytest.mark.parametrize("references", [(0,), (0, 1, 3)])
def test_scores_are_sound_whatever_the_options(
    method: Attention, changes: dict[str, Any], references: tuple[int, ...]
) -> None:
    method.options = replace(method.options, **changes)
    shot, _ = made(*references)
    finish(method.learn(shot))
    for frame in shot.targets:
        assert_sound(finish(method.colorize(shot, frame)), shot, frame)


def test_all_references_are_attended_to_or_the_nearest_alone(method: Attention) -> None:
    both, _ = made(0, 4)
    one, _ = made(0)
    finish(method.learn(both))
    of_both = finish(method.colorize(both, 1))
    method.options = replace(method.options, references=1)
    of_nearest = finish(method.colorize(both, 1))
    finish(method.learn(one))
    np.testing.assert_array_equal(finish(method.colorize(one, 1)), of_nearest)
    assert not np.array_equal(of_both, of_nearest)


def test_a_picture_is_in_the_colors_of_the_palette(method: Attention) -> None:
    shot, _ = made(0)
    assert method.picture(shot, 1) is None
    finish(method.learn(shot))
    picture = method.picture(shot, 1)
    assert picture is not None and picture.dtype == np.uint8 and picture.shape == (72, 96, 3)


def test_without_weights_a_sentence_says_how_to_train_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(PLACE, "shipped", tmp_path / "none")
    shot, _ = made(0)
    with pytest.raises(InputError, match="shiage train attention"):
        finish(Attention().learn(shot))
    save(PLACE.trained())
    finish(Attention().learn(shot))  # what was trained here is found
