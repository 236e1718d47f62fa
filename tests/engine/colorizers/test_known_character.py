"""What who knows a character adds, in rows small enough to work out by hand, and to the fused method."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from shiage_engine.colorizers import METHODS, automatic
from shiage_engine.colorizers.few_shot import FewShot, FewShotParams
from shiage_engine.colorizers.fused import Fused
from shiage_engine.colorizers.known_character import HEARSAY, heard, seen_in, with_unseen
from shiage_engine.colorizers.unet import ByPixel, trained
from shiage_engine.drawing.shot import Shot
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.learning.kept import make_folder
from shiage_engine.learning.unet_store import Learned
from shiage_engine.learning.variants import Variants
from shiage_engine.pipeline import Request, colorize
from shiage_engine.progress import finish
from tests.engine.colorizers.figures import BOXES, assert_sound, made
from tests.engine.shots import line

SEEN = np.array([True, True, True, False])
EYES = (1, 2, 3, 255)  # a color that no reference has


class AllOf(nn.Module):
    """Says one label of every pixel."""

    def __init__(self, label: int, count: int) -> None:
        super().__init__()
        self._label, self._count = label, count

    def forward(self, image: Tensor) -> Tensor:
        logits = torch.zeros(1, self._count, *image.shape[2:])
        logits[:, self._label] = 9
        return logits


def knows(*colors: tuple[int, ...], says: int) -> ByPixel:
    """Who knows these colors, and says the one of that number (from 1 on) of everything."""
    palette = np.array([(0, 0, 0, 0), *colors], np.uint8)
    variants = Variants(np.arange(len(palette)), np.ones(len(palette), int))
    network = AllOf(says, len(palette))
    return ByPixel("Vita", Learned(network, palette, variants, 1.0))  # type: ignore[arg-type]


def fused(known: ByPixel | None) -> Fused:
    return Fused(few_shot=FewShot(params=FewShotParams(copies=3, trees=20)), known=known)


def winners(colorizer: Fused, shot: Shot, frame: int) -> np.ndarray:
    finish(colorizer.learn(shot))
    found = finish(colorizer.colorize(shot, frame))
    assert_sound(found, shot, frame)
    return found.argmax(1)


def test_an_answer_that_nobody_adds_to_stays() -> None:
    own = np.array([[0.25, 0.25, 0.25, 0.25], [0.1, 0.6, 0.3, 0.0]])
    silent = np.zeros_like(own)
    np.testing.assert_allclose(heard(own, silent, SEEN), own, atol=2e-3)
    np.testing.assert_array_equal(with_unseen(own, silent, SEEN), own)


def test_a_vote_turns_a_narrow_answer_and_no_clear_one() -> None:
    own = np.array([[0, 0.6, 0.4, 0], [0, 0.99, 0.01, 0]])
    votes = np.array([[0, 0, 1.0, 0], [0, 0, 1.0, 0]])
    found = heard(own, votes, SEEN)
    np.testing.assert_allclose(found.sum(1), 1)
    assert found.argmax(1).tolist() == [2, 1]
    assert found[0, 2] / found[0, 1] == pytest.approx(0.401 / 0.601 * (1 + HEARSAY) / HEARSAY)


def test_a_color_of_no_reference_gets_its_share_where_something_is_painted() -> None:
    settled = np.array([[0, 1.0, 0, 0], [1.0, 0, 0, 0], [0, 0.5, 0.5, 0]])
    votes = np.array([[0, 0.2, 0, 0.8], [0, 0, 0, 1.0], [0, 0.9, 0, 0.1]])
    expected = [[0, 0.2, 0, 0.8], [1.0, 0, 0, 0], [0, 0.45, 0.45, 0.1]]
    np.testing.assert_allclose(with_unseen(settled, votes, SEEN), expected)


def test_unpainted_is_no_new_color() -> None:
    settled, votes = np.array([[0, 1.0]]), np.array([[1.0, 0]])
    np.testing.assert_array_equal(with_unseen(settled, votes, np.array([False, True])), settled)


def test_the_colors_of_the_references_are_those_of_their_regions() -> None:
    labels = [np.array([3, 1, 1]), np.array([3, 0, -1])]
    assert seen_in(labels, 4).tolist() == [True, True, False, False]
    assert not seen_in([], 2).any()


def test_who_knows_a_color_that_no_reference_has_brings_it() -> None:
    given, _ = made(0, 4)
    colorizer = fused(knows(EYES, says=1))
    shot = given.with_colors(colorizer.palette())
    eyes = shot.palette.tolist().index(list(EYES))
    found = winners(colorizer, shot, 2)
    assert set(found[1:]) == {0, eyes}  # what lies around the figure stays unpainted


def test_an_acquaintance_that_is_wrong_everywhere_spoils_nothing_that_is_sure() -> None:
    given, truth = made(0, 4)
    colorizer = fused(knows(BOXES[5][4], says=1))
    np.testing.assert_array_equal(winners(colorizer, given, 2), truth.labels[2])


def test_only_a_character_that_was_trained_on_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    assert trained("") is None
    assert trained("Vita") is None
    assert automatic(METHODS, "Vita", has_references=False) == "fused"
    with pytest.raises(InputError, match="Color at least one frame"):
        finish(colorize(Request({0: line(0)}, {}, character="Vita")))
    (make_folder("unet", "Vita") / kept.WEIGHTS).write_bytes(b"broken")
    assert trained("Vita") is not None
    assert automatic(METHODS, "Vita", has_references=False) == "unet"
    assert automatic(METHODS, "Vita", has_references=True) == "fused"
    assert automatic(METHODS, "", has_references=False) == "fused"
    for method in ("auto", "fused"):
        colors = {} if method == "auto" else {0: line(0)}
        with pytest.raises(InputError, match="weights"):
            finish(colorize(Request({0: line(0), 1: line(1)}, colors, method, character="Vita")))
