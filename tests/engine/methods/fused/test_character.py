"""What the U-net of a character adds, in rows small enough to work out by hand, and to the fused method."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from shiage_engine.protocol.options import Options
from torch import Tensor, nn

from shiage_engine.api import colorize
from shiage_engine.drawing.shot import UNKNOWN, Shot
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.learning.kept import make_folder
from shiage_engine.methods.few_shot.colorizer import FewShot, FewShotParams
from shiage_engine.methods.fused.character import (
    LEAST_SHARE,
    Agreement,
    add_known_colors,
    add_new_colors,
    override_new,
)
from shiage_engine.methods.fused.colorizer import Fused
from shiage_engine.methods.unet.colorizer import CharacterUNet, trained_unet
from shiage_engine.methods.unet.network import UNetParams
from shiage_engine.methods.unet.store import Learned
from shiage_engine.methods.unet.variants import Variants
from shiage_engine.pipeline import Request
from shiage_engine.pipeline.request import automatic
from shiage_engine.progress import Progress, finish
from shiage_engine.registry import METHODS
from tests.engine.methods.figures import BOXES, assert_sound, bare, drawing, made
from tests.engine.shots import color, line

KNOWN = Agreement(1.0, np.array([True, True, True, False]), np.array([False, False, False, True]))
STRANGER = replace(KNOWN, accuracy=0.0)
EYES = (1, 2, 3, 255)  # a color that no reference has


class Constant(nn.Module):
    """Predicts one label for every pixel."""

    def __init__(self, label: int, count: int) -> None:
        super().__init__()
        self._label, self._count = label, count
        self.params = UNetParams(count, fold=1)

    def forward(self, image: Tensor) -> Tensor:
        logits = torch.zeros(1, self._count, *image.shape[2:])
        logits[:, self._label] = 9
        return logits


def constant(*colors: tuple[int, ...], label: int) -> CharacterUNet:
    """A U-net of these colors that predicts one label, from 1 on, for every pixel."""
    palette = np.array([(0, 0, 0, 0), *colors], np.uint8)
    variants = Variants(np.arange(len(palette)), np.ones(len(palette), int))
    network = Constant(label, len(palette))
    return CharacterUNet("Vita", Learned(network, palette, variants, 1.0))  # type: ignore[arg-type]


def fused(known: CharacterUNet | None) -> Fused:
    return Fused(few_shot=FewShot(params=FewShotParams(copies=3, trees=20)), unet=known)


def winners(colorizer: Fused, shot: Shot, frame: int) -> np.ndarray:
    finish(colorizer.learn(shot))
    found = finish(colorizer.colorize(shot, frame))
    assert_sound(found, shot, frame)
    return found.argmax(1)


def test_scores_that_nothing_is_added_to_stay() -> None:
    own = np.array([[0.25, 0.25, 0.25, 0.25], [0.1, 0.6, 0.3, 0.0]])
    nothing, certain = np.zeros_like(own), np.eye(4)[[3, 3]]
    for votes, agreement in ((nothing, KNOWN), (certain, STRANGER)):
        np.testing.assert_allclose(add_known_colors(own, votes, agreement), own, atol=2e-3)
        np.testing.assert_array_equal(add_new_colors(own, votes, agreement), own)


def test_a_vote_turns_a_narrow_answer_and_no_clear_one() -> None:
    own = np.array([[0, 0.6, 0.4, 0], [0, 0.99, 0.01, 0]])
    votes = np.array([[0, 0, 1.0, 0], [0, 0, 1.0, 0]])
    found = add_known_colors(own, votes, KNOWN)
    np.testing.assert_allclose(found.sum(1), 1)
    assert found.argmax(1).tolist() == [2, 1]
    assert found[0, 2] / found[0, 1] == pytest.approx(0.401 / 0.601 * (1 + LEAST_SHARE) / LEAST_SHARE)
    half = add_known_colors(own, votes, replace(KNOWN, accuracy=0.5))
    assert half[0, 2] / half[0, 1] == pytest.approx(0.401 / 0.601 * ((1 + LEAST_SHARE) / LEAST_SHARE) ** 0.5)


def test_a_new_color_is_not_added_with_the_known_ones() -> None:
    own = np.array([[0.1, 0.3, 0.3, 0.3]])
    np.testing.assert_allclose(add_known_colors(own, np.eye(4)[[3]], KNOWN), own, atol=2e-3)


def test_a_new_color_gets_its_share_where_something_is_painted() -> None:
    settled = np.array([[0, 1.0, 0, 0], [1.0, 0, 0, 0], [0, 0.5, 0.5, 0]])
    votes = np.array([[0, 0.2, 0, 0.8], [0, 0, 0, 1.0], [0, 0.9, 0, 0.1]])
    expected = [[0, 0.2, 0, 0.8], [1.0, 0, 0, 0], [0, 0.45, 0.45, 0.1]]
    np.testing.assert_allclose(add_new_colors(settled, votes, KNOWN), expected)
    half = add_new_colors(settled, votes, replace(KNOWN, accuracy=0.5))
    np.testing.assert_allclose(half[0], [0, 0.6, 0, 0.4])


def test_the_network_answers_for_new_colors_alone() -> None:
    settled = np.array([[0, 0.3, 0, 0.7], [0, 0.7, 0, 0.3]])
    np.testing.assert_allclose(override_new(np.array([0.1, 0.2]), settled, KNOWN), [0.7, 0.2])


def test_agreement_says_how_often_it_was_right_and_which_colors_are_contradicted() -> None:
    votes = np.array(
        [[0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0.3, 0.7, 0], [0, 0, 0, 0.4, 0.6], [1, 0, 0, 0, 0]]
    )
    labels = np.array([-1, 1, 2, 2, 0])
    agreement = Agreement.of([(votes, labels), (np.zeros((2, 5)), np.array([-1, 1]))], 5)
    assert agreement.accuracy == pytest.approx(1 / 3)  # of the painted regions that it predicts
    assert agreement.is_in_references.tolist() == [True, True, True, False, False]
    assert not agreement.is_new.any()  # it saw both in regions that are of another color
    held_back = votes * [1, 1, 1, 1, 0.5]
    assert Agreement.of([(held_back, labels)], 5).is_new.tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("references", [[], [(np.zeros((2, 3)), np.array([-1, -1]))]])
def test_without_references_the_network_has_no_weight(
    references: list[tuple[np.ndarray, np.ndarray]],
) -> None:
    agreement = Agreement.of(references, 3)
    assert agreement.accuracy == 0
    assert not agreement.is_new.any()


class Parts(nn.Module):
    """Predicts the figure of boxes in each of its places, with other labels for the boxes of number `changed`."""

    def __init__(self, palette: np.ndarray, changed: dict[int, int]) -> None:
        super().__init__()
        self.params = UNetParams(len(palette), fold=1)
        self._palette, self._changed = palette, changed

    def forward(self, image: Tensor) -> Tensor:
        black = image[0].sum(0).numpy() > 0
        shift = next(shift for shift in range(0, 15, 3) if black[6, 40 + shift : 63 + shift].all())
        _, paint = drawing(shift)
        labels = (paint[..., None, :] == self._palette).all(-1).argmax(-1)
        for number, label in self._changed.items():
            x, y, w, h, _ = BOXES[number]
            left = x + shift + (shift if number == 4 else 0)
            labels[y : y + h + 1, left : left + w + 1] = label
        return (
            torch.from_numpy(labels)[None, None]
            .eq(torch.arange(len(self._palette))[None, :, None, None])
            .float()
        )


def memorized(shot: Shot, changed: dict[int, int], *more: tuple[int, ...]) -> CharacterUNet:
    palette = np.concatenate([shot.palette, np.array(more, np.uint8).reshape(-1, 4)])
    variants = Variants(np.arange(len(palette)), np.ones(len(palette), int))
    return CharacterUNet("Vita", Learned(Parts(palette, changed), palette, variants, 1.0))  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_network_that_is_right_about_the_references_adds_a_color_they_do_not_show() -> None:
    """Box 5 has another color in the frames to come; in the references it is not painted at all."""
    given, truth = made(0, 4)
    box = truth.labels[2].tolist().index(truth.palette.tolist().index(list(BOXES[5][4])))
    for labels in given.labels.values():
        labels[labels == truth.labels[2][box]] = UNKNOWN
    eyes = len(given.palette)
    colorizer = fused(memorized(given, {5: eyes}, EYES))
    found = winners(colorizer, given.with_colors(colorizer.palette()), 2)
    assert found[box] == eyes
    others = np.arange(1, len(found)) != box
    np.testing.assert_array_equal(found[1:][others], truth.labels[2][1:][others])


@pytest.mark.slow
def test_a_network_that_is_wrong_about_the_references_changes_nothing() -> None:
    given, truth = made(0, 4)
    colorizer = fused(constant(EYES, label=1))
    shot = given.with_colors(colorizer.palette())
    np.testing.assert_array_equal(winners(colorizer, shot, 2), truth.labels[2])


def test_known_colors_are_added_before_settling_and_new_ones_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shiage_engine.methods.fused.colorizer.settle", lambda *arguments: [*arguments[3]])
    own = np.array([[0, 0.6, 0.4, 0], [0, 0.6, 0.4, 0]])
    votes = np.array([[0, 0, 1.0, 0], [0, 0, 0, 1.0]])
    shot, found = SimpleNamespace(targets=[1]), SimpleNamespace(described=None, links=None)
    reference, target = fused(None)._settle(shot, found, [own, own], [votes, votes], KNOWN)  # type: ignore[arg-type]
    assert reference.argmax(1).tolist() == [2, 1]
    assert target.argmax(1).tolist() == [2, 3]
    alone = fused(None)._settle(shot, found, [own, own], [], STRANGER)  # type: ignore[arg-type]
    np.testing.assert_array_equal(alone, [own, own])


def test_specks_get_no_answer() -> None:
    regions = np.ones((12, 12), int)
    regions[4:8, 4:8] = 0
    regions[5:7, 5:7] = 2
    shot = bare(regions, {0: [1, 2]})
    votes = finish(fused(constant((9, 8, 7, 255), label=1))._ask_unet(shot.with_references([0])))
    assert [one.sum(1).tolist() for one in votes] == [[0, 1, 0]] * 3
    assert finish(fused(None)._ask_unet(shot)) == []


def test_one_label_of_two_colors_becomes_that_of_the_references() -> None:
    """Two grays are one label; the reference decides which of them, anew for each shot."""
    grays = (100, 100, 100, 255), (103, 103, 103, 255)
    palette = np.array([(0, 0, 0, 0), *grays], np.uint8)
    variants = Variants(np.array([0, 1, 1]), np.ones(3, int))
    known = CharacterUNet("Vita", Learned(Constant(1, 2), palette, variants, 1.0))  # type: ignore[arg-type]
    regions = np.ones((6, 6), int)
    for label in (1, 2):
        shot = replace(bare(regions, {0: [label]}), palette=palette)
        assert finish(known.colorize(shot, 1)).argmax(1).tolist() == [0, label]


@pytest.mark.slow
def test_only_a_character_that_was_trained_has_a_unet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    assert trained_unet("") is None
    assert trained_unet("Vita") is None
    assert automatic(Request({0: line(0)}, {}, Options(character="Vita")), METHODS).name == "fused"
    shot = Request({0: line(0), 1: line(1)}, {0: color(0)}, Options(character="Vita"))
    notes = [step.note for step in colorize(shot) if isinstance(step, Progress)]
    assert notes[0] == "Nothing is known of Vita: going by the references alone"
    with pytest.raises(InputError, match=r"Nothing is known of Vita[.] Color at least one frame"):
        finish(colorize(Request({0: line(0)}, {}, Options(character="Vita"))))
    (make_folder("unet", "Vita") / kept.WEIGHTS).write_bytes(b"broken")
    assert trained_unet("Vita") is not None
    assert automatic(Request({0: line(0)}, {}, Options(character="Vita")), METHODS).name == "unet"
    assert automatic(Request({0: line(0)}, {0: color(0)}, Options(character="Vita")), METHODS).name == "fused"
    assert automatic(Request({0: line(0)}, {}, Options(character="")), METHODS).name == "fused"
    with pytest.raises(InputError, match="Color at least one frame"):
        finish(colorize(Request({0: line(0)}, {}, Options(character=" "))))
    for method in ("auto", "fused"):
        colors = {} if method == "auto" else {0: line(0)}
        with pytest.raises(InputError, match="train the character again, or remove"):
            finish(colorize(Request({0: line(0), 1: line(1)}, colors, Options(method, character="Vita"))))
