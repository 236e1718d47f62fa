"""Coloring a known character, by a network whose answers are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from shiage_engine.protocol.options import Options
from torch import Tensor, nn

from shiage_engine import api
from shiage_engine.drawing import line_art
from shiage_engine.drawing.shot import Shot
from shiage_engine.errors import InputError
from shiage_engine.learning import kept
from shiage_engine.methods.method import CHARACTER
from shiage_engine.methods.unet.colorizer import CharacterUNet, color_probabilities, labels_of_pixels, votes
from shiage_engine.methods.unet.network import UNetParams
from shiage_engine.methods.unet.store import Learned
from shiage_engine.methods.unet.variants import Variants
from shiage_engine.pipeline import Request, colorize, read_shot
from shiage_engine.progress import finish
from shiage_engine.registry import METHODS
from shiage_engine.results import FrameResult
from tests.engine.shots import BLUE, HEIGHT, LEFT, RED, RIGHT, WIDTH, color, line, method_of

NONE = (0, 0, 0, 0)
PALETTE = np.array([NONE, RED, BLUE], np.uint8)


class Halves(nn.Module):
    """Says red left of the middle and blue right of it, and nothing in the uppermost rows."""

    params = UNetParams(3, fold=1)

    def forward(self, image: Tensor) -> Tensor:
        _, _, height, width = image.shape
        logits = torch.zeros(1, 3, height, width)
        logits[:, 1, :, : width * 5 // 12] = 1
        logits[:, 2, :, width * 5 // 12 :] = 1
        logits[:, 0, : height // 4] = 2
        return logits


def apart_all(count: int) -> Variants:
    """Each color a label of its own."""
    return Variants(np.arange(count), np.ones(count, int))


def by_halves(shrink: float = 1.0) -> CharacterUNet:
    return CharacterUNet("Vita", Learned(Halves(), PALETTE, apart_all(3), shrink))  # type: ignore[arg-type]


def shot(colors: dict[int, np.ndarray]) -> Shot:
    return finish(read_shot(Request({time: line(time) for time in range(3)}, colors)))


def scores_of(colorizer: CharacterUNet, of_shot: Shot, frame: int = 2) -> np.ndarray:
    finish(colorizer.learn(of_shot))
    return finish(colorizer.colorize(of_shot, frame))


def test_the_share_of_the_winner_is_the_score() -> None:
    regions = np.array([[1, 1, 1, 1, 0, 2]])
    labels = np.array([[2, 2, 2, 0, 1, 1]])
    found = votes(labels, regions, 3)
    assert found.dtype == np.float32
    assert found.tolist() == [[0, 0, 0], [0.25, 0, 0.75], [0, 1, 0]]


@pytest.mark.parametrize("shrink", [1.0, 0.5])
def test_labels_are_as_large_as_the_drawing(shrink: float) -> None:
    labels = labels_of_pixels(by_halves(shrink=shrink).learned(), line_art.read(line()))
    assert labels.shape == (HEIGHT, WIDTH)
    assert (labels[2, 3], labels[LEFT], labels[RIGHT]) == (0, 1, 2)


def test_regions_are_colored_without_a_reference() -> None:
    colorizer = by_halves()
    bare = shot({}).with_colors(colorizer.palette())
    scores = scores_of(colorizer, bare)
    regions = bare.frames[2].regions
    assert scores.shape == (4, 3)
    assert scores[regions[LEFT]].argmax() == 1
    assert scores[regions[RIGHT]].argmax() == 2
    np.testing.assert_allclose(scores[1:].sum(1), 1, rtol=1e-6)
    assert not scores[0].any()


def test_a_reference_puts_the_palette_in_another_order() -> None:
    with_one = shot({0: color()}).with_colors(PALETTE)
    assert with_one.palette.tolist() == [[*NONE], [*BLUE], [*RED]]
    scores = scores_of(by_halves(), with_one)
    assert scores[with_one.frames[2].regions[LEFT]].argmax() == 2


def meant(known: np.ndarray, variants: Variants, colors: dict[int, np.ndarray]) -> list[list[float]]:
    of_shot = shot(colors).with_colors(known)
    return np.round(color_probabilities(of_shot, known, variants), 3).tolist()


MIXED = (34, 28, 200, 255)  # nearly BLUE


def test_a_color_mixed_anew_for_this_shot_is_answered_as_the_reference_has_it() -> None:
    known = np.array([NONE, RED, MIXED], np.uint8)
    # The shot's palette: NONE, BLUE, RED, MIXED; without references NONE, RED, MIXED.
    assert meant(known, apart_all(3), {0: color()}) == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]]
    assert meant(known, apart_all(3), {}) == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_nobody_is_sure_which_of_its_colors_a_label_is_until_a_reference_says() -> None:
    known = np.array([NONE, RED, MIXED, BLUE], np.uint8)
    variants = Variants(np.array([0, 1, 2, 2]), np.array([4, 4, 1, 3]))
    assert meant(known, variants, {}) == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0.25, 0.75]]
    assert meant(known, variants, {0: color()}) == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]]


def test_colors_alike_that_the_character_has_apart_stay_apart() -> None:
    known = np.array([NONE, RED, BLUE, (30, 30, 201, 255)], np.uint8)
    assert meant(known, apart_all(4), {0: color()}) == [
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
    ]


def test_a_color_unlike_all_the_character_has_means_nothing() -> None:
    known = np.array([NONE, RED, (30, 30, 220, 255)], np.uint8)
    assert meant(known, apart_all(3), {0: color()}) == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_a_frame_is_painted_from_the_name_alone() -> None:
    request = Request({time: line(time) for time in range(2)}, {}, Options("halves", character="Vita"))
    painted = [
        step
        for step in colorize(
            request, method_of(lambda _: by_halves(), "halves", needs=frozenset({CHARACTER}))
        )
        if isinstance(step, FrameResult)
    ]
    assert [one.time for one in painted] == [0, 1]
    assert tuple(painted[0].color()[LEFT]) == RED
    assert tuple(painted[0].color()[RIGHT]) == BLUE


def test_a_character_that_nobody_trained_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "data_dir", lambda: tmp_path)
    request = Request({0: line()}, {}, Options("unet", character="Mio"))
    with pytest.raises(InputError, match="Nothing was learned of Mio yet: train it with shiage train unet"):
        finish(api.colorize(request))
    with pytest.raises(InputError, match="needs the name of a character"):
        finish(api.colorize(Request({0: line()}, {}, Options("unet"))))
    assert METHODS["unet"].needs == {CHARACTER}
