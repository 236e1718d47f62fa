"""Few-shot on drawings of a few boxes: what must hold whatever the numbers of the method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from shiage_engine.drawing.line_art import LineArt
from shiage_engine.drawing.shot import UNKNOWN, Frame, Shot
from shiage_engine.methods.few_shot import colorizer as few_shot
from shiage_engine.methods.few_shot.colorizer import FewShot, FewShotParams, KnownRegions, _thinned
from shiage_engine.methods.few_shot.metric import squared_distances
from shiage_engine.pipeline import Request, read_shot
from shiage_engine.progress import finish
from tests.engine.methods.figures import HEIGHT, WIDTH, assert_sound, bare, drawing, made

pytestmark = pytest.mark.slow

SMALL = FewShotParams(copies=3, copies_of_all=5, trees=20)  # of one reference three copies, of two two each


def scores(shot: Shot, colorizer: FewShot | None = None) -> list[np.ndarray]:
    """The scores of all frames of a shot, learned now."""
    colorizer = colorizer or FewShot(params=SMALL)
    finish(colorizer.learn(shot))
    return [finish(colorizer.colorize(shot, frame)) for frame in range(len(shot.frames))]


@cache
def afresh(*references: int) -> list[np.ndarray]:
    """The scores of a colorizer that learned nothing before."""
    return scores(made(*references)[0])


def assert_same(found: Sequence[np.ndarray], expected: Sequence[np.ndarray]) -> None:
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)


def test_every_region_gets_the_color_it_has_in_the_references() -> None:
    shot, truth = made(0, 4)
    for frame, found in enumerate(afresh(0, 4)):
        assert_sound(found, shot, frame)
        np.testing.assert_array_equal(found.argmax(1), truth.labels[frame])


def test_one_reference_is_enough() -> None:
    shot, truth = made(2)
    found = scores(shot)
    for frame in (1, 3):
        np.testing.assert_array_equal(found[frame].argmax(1), truth.labels[frame])


def test_of_too_many_regions_some_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    shot, _ = made(0, 4)
    monkeypatch.setattr("shiage_engine.methods.few_shot.metric.LESSONS", 20)
    rows_of = [np.array([False, *[True] * 24]), np.array([False, *[True] * 13])]
    thinned = _thinned(rows_of)
    assert sum(map(np.count_nonzero, thinned)) == 12 + 7
    assert all((rows <= all_rows).all() for rows, all_rows in zip(thinned, rows_of, strict=True))
    for frame, found in enumerate(scores(shot)):
        assert_sound(found, shot, frame)


def test_a_shot_has_one_answer() -> None:
    assert_same(scores(made(0, 4)[0]), afresh(0, 4))


def test_learning_again_with_other_references_is_learning_afresh() -> None:
    colorizer = FewShot(params=SMALL)
    for references in ((0, 4), (4,), (0, 4)):
        assert_same(scores(made(*references)[0], colorizer), afresh(*references))


def test_what_was_learned_holds_until_the_next_learning_is_done() -> None:
    first, second = made(0)[0], made(0, 4)[0]
    colorizer = FewShot(params=SMALL)
    before = scores(first, colorizer)
    for last in ("Describing regions", "Deforming reference frames", "Settling neighbors"):
        for step in colorizer.learn(second):
            if step.note == last:
                break
        held = [finish(colorizer.colorize(first, frame)) for frame in range(len(first.frames))]
        assert_same(held, before)
    assert_same(scores(second, colorizer), afresh(0, 4))


def test_progress_only_grows() -> None:
    shot, _ = made(0, 2, 4)
    steps = list(FewShot(params=SMALL).learn(shot))
    fractions = [step.fraction for step in steps]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] <= 1
    assert all(step.note for step in steps)


def test_the_order_of_the_palette_means_nothing() -> None:
    shot, _ = made(0, 4)
    order = np.r_[0, 1 + np.random.default_rng(1).permutation(len(shot.palette) - 1)]
    place = np.argsort(order)
    labels = {i: place[of_region].astype(np.int32) for i, of_region in shot.labels.items()}
    turned = replace(shot, palette=shot.palette[order], labels=labels)
    for found, plain in zip(scores(turned), afresh(0, 4), strict=True):
        np.testing.assert_allclose(found, plain[:, order], rtol=1e-3, atol=1e-4)


def test_a_reference_of_unknown_labels_alone_teaches_nothing() -> None:
    shot, truth = made(0, 4)
    unknown = np.full_like(shot.labels[4], UNKNOWN)
    unknown[0] = 0
    found = scores(replace(shot, labels={0: shot.labels[0], 4: unknown}))
    for frame in (1, 2, 3):
        assert_sound(found[frame], shot, frame)
        np.testing.assert_array_equal(found[frame].argmax(1), truth.labels[frame])


def test_regions_of_unknown_label_take_no_part() -> None:
    shot, truth = made(0, 4)
    labels = {i: of_region.copy() for i, of_region in shot.labels.items()}
    arm = truth.frames[0].regions[32, 80]
    labels[0][arm] = UNKNOWN
    found = scores(replace(shot, labels=labels))[2]
    np.testing.assert_array_equal(found.argmax(1), truth.labels[2])


def test_a_strange_region_is_less_trusted_than_familiar_ones() -> None:
    lines = {time: drawing(3 * time)[0] for time in range(3)}
    cv2.line(lines[1], (0, 90), (WIDTH - 1, 60), (0, 0, 0, 255), 1)
    shot = finish(read_shot(Request(lines, {time: drawing(3 * time)[1] for time in (0, 2)})))
    trust = scores(shot)[1].sum(1)
    head, ground = shot.frames[1].regions[15, 55], shot.frames[1].regions[92, 100]
    assert trust[ground] < trust[head]


ONE = np.ones((6, 6), int)
SPECKS = np.kron(np.arange(1, 10).reshape(3, 3), np.pad(np.ones((3, 3), int), 1))  # each 9 px


@pytest.mark.parametrize(
    ("regions", "labels"),
    [
        (ONE, [1]),
        (np.ones((1, 1), int), [1]),
        (np.ones((1, 5), int), [1]),
        (np.array([[1, 0, 2]]), [1, 2]),
        (SPECKS, [1, 2, 0, 1, 2, 0, 1, 2, 0]),
        (SPECKS, [1, *[UNKNOWN] * 8]),
    ],
    ids=["one region", "one pixel", "one row", "two pixels", "specks alone", "one speck known"],
)
def test_drawings_with_next_to_nothing_in_them(regions: np.ndarray, labels: list[int]) -> None:
    shot = bare(regions, {0: labels})
    for frame, found in enumerate(scores(shot)):
        assert_sound(found, shot, frame)


@pytest.mark.parametrize("filled", [255, 0], ids=["ink alone", "no ink"])
def test_a_frame_of_ink_alone_or_of_none_among_others(filled: int) -> None:
    shot, truth = made(0, 4)
    ink = np.full((HEIGHT, WIDTH), filled, np.uint8)
    regions = np.full((HEIGHT, WIDTH), 0 if filled else 1, np.int32)
    frames = [*shot.frames]
    frames[2] = Frame.of(2, LineArt(ink, (ink > 0).astype(np.uint8)), regions)
    found = scores(replace(shot, frames=frames))
    assert_sound(found[2], replace(shot, frames=frames), 2)
    np.testing.assert_array_equal(found[1].argmax(1), truth.labels[1])


def test_regions_of_crowds_are_compared_with_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each color's nearest is the same, also where its regions are parted."""
    chance = np.random.default_rng(0)
    labels = np.array([0, 0, 0, 0, 2, 2, 3, 5, 5, 5], np.int32)
    taught = KnownRegions(chance.random((10, 4), np.float32), labels)
    regions, seen = chance.random((7, 4), np.float32), []
    together = taught.nearest(regions, 6)
    assert np.isinf(together[:, [1, 4]]).all() and np.isfinite(together[:, [0, 2, 3, 5]]).all()

    def distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        seen.append(len(b))
        return squared_distances(a, b)

    monkeypatch.setattr(few_shot, "KNOWN_AT_ONCE", 3)
    monkeypatch.setattr(few_shot, "squared_distances", distances)
    np.testing.assert_allclose(taught.nearest(regions, 6), together, rtol=1e-5)
    assert max(seen) == 3
