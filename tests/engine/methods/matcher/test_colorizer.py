"""The matcher as a colorizer, with the shipped weights, on a figure of boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shiage_engine.drawing.model_sheets import ModelSheet
from shiage_engine.errors import InputError
from shiage_engine.methods.matcher import colorizer as matching
from shiage_engine.methods.matcher import ensemble
from shiage_engine.methods.matcher.colorizer import Matching
from shiage_engine.methods.matcher.ensemble import Ensemble
from shiage_engine.methods.matcher.network import Matcher
from shiage_engine.methods.matcher.pairs import Pairs
from shiage_engine.methods.matcher.store import OF_SHEETS, SHIPPED, load_matcher
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from tests.engine.methods.figures import assert_sound, drawing, made

pytestmark = pytest.mark.slow


def scores(colorizer: Matching, *references: int) -> list[np.ndarray]:
    shot = made(*references)[0]
    finish(colorizer.learn(shot))
    return [finish(colorizer.colorize(shot, frame)) for frame in range(len(shot.frames))]


def test_scores_are_sound_and_mostly_right() -> None:
    shot, truth = made(0, 4)
    right = []
    for frame, of_frame in enumerate(scores(Matching(), 0, 4)):
        assert_sound(of_frame, shot, frame)
        if frame in shot.targets:
            right.append((of_frame.argmax(1) == truth.labels[frame])[1:])
    assert np.concatenate(right).mean() > 0.8


def test_reference_frames_keep_their_labels() -> None:
    shot = made(0, 4)[0]
    found = scores(Matching(), 0, 4)
    for reference in shot.references:
        np.testing.assert_array_equal(found[reference].argmax(1), shot.labels[reference])


def test_learning_again_with_other_references_is_learning_afresh() -> None:
    again = Matching()
    scores(again, 0, 4)
    for one, other in zip(scores(again, 2), scores(Matching(), 2), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_few_candidates_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "CANDIDATES", 3)
    shot, truth = made(0, 4)
    right = []
    for frame, of_frame in enumerate(scores(Matching(), 0, 4)):
        assert_sound(of_frame, shot, frame)
        if frame in shot.targets:
            right.append((of_frame.argmax(1) == truth.labels[frame])[1:])
    assert np.concatenate(right).mean() > 0.8


def test_pairs_that_are_not_kept_are_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    compare = Ensemble.compare

    def counted(*arguments: Any) -> tuple[Pairs, ...]:
        compared.append(arguments[2])
        return compare(*arguments)

    monkeypatch.setattr(Ensemble, "compare", counted)
    kept = scores(Matching(), 0, 4)
    assert len(compared) == 3 * 2 + 4  # three targets with two references, and with one or two neighbors
    compared.clear()
    monkeypatch.setattr(matching, "MOST_KEPT", 0)
    for one, other in zip(scores(Matching(), 0, 4), kept, strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(compared) == 5 * 2 + 5  # three frames there, two back: with the references and neighbors


def test_weights_that_cannot_be_read_are_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "matcher.safetensors").write_bytes(b"no weights")
    monkeypatch.setattr(matching, "SHIPPED", tmp_path / "matcher.safetensors")
    with pytest.raises(InputError, match="install Shiage again"):
        scores(Matching(), 0)


def test_model_sheets_alone_are_matched_by_weights_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def watched(path: Path) -> Matcher:
        read.append(path)
        return load_matcher(path)

    monkeypatch.setattr(matching, "load_matcher", watched)
    lines = {time: drawing(3 * time)[0] for time in range(2)}
    sheet = {"front": ModelSheet(*drawing(6))}
    alone, beside = (
        finish(read_shot(Request(lines, colors, sheets=sheet))) for colors in ({}, {0: drawing(0)[1]})
    )
    again = Matching()
    finish(again.learn(alone))
    assert read == [OF_SHEETS]
    finish(again.learn(beside))
    assert read == [OF_SHEETS, SHIPPED]
    afresh = Matching()
    finish(afresh.learn(beside))
    for one, other in zip(again.scores, afresh.scores, strict=True):
        np.testing.assert_array_equal(one, other)
